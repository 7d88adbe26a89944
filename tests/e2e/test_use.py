"""What a person does: filter, follow, print, with and without scripts."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from page_checks import axe_faults, keyboard_stops, reflow_faults
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_contracts_can_be_filtered_and_one_opened(
    browser, server: str, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(server + "/contracts")
    page.get_by_label("Search").fill("refuse")
    page.get_by_role("button", name="Apply").click()
    page.get_by_text("1 contract", exact=True).wait_for()
    assert "q=refuse" in page.url
    assert page.get_by_label("Search").input_value() == "refuse"
    page.get_by_role("link", name="Refuse trucks").click()
    page.get_by_role("heading", name="Its rows as published").wait_for()
    page.go_back()
    page.get_by_text("1 contract", exact=True).wait_for()
    page.get_by_role("link", name="Clear all").click()
    page.get_by_text("5 contracts", exact=True).wait_for()
    context.close()


def test_a_filtered_address_can_be_opened_again(watched, server: str) -> None:
    watched.page.goto(server + "/contracts")
    watched.page.get_by_label("Ends").select_option("60")
    watched.page.get_by_role("button", name="Apply").click()
    watched.page.get_by_text("1 contract", exact=True).wait_for()
    watched.page.goto(watched.page.url)
    assert watched.page.locator("html[lang=en-GB] header.fm-header").count() == 1
    assert watched.page.get_by_label("Ends").input_value() == "60"


@pytest.mark.parametrize("by_form", [True, False])
def test_a_wrong_filter_is_said_first_and_takes_focus(
    watched, server: str, by_form: bool
) -> None:
    page = watched.page
    page.goto(server + "/opportunities" + ("" if by_form else "?from=soon"))
    if by_form:
        page.get_by_label("Could start from").fill("soon")
        page.get_by_role("button", name="Apply").click()
    summary = page.locator(".govuk-error-summary")
    summary.wait_for()
    expect(summary).to_be_focused()
    page.get_by_role("link", name="Could start from: enter a date").click()
    field = page.get_by_label("Could start from")
    expect(field).to_be_focused()
    assert field.input_value() == "soon"
    assert page.title().startswith("Error: ")


def test_the_first_link_leads_past_the_navigation(watched, server: str) -> None:
    page = watched.page
    page.goto(server + "/contracts")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("() => !!document.activeElement.closest('main')")
    assert inside


def test_a_table_wider_than_the_page_scrolls_by_keyboard(watched, server: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(server + "/contracts")
    region = page.locator(".fm-scroll").first
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.fm-scroll').scrollLeft > 0")


def test_a_page_prints_whole_and_without_its_controls(watched, server: str) -> None:
    page = watched.page
    page.goto(server + "/contracts")
    page.emulate_media(media="print")
    for selector in (".fm-nav", ".fm-filters", ".fm-downloads"):
        assert not page.locator(selector).first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".fm-scroll").first.evaluate(
        "e => getComputedStyle(e).overflowX === 'visible'"
    )


def test_the_picture_keeps_its_letters_when_it_narrows(watched, server: str) -> None:
    page = watched.page
    page.goto(server + "/opportunities/o-heavy-motor-vehicles-1")
    sizes = {}
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 640})
        text = page.locator(".fm-timeline text", has_text="Eastmere").first
        sizes[width] = text.bounding_box()["height"]
        assert reflow_faults(page) == []
    assert sizes[1280] == sizes[320]
    assert page.locator(".fm-timeline rect").count() >= 4


def test_text_may_be_twice_as_large(watched, server: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": 640, "height": 640})
    page.goto(server + "/opportunities")
    page.evaluate("document.documentElement.classList.add('planted-large')")
    page.evaluate(
        "() => { const s = document.styleSheets[0];"
        "s.insertRule('html.planted-large { font-size: 200% }', s.cssRules.length) }"
    )
    assert reflow_faults(page) == []


def test_pages_come_quickly(server: str, record_property) -> None:
    """Reported, not asserted: a shared machine's clock proves nothing."""
    import urllib.request

    for address in ("/", "/opportunities", "/contracts", "/sources"):
        taken = []
        for _ in range(7):
            started = time.perf_counter()
            with urllib.request.urlopen(server + address) as answer:
                assert answer.status == 200
                answer.read()
            taken.append((time.perf_counter() - started) * 1000)
        record_property(f"median_ms {address}", round(statistics.median(taken), 1))


def test_tab_reaches_every_filter_in_order(watched, server: str) -> None:
    watched.page.goto(server + "/contracts")
    names = [stop["tag"] for stop in keyboard_stops(watched.page)]
    assert names.count("SELECT") == 5
    assert names.index("INPUT") < names.index("SELECT") < names.index("BUTTON")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_proposal_is_accepted_and_stands_on_the_board(
    browser, server: str, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(server + "/opportunities/o-heavy-motor-vehicles-1")
    page.locator("summary", has_text=re.compile("^Decide ")).click()
    page.get_by_role("button", name="Keep this decision").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    if scripts:
        assert axe_faults(page) == []
    page.get_by_label("Accept: we want to do this").check()
    page.get_by_label("Why", exact=True).fill("Three of us need it.")
    page.get_by_label("Your name").fill("Pat Invented")
    page.get_by_label("Your role").select_option("procurement")
    page.get_by_role("button", name="Keep this decision").click()
    page.get_by_text("Kept. It shows on this page").wait_for()
    if scripts:
        assert axe_faults(page) == []
    page.get_by_role("link", name="board", exact=True).click()
    page.get_by_role("heading", name="What is under way").wait_for()
    row = page.get_by_role("row", name=re.compile("Heavy motor vehicles"))
    assert "Accepted" in row.inner_text()
    if scripts:
        assert axe_faults(page) == []
    context.close()
