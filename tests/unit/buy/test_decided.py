"""What people decide about proposals: kept by the search, shown on list, board and changes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from invented_contracts import AS_OF, contract, council_id, filled

from folkmoot.buy.decisions.board import board_rows, on_board
from folkmoot.buy.decisions.decided import page_decided, rows_decided
from folkmoot.buy.decisions.deciding import decide, snapshot, tell_work
from folkmoot.buy.desk import CHANGES, DESK
from folkmoot.buy.findings import listing_rows, opportunity, opportunity_page
from folkmoot.core.desk import BuildContext, Sent
from folkmoot.core.exceptions import RefusedError
from folkmoot.core.judgements import Person
from folkmoot.core.state import State
from folkmoot.core.store import Reader, Writer

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
FOUR = [
    contract("a", "Ashford Vale"),
    contract("b", "Birchmoor"),
    contract("c", "Calderwick"),
    contract("d", "Dunmere"),
]


@pytest.fixture
def state(tmp_path):
    made = State.beside(tmp_path)
    yield made
    made.close()


class Builds:
    """One build after another of one workspace, each with what was decided so far."""

    def __init__(self, folder, state):
        self.folder, self.state = folder, state
        self.reader = None
        self._count = 0

    def build(self, contracts, as_of=AS_OF):
        self._count += 1
        path = self.folder / f"{self._count}.duckdb"
        writer = filled(contracts, writer=Writer(path))
        context = BuildContext(
            as_of=as_of,
            group_name="Four",
            previous=self.reader,
            judgements=self.state.standing(),
        )
        DESK.build(writer, context)
        writer.close()
        self.reader = Reader(path)
        self.as_of = as_of
        return self.heads()

    def heads(self):
        rows = self.reader.rows(
            "SELECT document FROM finding.buy_opportunities WHERE is_headline ORDER BY rank"
        )
        return [json.loads(row["document"]) for row in rows]

    def send(self, act, found, **fields):
        sent = Sent(
            {"opportunity_id": found["id"]},
            {k: (v,) if isinstance(v, str) else tuple(v) for k, v in fields.items()},
            Person("Pat", "procurement"),
            AT,
        )
        return act(self.state, self.reader, sent)

    def board(self):
        query = {"as_of": self.as_of.isoformat()}
        return on_board(board_rows(self.reader, query), self.state)

    def changes(self):
        return [(c["kind"], c["what"], c["why"]) for c in CHANGES.rows(self.reader, {})]


@pytest.fixture
def builds(tmp_path, state):
    return Builds(tmp_path, state)


def names(found):
    return [m["council_name"] for m in found["members"] if m["is_member"]]


def test_an_accepted_proposal_stays_as_it_is_when_a_better_one_turns_up(builds):
    (pair,) = builds.build(FOUR[:2])
    builds.send(decide, pair, verdict="accept", reason="We want it.")

    kept, *others = builds.build(FOUR)

    assert kept["id"] == pair["id"]
    assert names(kept) == ["Ashford Vale", "Birchmoor"]
    assert [names(other) for other in others] == [["Calderwick", "Dunmere"]]


def test_a_rejected_proposal_is_not_put_forward_nor_a_part_of_it(builds):
    (group,) = builds.build(FOUR[:3])
    builds.send(decide, group, verdict="reject", reason="Done elsewhere.")

    assert builds.build(FOUR[:3]) == []
    rows = rows_decided(listing_rows(builds.reader, {}), builds.state)

    assert [row["decision"] for row in rows] == ["Rejected"]
    assert opportunity(builds.reader, group["id"])["id"] == group["id"]
    assert builds.changes() == [("gone", "No longer put forward.", "It was rejected.")]


def test_a_rejected_proposal_with_somebody_new_is_proposed_anew(builds):
    (pair,) = builds.build(FOUR[:2])
    builds.send(decide, pair, verdict="reject", reason="Too small.")

    (again,) = builds.build(FOUR[:3])

    assert names(again) == ["Ashford Vale", "Birchmoor", "Calderwick"]
    assert again["id"] != pair["id"]


def test_a_rejection_that_is_taken_back_lets_the_proposal_come_again(builds):
    (pair,) = builds.build(FOUR[:2])
    builds.send(decide, pair, verdict="reject", reason="Too small.")
    (kept,) = builds.state.standing("opportunity")
    builds.state.undo(kept.judgement_id, Person("Pat", "procurement"), at=AT)

    (again,) = builds.build(FOUR[:2])

    assert again["id"] == pair["id"]


def test_who_was_taken_out_never_stands_with_the_rest_again(builds):
    (group,) = builds.build(FOUR)
    out = [council_id("Calderwick"), council_id("Dunmere")]
    builds.send(decide, group, verdict="split", reason="Own timetable.", without=out)

    found = builds.build(FOUR)

    assert [names(one) for one in found] == [
        ["Ashford Vale", "Birchmoor"],
        ["Calderwick", "Dunmere"],
    ]


def test_merged_proposals_become_one_with_the_id_of_the_first(builds):
    other = {
        "need_id": "cpv:5011",
        "cpv_codes": ["50110000"],
        "title": "Vehicle repair",
    }
    contracts = [
        *FOUR[:2],
        contract("c", "Calderwick", **other),
        contract("d", "Dunmere", **other),
    ]
    first, second = builds.build(contracts)
    builds.send(
        decide, first, verdict="merge", reason="Fleet.", **{"with": second["id"]}
    )

    (one,) = builds.build(contracts)

    assert one["id"] == first["id"]
    assert len(names(one)) == 4


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"verdict": "accept", "reason": ""}, "reason"),
        ({"verdict": "adopt", "reason": "x"}, "verdict"),
        ({"verdict": "merge", "reason": "x"}, "with"),
        ({"verdict": "merge", "reason": "x", "with": "nothing"}, "with"),
        ({"verdict": "split", "reason": "x"}, "without"),
        ({"verdict": "split", "reason": "x", "without": ["X99"]}, "without"),
        (
            {"verdict": "split", "reason": "x", "without": [council_id("Birchmoor")]},
            "without",
        ),
    ],
)
def test_what_is_no_decision_is_refused_by_its_field(builds, fields, field):
    (pair,) = builds.build(FOUR[:2])

    with pytest.raises(RefusedError) as refused:
        builds.send(decide, pair, **fields)

    assert refused.value.field == field
    assert builds.state.history() == []


def test_proposals_without_a_day_in_common_are_not_merged(builds):
    late = {"need_id": "cpv:5011", "end_date": date(2030, 3, 31)}
    first, second = builds.build(
        [
            *FOUR[:2],
            contract("c", "Calderwick", **late),
            contract("d", "Dunmere", **late),
        ]
    )

    with pytest.raises(RefusedError, match="share no day"):
        builds.send(
            decide, first, verdict="merge", reason="x", **{"with": second["id"]}
        )


def test_two_who_decide_at_once_are_told(builds):
    (pair,) = builds.build(FOUR[:2])
    builds.send(decide, pair, verdict="accept", reason="Yes.", seen="0")

    with pytest.raises(RefusedError):
        builds.send(decide, pair, verdict="reject", reason="No.", seen="0")


def test_the_page_shows_a_decision_at_once_and_never_who_in_its_document(builds):
    (group,) = builds.build(FOUR[:3])
    builds.send(
        decide,
        group,
        verdict="split",
        reason="Late.",
        without=[council_id("Calderwick")],
    )
    answer = opportunity_page(builds.reader, {"opportunity_id": group["id"]}, {})

    shown = page_decided(answer, builds.state)

    assert shown["decision"]["words"] == "Without Calderwick"
    assert shown["taken_out"] == ["Calderwick"]
    assert shown["opportunity"]["decision"]["role"] == "procurement"
    assert "Pat" not in json.dumps(shown["opportunity"])


def test_the_board_warns_when_the_start_passes_without_work(builds):
    (pair,) = builds.build(FOUR[:2])
    builds.send(decide, pair, verdict="accept", reason="Yes.")
    calm = builds.board()[0]
    later = date.fromisoformat(snapshot(pair)["next_start"])
    builds.build(FOUR[:2], as_of=date.fromordinal(later.toordinal() + 10))

    late = builds.board()[0]
    builds.send(tell_work, pair, work="started")
    begun = builds.board()[0]

    assert (calm["is_overdue"], calm["next_date"]) == (False, later)
    assert late["is_overdue"]
    assert late["alert"].startswith(
        "Work has not started: the latest safe start by open procedure passed 10 days ago."
    )
    assert (begun["is_overdue"], begun["state"]) == (False, "Accepted, work started")
    assert begun["next_what"] == "The joint contract should start"


def test_the_board_keeps_what_is_no_longer_proposed_with_what_replaced_it(builds):
    (pair,) = builds.build(FOUR[:2])
    builds.send(decide, pair, verdict="park", reason="Next year.")
    gone = contract("b", "Birchmoor", status="cancelled")
    (other,) = builds.build([FOUR[0], gone, FOUR[2]])

    (row,) = builds.board()

    assert row["state"] == "Parked; no longer proposed"
    assert row["replaced_by"] == [other["id"]]
    assert row["alert"].startswith("The contract of Birchmoor was cancelled.")
    assert row["role"] == "Procurement or category lead"


def test_work_that_began_stays_on_the_board_when_the_files_end_it(builds):
    (pair,) = builds.build(FOUR[:2])
    builds.send(decide, pair, verdict="accept", reason="Yes.")
    builds.send(tell_work, pair, work="started")
    builds.build(FOUR[:1])

    (row,) = builds.board()

    assert row["next_date"] == date.fromisoformat(pair["go_live"]["best"])
    assert "1 of its 2 contracts is no longer in the files" in row["alert"]


def test_changes_tell_what_moved_and_why(builds):
    builds.build(FOUR[:2])
    assert builds.changes() == []
    moved = contract(
        "b", "Birchmoor", end_date=date(2028, 5, 31), value_gbp=Decimal(800_000)
    )

    builds.build([FOUR[0], moved, FOUR[2]])
    found = {kind: (what, why) for kind, what, why in builds.changes()}

    assert found["members"][0] == "Calderwick joined."
    assert (
        "Birchmoor: the end moved from 31 March 2028 to 31 May 2028"
        in found["members"][1]
    )
    assert "Birchmoor: £100,000 to £192,000" in found["value"][1]


def test_changes_tell_what_is_new_and_what_is_gone(builds):
    builds.build(FOUR[:2])
    other = {"need_id": "cpv:5011", "title": "Vehicle repair", "description": ""}
    ended = contract("b", "Birchmoor", status="cancelled")
    builds.build(
        [
            FOUR[0],
            ended,
            contract("x", "Calderwick", **other),
            contract("y", "Dunmere", **other),
        ]
    )

    assert builds.changes() == [
        (
            "new",
            "Proposed for Calderwick and Dunmere.",
            "2 of its 2 contracts stood in no proposal before.",
        ),
        (
            "gone",
            "No longer proposed for Ashford Vale and Birchmoor.",
            "The contract of Birchmoor was cancelled.",
        ),
    ]
