// Pages work without this file. It tells the style sheet that scripts run, and starts
// the few behaviours of GOV.UK Frontend that our pages use.
import { initAll } from "./vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A list that was filtered in place is a new piece of page: an error summary in it must
// take the focus as it would after a full load.
document.body.addEventListener("htmx:afterSettle", () => {
  initAll({ scope: document.getElementById("main-content") });
});
