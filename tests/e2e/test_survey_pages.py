"""The pages of surveys in a real browser: axe and our own checks find nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from page_checks import axe_faults, keyboard_faults, letter_faults, reflow_faults
from serving import served
from survey_group import survey_application, surveyed_workspace
from tests.made_once import made_once

from folkmoot.core.workspace import Workspace
from folkmoot.demo.survey import SURVEY

pytestmark = pytest.mark.browser

HERE = f"/surveys/{SURVEY}"
PAGES = [
    "/surveys",
    HERE,
    f"{HERE}/tables",
    f"{HERE}/tables?question=views&by=role",
    f"{HERE}/segments",
    "/survey-figures",
    "/surveys/half-written",
    "/surveys/not-ready",
]
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def surveyed(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server of `server`'s group with surveys; it skips where that one does."""
    made = made_once(tmp_path_factory, "surveyed", surveyed_workspace)
    with served(survey_application(Workspace.open(made))) as address:
        yield address


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault(watched, surveyed: str, address: str) -> None:
    page = watched.page
    page.goto(surveyed + address)
    assert axe_faults(page) == []
    assert letter_faults(page) == []
    assert keyboard_faults(page) == []
    page.set_viewport_size(NARROW)
    assert reflow_faults(page) == []
    assert letter_faults(page) == []
    assert watched.console == []


def test_a_table_is_picked_with_the_keyboard_alone(watched, surveyed: str) -> None:
    page = watched.page
    page.goto(f"{surveyed}{HERE}/tables")
    page.get_by_label("Question").select_option("champion")
    page.get_by_label("By", exact=True).select_option("party")
    page.get_by_role("button", name="Show").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert (
        page.get_by_role("heading", level=1).inner_text() == "Somebody leads on digital"
    )
    assert "Picked here" in page.inner_text("main")


def test_the_report_opens_as_it_was_made(watched, surveyed: str) -> None:
    """Its own styles apply under the policy that the server sends with it."""
    page = watched.page
    page.goto(f"{surveyed}{HERE}/report.en.html")
    assert axe_faults(page) == []
    edge = "getComputedStyle(document.querySelector('footer')).borderTopWidth"
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.evaluate(edge) == "2px", "no style was let in"
    assert watched.console == []
