"""How well needs could be learned, as rows that a reader can hold the answers against."""

from __future__ import annotations

from typing import Any

from folkmoot.registers.needs.learned import LearnedNeeds, Standing
from folkmoot.registers.needs.learned_bars import PRECISION_ASKED

_LEVELS = {4: "class", 3: "group", 2: "division", 0: "nothing"}


def standing_rows(learned: LearnedNeeds) -> list[dict[str, Any]]:
    """One row a level and kind of code that was tried; one with the reason where none was."""
    shared = {"rows_learned": learned.rows, "councils_learned": learned.councils}
    if learned.silence:
        note = f"Nothing was learned: {learned.silence}."
        return [
            {**shared, "level": "", "told": "", "is_before_list": False, "note": note}
        ]
    return [
        {
            **shared,
            "level": _LEVELS[one.digits],
            "told": _LEVELS[one.told],
            "rows_tried": one.bar.tried,
            "rows_accepted": one.bar.accepted,
            "precision": one.bar.precision if one.bar.accepted else None,
            "bar": one.bar.least,
            "list_right": one.list_right,
            "learned_right": one.learned_right,
            "is_before_list": one.beats_list,
            "note": _note(one),
        }
        for one in learned.standing.values()
    ]


def _note(one: Standing) -> str:
    level = _LEVELS[one.digits]
    if one.bar.least is None:
        return (
            f"No {level} is read: nowhere were enough answers right {PRECISION_ASKED:.0%} "
            "of the time on councils left out."
        )
    return (
        f"{one.bar.accepted:,} of {one.bar.tried:,} were clear enough to answer with a "
        f"{level}, and {one.bar.precision:.0%} of them right, on councils left out."
    )
