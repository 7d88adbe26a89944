// Pages work without this file. It tells the style sheet that scripts run, and starts
// the few behaviours of GOV.UK Frontend that our pages use.
import { initAll } from "./vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
