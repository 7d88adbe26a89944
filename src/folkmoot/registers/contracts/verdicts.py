"""What became of people's judgements about contracts and what they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.core.judgements import Judgement, pair_of
from folkmoot.registers.contracts.joins import SaidOfContracts
from folkmoot.registers.judging.questions import NOT_SAME, SAME
from folkmoot.registers.suppliers.verdicts import (
    APPLIED,
    CONTRADICTED,
    NOT_FOUND,
    OPEN,
    verdict_row,
)

FACTS = ("council_id", "process_key", "reference_key", "title_key", "suppliers")
"""What an entry says that a judgement may later be held against, beside its dates."""


def entry_facts(entry: Mapping[str, Any]) -> dict[str, str]:
    """What one entry says, as text: kept with a judgement, to see later what changed."""
    told = {name: str(entry[name] or "") for name in FACTS}
    return told | {day: str(entry[day] or "") for day in ("start_date", "end_date")}


def contract_verdicts(
    said: SaidOfContracts, entries: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One row for each judgement about two entries; `entries` has those they are about."""
    by_id: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        by_id.setdefault(entry["statement_id"], []).append(entry)
    of_pair = {pair_of(j.subject): j.judgement_id for j in said.judgements}
    return [_row(said, judgement, by_id, of_pair) for judgement in said.judgements]


def _row(
    said: SaidOfContracts,
    judgement: Judgement,
    by_id: Mapping[str, Sequence[Mapping[str, Any]]],
    of_pair: Mapping[tuple[str, str], int],
) -> dict[str, Any]:
    ids = pair_of(judgement.subject)
    if not all(own_id in by_id for own_id in ids):
        note = "One of the two entries is in no file any more."
        return verdict_row(judgement, NOT_FOUND, note, is_applied=False)
    one, other = (by_id[own_id][0] for own_id in ids)
    if judgement.verdict == SAME:
        if judgement.judgement_id in said.overruled:
            barrier = of_pair[said.overruled[judgement.judgement_id]]
            note = f"Not joined: decision {barrier} keeps two of their entries apart."
            return verdict_row(judgement, CONTRADICTED, note, is_applied=False)
        against = _speaks_against(one, other)
        words = "They are one contract as decided, but now"
    elif judgement.verdict == NOT_SAME:
        against = _speaks_for(one, other)
        words = "They are two contracts as decided, but now"
    else:
        return verdict_row(judgement, OPEN, "", is_applied=False)
    if against and _has_changed(judgement, one, other):
        note = f"{words} {against}."
        return verdict_row(judgement, CONTRADICTED, note, is_applied=True)
    return verdict_row(judgement, APPLIED, "", is_applied=True)


def _speaks_against(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    if one["council_id"] != other["council_id"]:
        return "two councils are published as their buyers"
    starts = {one["start_date"], other["start_date"]} - {None}
    if len(starts) > 1:
        return "two start dates are published for them"
    return ""


def _speaks_for(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The same reference and title, or reference and suppliers, which would join two."""
    if not one["reference_key"] or one["reference_key"] != other["reference_key"]:
        return ""
    if one["title_key"] and one["title_key"] == other["title_key"]:
        return "one reference and one title are published for both"
    if one["suppliers"] and one["suppliers"] == other["suppliers"]:
        return "one reference and one supplier are published for both"
    return ""


def _has_changed(
    judgement: Judgement, one: Mapping[str, Any], other: Mapping[str, Any]
) -> bool:
    """Whether either says something else than the person saw; unknown counts as changed."""
    seen = judgement.detail.get("facts")
    if not isinstance(seen, Mapping):
        return True
    return any(
        seen.get(entry["statement_id"]) != entry_facts(entry) for entry in (one, other)
    )
