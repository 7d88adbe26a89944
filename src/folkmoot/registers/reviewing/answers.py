"""What pages ask about questions for people: the queue, and the evidence side by side.

Names of individuals are in no question: only organisations are compared, and the titles
of contracts have them replaced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.core.exceptions import NotFoundError, RefusedError
from folkmoot.core.judgements import pair_of
from folkmoot.core.questions import question
from folkmoot.core.store import Reader
from folkmoot.registers.categories.tree import (
    CLASS_DIGITS,
    NEED_PREFIX,
    cpv_labels,
    plain_label,
)
from folkmoot.registers.contracts.verdicts import entry_facts
from folkmoot.registers.judging.questions import CATEGORIES, CONTRACTS, SUPPLIERS
from folkmoot.registers.names.identifiers import COMPANY, checked_identifier
from folkmoot.registers.persons.hidden_names import HiddenNames

_HERE = "folkmoot.registers"


def review_counts(reader: Reader) -> Counter[str]:
    """How many questions there are of each topic."""
    return Counter(row["topic"] for row in reviews(reader))


def reviews(reader: Reader, topic: str = "") -> list[dict[str, Any]]:
    """Questions of a topic, or of all, those that touch most first."""
    return reader.rows(question(_HERE, "reviews"), [topic or None])


def judgement_states(reader: Reader) -> list[dict[str, Any]]:
    """What became of each judgement in this build; nothing in an older kind of build."""
    if not reader.rows(question(_HERE, "has_table"), ["fact", "judgements"]):
        return []
    return reader.rows(question(_HERE, "judgement_states"))


def review(reader: Reader, topic: str, subject: str) -> dict[str, Any]:
    """One question with its evidence: two `sides`, or one contract and the needs there are.

    A pair need not be in the queue: what was joined can be looked at, and parted, too.
    Raises `NotFoundError` where there is no such topic or thing in this build.
    """
    asked = reader.row(question(_HERE, "review"), [topic, subject])
    if topic == SUPPLIERS.name:
        sides = [_name_side(reader, name_id) for name_id in _two(subject)]
    elif topic == CONTRACTS.name:
        sides = _entry_sides(reader, subject)
    elif topic == CATEGORIES.name:
        sides = [_contract_side(reader, subject)]
    else:
        raise NotFoundError(f"Nothing is asked about {topic}.", "Start from /review.")
    return {"asked": asked, "sides": sides, "subject": subject, "topic": topic}


def kept_detail(reader: Reader, topic: str, subject: str) -> dict[str, Any]:
    """What is kept with a judgement: what it is shown as, and the facts it was taken on."""
    found = review(reader, topic, subject)
    sides = found["sides"]
    detail: dict[str, Any] = {"shown": " and ".join(side["label"] for side in sides)}
    if topic == SUPPLIERS.name:
        detail["numbers"] = {side["id"]: side["company_numbers"] for side in sides}
    elif topic == CONTRACTS.name:
        detail["facts"] = {side["id"]: side["facts"] for side in sides}
    else:
        detail["read_need_id"] = sides[0]["need_id"] or ""
    return detail


def needs_to_choose() -> list[tuple[str, str]]:
    """Every need that a contract can be for, by its words."""
    choices = [
        (NEED_PREFIX + code, plain_label(code))
        for code in cpv_labels()
        if len(code) <= CLASS_DIGITS
    ]
    return sorted(choices, key=lambda choice: (choice[1].casefold(), choice[0]))


def _name_side(reader: Reader, name_id: str) -> dict[str, Any]:
    spelt = reader.rows(question(_HERE, "name_spellings"), [name_id])
    if not spelt:
        raise _not_there(name_id)
    names = list(dict.fromkeys(row["published_name"] for row in spelt))
    numbers = {
        checked_identifier(row["scheme"] or "", row["identifier"] or "")
        for row in spelt
    }
    rows = reader.rows(question(_HERE, "name_rows"), [names])
    supplier_id = spelt[0]["supplier_id"]
    return {
        "id": name_id,
        "label": names[0],
        "names": names,
        "supplier_id": supplier_id,
        "supplier": spelt[0]["display_name"],
        "numbers": sorted({f"{n.scheme} {n.identifier}" for n in numbers if n[1]}),
        "company_numbers": sorted(n.identifier for n in numbers if n.scheme == COMPANY),
        "postcodes": sorted({row["postcode"] for row in rows} - {""}),
        "councils": reader.rows(question(_HERE, "name_councils"), [supplier_id]),
        "rows": rows,
    }


def _entry_sides(reader: Reader, subject: str) -> list[dict[str, Any]]:
    hidden = HiddenNames.of(reader)
    found: dict[str, dict[str, Any]] = {}
    ids = _two(subject)
    for row in reader.rows(question(_HERE, "entries"), [list(ids)]):
        found.setdefault(
            row["statement_id"],
            {
                **row,
                "id": row["statement_id"],
                "label": hidden.cleared(row["title"] or "a contract without a title"),
                "facts": entry_facts(row),
            },
        )
    for statement_id in ids:
        if statement_id not in found:
            raise _not_there(statement_id)
    return [found[statement_id] for statement_id in ids]


def _contract_side(reader: Reader, contract_id: str) -> dict[str, Any]:
    # Days left are of no matter here, so any date does.
    rows = reader.rows(question(_HERE, "contracts"), ["2000-01-01", [contract_id]])
    if not rows:
        raise _not_there(contract_id)
    label = rows[0]["title"] or "a contract without a title"
    codes = [(code, plain_label(code)) for code in rows[0]["cpv_codes"] or ()]
    return {**rows[0], "id": contract_id, "label": label, "codes": codes}


def contract_entries(reader: Reader, contract_id: str) -> Sequence[Mapping[str, Any]]:
    """The entries that a contract was brought together from."""
    return reader.rows(question(_HERE, "contract_entries"), [contract_id])


def contract_links(reader: Reader, contract_id: str) -> Sequence[Mapping[str, Any]]:
    """Why names of a contract's suppliers were taken to be one."""
    return reader.rows(question(_HERE, "contract_links"), [contract_id])


def _two(subject: str) -> tuple[str, str]:
    try:
        return pair_of(subject)
    except RefusedError as error:
        raise _not_there(subject) from error


def _not_there(own_id: str) -> NotFoundError:
    return NotFoundError(
        f"There is no {own_id} in this build.",
        "It may have been joined, parted or withdrawn; start from /review.",
    )
