"""The form of a survey in a real browser, without scripts: no fault in any page of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from page_checks import (
    axe_faults,
    keyboard_faults,
    label_faults,
    letter_faults,
    reflow_faults,
)
from playwright.sync_api import expect
from serving import served

from folkmoot.ask.collect.collection import Collection
from folkmoot.ask.collect.invitations import invite
from folkmoot.ask.survey.file import read_survey
from folkmoot.demo.survey import write_survey
from folkmoot.web.collecting import collecting_application

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("form")
    write_survey(folder, seed=5)
    survey = read_survey(folder)
    answers = Collection.beside(folder)
    app = collecting_application(survey, answers, today=lambda: date(2026, 3, 10))
    with served(app) as home:
        yield invite(survey, answers, address=home, sample=None)[0].link


def faults(page) -> list[object]:
    page.set_viewport_size({"width": 1280, "height": 900})
    found = [
        *axe_faults(page),
        *label_faults(page),
        *letter_faults(page),
        *keyboard_faults(page),
    ]
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        found += [*reflow_faults(page), *letter_faults(page)]
    return found


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_of_the_form_has_no_fault(browser, link, language):
    context = browser.new_context()
    page = context.new_page()
    for place in ("", *range(1, 12), "check"):
        page.goto(f"{link}/{language}/{place}".rstrip("/"))
        assert faults(page) == [], place
    context.close()


def test_what_is_wrong_is_shown_without_a_fault(browser, link):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{link}/en/1")
    page.click("button")
    expect(page).to_have_title(re.compile("^Error: "))
    assert faults(page) == []
    context.close()


def test_a_person_fills_it_in_with_scripts_off(browser, link):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    with page.expect_navigation():
        page.click(".govuk-button--start")
    for _ in range(20):
        if page.url.endswith("/check"):
            break
        first = page.query_selector("input[type=radio], input[type=checkbox]")
        if first is not None:
            first.check()
        elif page.query_selector("input#answer") is not None:
            page.fill("#answer", "12")
        else:
            page.fill("#answer", "Train us first.")
        with page.expect_navigation():
            page.click("button")
    page.click("button")
    page.get_by_text("Your answers have been sent").first.wait_for()
    context.close()
