"""The report of a survey in a real browser: axe and our own checks find nothing."""

from __future__ import annotations

import pytest
from page_checks import (
    axe_faults,
    keyboard_faults,
    label_faults,
    letter_faults,
    reflow_faults,
)

from folkmoot.ask.publish.publication import worked_out
from folkmoot.ask.publish.report import report_html
from folkmoot.ask.survey.file import read_survey
from folkmoot.demo.survey import write_survey

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("survey")
    write_survey(folder, seed=2017)
    path = folder / "survey.toml"
    text = path.read_text("utf-8").replace(
        'classes = { counts = "2-5", use = "lowest BIC" }', "classes = 2"
    )
    path.write_text(text, "utf-8")
    one = worked_out(read_survey(folder))
    for language in ("en", "cy"):
        page = report_html(one, language, is_draft=False, on_paper=False)
        (folder / f"report.{language}.html").write_text(page, "utf-8")
    draft = report_html(one, "en", is_draft=True, on_paper=False)
    (folder / "report.draft.html").write_text(draft, "utf-8")
    return folder


@pytest.mark.parametrize("name", ["en", "cy", "draft"])
def test_the_report_has_no_fault(browser, reports, name):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    console: list[str] = []
    page.on("console", lambda m: console.append(m.text) if m.type == "error" else None)
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda r: elsewhere.append(r.url) if not r.url.startswith("file:") else None,
    )
    page.goto((reports / f"report.{name}.html").as_uri())
    assert axe_faults(page) == []
    assert label_faults(page) == []
    assert letter_faults(page) == []
    assert keyboard_faults(page) == []
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert reflow_faults(page) == []
        assert letter_faults(page) == []
    assert console == []
    assert elsewhere == []
    context.close()


def test_the_bars_say_what_the_table_says(browser, reports):
    page = browser.new_page()
    page.goto((reports / "report.en.html").as_uri())
    spoken = page.locator("section:has(#t1) svg.bar").first.get_attribute("aria-label")
    cells = page.locator("section:has(#t1) table").first.locator(
        "tbody tr:not([class])"
    )
    shown = [
        f"{row.locator('th').inner_text()} {row.locator('td').first.inner_text().split()[0]}"
        for row in cells.all()
    ]
    assert spoken == ", ".join(shown)
    page.close()
