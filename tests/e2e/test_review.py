"""A person decides, without scripts and with; every page of it can be used by everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from page_checks import axe_faults, label_faults, letter_faults, reflow_faults
from playwright.sync_api import expect
from review_group import sealed_doubts
from serving import served

from folkmoot.web.app import application

pytestmark = pytest.mark.browser


@pytest.fixture
def doubts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(application(sealed_doubts(tmp_path_factory))) as address:
        yield address


def faults(page) -> list[str]:
    found = [*axe_faults(page), *label_faults(page), *letter_faults(page)]
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 800})
        found += reflow_faults(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


@pytest.mark.parametrize("scripts", [True, False])
def test_a_doubt_is_decided_and_taken_back(browser, doubts: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(doubts + "/review")
    page.get_by_role("link", name="1 question").first.click()
    page.get_by_role("link", name="Zephyrine").click()
    page.get_by_role("heading", name="Zephyrine Holdings Ltd").wait_for()
    page.get_by_label("Your name").fill("Ann Invented")
    page.get_by_role("button", name="Keep this answer").click()
    page.locator(".govuk-error-summary").wait_for()
    assert page.title().startswith("Error: ")
    page.get_by_label("Your role").select_option("finance")
    page.get_by_label("The same", exact=True).check()
    page.get_by_label("Why").fill("One owner, as their letter says")
    page.get_by_role("button", name="Keep this answer").click()
    page.get_by_text("Your decision was kept").wait_for()
    page.get_by_text("0 questions left").wait_for()
    page.reload()
    page.get_by_text("0 questions left").wait_for()
    page.get_by_role("link", name="See or take back decisions").click()
    page.get_by_role("link", name="Suppliers: the same").click()
    assert page.get_by_label("Your name").input_value() == "Ann Invented"
    assert page.get_by_label("Your role").input_value() == "finance"
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Decision 1 was taken back").wait_for()
    page.goto(doubts + "/review/supplier")
    page.get_by_text("1 question left").wait_for()
    context.close()


def test_every_page_of_it_is_free_of_faults_also_with_errors(
    browser, doubts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.registers.reviewing.lists.OBVIOUS", 0.1)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    for topic in ("supplier", "contract", "category"):
        page.goto(f"{doubts}/review/{topic}")
        assert faults(page) == []
        page.locator(".fm-decisions__verdict").first.click()
        assert faults(page) == []
        page.get_by_role("button", name="Keep this answer").click()
        summary = page.locator(".govuk-error-summary")
        summary.wait_for()
        expect(summary).to_be_focused()
        assert faults(page) == []
    for address in ("/review", "/decisions"):
        page.goto(doubts + address)
        assert faults(page) == []
    context.close()


def test_what_was_ticked_together_is_taken_back_with_one_press(
    browser, doubts: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{doubts}/review/category")
    ticks = page.locator("input[name=subject]")
    for tick in ticks.all()[:2]:
        tick.check()
    page.locator("#field-need").select_option(index=2)
    page.locator("input[name=verdict]").first.check()
    page.get_by_label("Why").fill("Both are of one kind, as their titles say")
    page.get_by_label("Your name").fill("Ann Invented")
    page.get_by_label("Your role").select_option("finance")
    page.get_by_role("button", name="Keep this answer for all ticked").click()
    page.get_by_text("2 decisions were kept").wait_for()
    page.get_by_role("link", name="See or take back decisions").click()
    page.locator(".fm-decisions__verdict").first.click()
    assert faults(page) == []
    page.get_by_label("Take back all 2 that were kept together").check()
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("2 in all").wait_for()
    assert faults(page) == []
    context.close()
