"""Days to keep, the same on the page, in the calendar and on the board."""

from __future__ import annotations

from datetime import date

import pytest

from folkmoot.buy.decisions.board import _by_then
from folkmoot.buy.decisions.dates import _of_proposal
from folkmoot.buy.decisions.milestones import (
    milestones,
    next_binding,
    notice_milestones,
)


def notice(key: str, duty: str, to: str | None, first: str | None = None):
    return {
        "id": key,
        "name": f"{key} notice",
        "duty": duty,
        "from": first,
        "to": to,
        "sentence": "Says something.",
        "source": "An Act, section 1",
    }


NOTICES = [
    notice("UK1", "large", "2026-05-26"),
    notice("UK3", "may", "2026-10-01", "2025-11-11"),
    notice("UK4", "must", "2026-11-20"),
    notice("UK6", "perhaps", "2026-12-15"),
    notice("UK7", "must", "2027-01-31"),
    notice("UK9", "must", None),
]
DOCUMENT = {
    "law": {"notices": NOTICES},
    "members": [{"council_name": "Eastmere", "is_member": True}],
    "go_live": {"best": "2027-01-01", "from": "2026-12-01", "to": "2027-03-31"},
    "routes": [
        {
            "route": "open",
            "label": "open procedure",
            "latest_safe_start": "2026-04-02",
            "publish": "a tender notice",
        },
    ],
}
ROW = {"document": DOCUMENT, "opportunity_id": "o-1", "need_label": "Salt"}


def test_they_stand_in_the_order_of_their_days_and_one_without_a_day_is_none():
    assert [one.key for one in notice_milestones(DOCUMENT)] == [
        "UK1", "UK3", "UK4", "UK6", "UK7",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("UK1", "Councils that pay more than £100 million a year must publish it by"),
        (
            "UK3",
            "It need not be published for this purchase; it counts from 11 November 2025.",
        ),
        ("UK4", "It must be published by this day."),
        ("UK6", "by this day if the value is above the threshold."),
    ],
)
def test_each_says_whether_it_must_be_published(key, words):
    (one,) = [m for m in notice_milestones(DOCUMENT) if m.key == key]
    assert words in one.detail
    assert one.detail.endswith("An Act, section 1.")


@pytest.mark.parametrize(
    ("as_of", "key"),
    [
        ("2026-01-01", "UK4"),
        ("2026-11-20", "UK4"),
        ("2026-11-21", "UK6"),
        ("2027-02-01", None),
    ],
)
def test_the_next_that_binds_is_the_next_that_must_be_or_perhaps_must(as_of, key):
    found = next_binding(DOCUMENT, date.fromisoformat(as_of))
    assert (found.key if found else None) == key


def test_where_no_law_is_modelled_there_is_no_notice():
    assert notice_milestones({"law": {"notices": []}}) == []
    assert notice_milestones({}) == []


def test_starts_notices_and_the_go_live_are_one_list_in_the_order_of_days():
    assert [(one.kind, one.key, one.day.isoformat()) for one in milestones(DOCUMENT)] == [
        ("start", "open", "2026-04-02"),
        ("notice", "UK1", "2026-05-26"),
        ("notice", "UK3", "2026-10-01"),
        ("notice", "UK4", "2026-11-20"),
        ("notice", "UK6", "2026-12-15"),
        ("go-live", "", "2027-01-01"),
        ("notice", "UK7", "2027-01-31"),
    ]  # fmt: skip


def test_the_calendar_has_the_days_of_that_list_and_no_others():
    kept = [(one.what, one.day) for one in milestones(DOCUMENT)]
    assert [(row["what"], row["day"]) for row in _of_proposal(ROW)] == kept


def test_the_calendar_has_an_entry_for_each_whose_id_outlives_its_day():
    entries = {row["uid"]: row for row in _of_proposal(ROW)}
    moved = {**DOCUMENT, "law": {"notices": [notice("UK4", "must", "2026-11-27")]}}
    later = {row["uid"]: row for row in _of_proposal({**ROW, "document": moved})}
    tender = next(r for r in entries.values() if "UK4" in r["summary"])
    assert tender["what"] == "Last day for a notice"
    assert tender["summary"] == "Salt: UK4 notice (UK4)"
    assert tender["detail"].startswith("For a go-live on 1 January 2027. It must be")
    assert later[tender["uid"]]["day"] == date(2026, 11, 27)
    assert len([r for r in entries.values() if r["uid"].startswith("notice-")]) == 5


def test_the_board_says_where_only_the_value_decides():
    sure, perhaps = notice_milestones(DOCUMENT)[2:4]
    assert _by_then(sure) == "Last day for the UK4 notice (UK4)"
    assert _by_then(perhaps).endswith("(UK6), if the value is above the threshold")
