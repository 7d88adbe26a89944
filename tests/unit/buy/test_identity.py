"""The id of a proposal from build to build."""

from __future__ import annotations

from dataclasses import replace

from folkmoot.buy.search.identity import Known, stable_ids

OLD = Known("0ld1d", "cpv:3435", frozenset("ABC"), 2028, frozenset({"a1", "b1", "c1"}))


def test_a_proposal_keeps_its_id_while_its_need_and_most_councils_stay():
    grown = replace(OLD, opportunity_id="", councils=frozenset("ABCD"))
    moved = replace(OLD, opportunity_id="", go_live_year=2029)
    relet = replace(OLD, opportunity_id="", contracts=frozenset({"a2", "b2", "c2"}))

    for now in (grown, moved, relet):
        assert stable_ids([now], [OLD]) == ["0ld1d"]


def test_another_need_or_other_councils_make_a_new_proposal():
    other_need = replace(OLD, opportunity_id="", need_id="cpv:9051")
    half = replace(OLD, opportunity_id="", councils=frozenset("ABXY"))

    for now in (other_need, half):
        (new,) = stable_ids([now], [OLD])
        assert new not in ("", "0ld1d")
        assert stable_ids([now], []) == [new]


def test_an_old_id_goes_to_the_closest_of_two_and_to_one_only():
    close = replace(OLD, opportunity_id="")
    near = replace(
        OLD,
        opportunity_id="",
        councils=frozenset("ABCD"),
        contracts=frozenset({"a1", "d1"}),
    )

    ids = stable_ids([near, close], [OLD])

    assert ids[1] == "0ld1d"
    assert ids[0] != "0ld1d"


def test_the_order_of_proposals_changes_no_id():
    one = replace(OLD, opportunity_id="")
    two = replace(OLD, opportunity_id="", need_id="cpv:9051")

    assert stable_ids([one, two], []) == stable_ids([two, one], [])[::-1]
