"""What became of people's judgements about suppliers in this build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.core.judgements import Judgement, pair_of
from folkmoot.registers.judging.joining import Pair
from folkmoot.registers.judging.questions import NOT_SAME, SAME
from folkmoot.registers.names.identifiers import COMPANY
from folkmoot.registers.suppliers.joins import JoinedNames, Names

APPLIED, CONTRADICTED, NOT_FOUND, OPEN = "applied", "contradicted", "not_found", "open"


def verdict_row(
    judgement: Judgement, state: str, note: str, *, is_applied: bool
) -> dict[str, Any]:
    """One row of `fact.judgements`."""
    return {
        "judgement_id": judgement.judgement_id,
        "topic": judgement.topic,
        "subject": judgement.subject,
        "verdict": judgement.verdict,
        "state": state,
        "is_applied": is_applied,
        "note": note,
    }


def supplier_verdicts(
    found: JoinedNames, judgements: Sequence[Judgement]
) -> list[dict[str, Any]]:
    """One row for each judgement about two suppliers: applied, contradicted, gone or open."""
    by_pair = {found.judged.get(j.judgement_id): j for j in judgements}
    return [
        _row(found, judgement, by_pair)
        for judgement in judgements
        if judgement.judgement_id in found.judged
    ]


def _row(
    found: JoinedNames, judgement: Judgement, by_pair: Mapping[Pair | None, Judgement]
) -> dict[str, Any]:
    pair = found.judged[judgement.judgement_id]
    if pair is None:
        note = "One of the two names is in no file any more."
        return verdict_row(judgement, NOT_FOUND, note, is_applied=False)
    if judgement.verdict == SAME:
        return _same(found, judgement, pair, by_pair)
    if judgement.verdict == NOT_SAME:
        return _not_same(found, judgement, pair)
    return verdict_row(judgement, OPEN, "", is_applied=False)


def _same(
    found: JoinedNames,
    judgement: Judgement,
    pair: Pair,
    by_pair: Mapping[Pair | None, Judgement],
) -> dict[str, Any]:
    if found.groups.of[pair[0]] != found.groups.of[pair[1]]:
        barrier = next(
            found.groups.cut[number]
            for number, link in enumerate(found.links)
            if link.judgement_id == judgement.judgement_id
        )
        other = by_pair[barrier].judgement_id
        note = f"Not joined: decision {other} keeps two of their names apart."
        return verdict_row(judgement, CONTRADICTED, note, is_applied=False)
    one, other_numbers = (_company_numbers(found.names, place) for place in pair)
    is_new = not _was_seen(judgement, one, other_numbers)
    if one and other_numbers and one.isdisjoint(other_numbers) and is_new:
        note = (
            "They are joined as decided, but different company numbers are published "
            f"for them: {_listed(one)} and {_listed(other_numbers)}."
        )
        return verdict_row(judgement, CONTRADICTED, note, is_applied=True)
    return verdict_row(judgement, APPLIED, "", is_applied=True)


def _not_same(found: JoinedNames, judgement: Judgement, pair: Pair) -> dict[str, Any]:
    numbers = [_company_numbers(found.names, place) for place in pair]
    shared = numbers[0] & numbers[1]
    if shared and not _was_seen(judgement, *numbers):
        note = (
            "They are kept apart as decided, but one company number is now published "
            f"for both: {_listed(shared)}."
        )
        return verdict_row(judgement, CONTRADICTED, note, is_applied=True)
    cut = [found.links[n] for n, barrier in found.groups.cut.items() if barrier == pair]
    note = ""
    if cut:
        one, other = (found.names.nodes[place].spellings[0] for place in cut[-1].pair)
        note = f"The link between “{one}” and “{other}” was cut for it."
    return verdict_row(judgement, APPLIED, note, is_applied=True)


def _company_numbers(names: Names, place: int) -> frozenset[str]:
    numbers = names.nodes[place].numbers
    return frozenset(number for scheme, number in numbers if scheme == COMPANY)


def _was_seen(judgement: Judgement, *numbers: frozenset[str]) -> bool:
    """Whether the person decided with these very numbers before their eyes.

    They are kept with the decision under each of the two ids.
    """
    seen = judgement.detail.get("numbers")
    if not isinstance(seen, Mapping):
        return False
    ids = pair_of(judgement.subject)
    return all(
        found <= frozenset(map(str, seen.get(own_id, ())))
        for own_id, found in zip(ids, numbers, strict=True)
    )


def _listed(numbers: frozenset[str]) -> str:
    return ", ".join(sorted(numbers))
