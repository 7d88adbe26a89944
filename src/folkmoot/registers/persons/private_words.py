"""Titles and descriptions of contracts without the names of people who may stand in them.

A title often repeats the name that the supplier's line hides. It may also name somebody
else whom the same council pays, such as the carer for whom a taxi is hired.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from folkmoot.registers.persons.hidden_names import HiddenNames
from folkmoot.registers.persons.recognise import is_written_for_a_name, without_names
from folkmoot.registers.staging import Staging
from folkmoot.registers.tables import FACT_PAYMENTS

_PRIVATE = pa.schema(
    [(name, pa.string()) for name in ("of_contract", "safe_title", "safe_description")]
)


def private_words(stage: Staging, hiding: Hiding) -> Table:
    """of_contract, safe_title, safe_description of the contracts whose words name a person.

    Of its own suppliers, every spelling is replaced; of other individuals of the same
    council, only spellings that stand out in prose.
    """
    c = stage["worded"]
    rows = stage.rows(
        c.select(
            "group_id", "contract_id", "council_id", "title", "description"
        ).order_by("contract_id")
    )
    safe = []
    for row in rows:
        told = {n: hiding.cleared(row, row[n]) for n in ("title", "description")}
        if any(told[name] != row[name] for name in told):
            texts = {f"safe_{name}": text for name, text in told.items()}
            safe.append({"of_contract": row["contract_id"], **texts})
    return stage.load("private", pa.Table.from_pylist(safe, schema=_PRIVATE))


class Hiding:
    """The names that must not be shown, by contract and council; each text once."""

    def __init__(self, stage: Staging) -> None:
        people = stage["suppliers"]
        people = people.filter(people.is_individual).select("supplier_id")
        spelt = stage["spellings"].semi_join(people, "supplier_id")
        self._own = _own_names(stage, spelt)
        self._by_council = _names_by_council(stage, spelt)
        self._nobody = HiddenNames([])
        self._known: dict[tuple[Any, ...], str | None] = {}

    def cleared(self, row: dict[str, Any], text: str | None) -> str | None:
        """A text of a contract, given by its group and council, without the names."""
        names = self._own.get(row["group_id"], ())
        key = (row["council_id"], names, text)
        if key not in self._known:
            hidden = self._by_council.get(row["council_id"], self._nobody)
            self._known[key] = _cleared(text, names, hidden)
        return self._known[key]


def _cleared(text: str | None, own: tuple[str, ...], hidden: HiddenNames) -> str | None:
    if not text:
        return text
    shown = without_names(text, own) if own else text
    return hidden.cleared(shown)


def _own_names(stage: Staging, names: Table) -> dict[str, tuple[str, ...]]:
    """The names of the individuals of each contract, by its group."""
    told = stage["contract_suppliers"].join(names, "supplier_id")
    found: dict[str, set[str]] = defaultdict(set)
    for row in stage.rows(told.select("group_id", "published_name").distinct()):
        if not is_written_for_a_name(row["published_name"]):
            found[row["group_id"]].add(row["published_name"])
    return {group: tuple(sorted(spelt)) for group, spelt in found.items()}


def _names_by_council(stage: Staging, names: Table) -> dict[Any, HiddenNames]:
    """The individuals whom each known council pays or holds a contract with."""
    c = stage["contracts"]
    p = stage.writer.table(FACT_PAYMENTS)
    held = stage["contract_suppliers"].join(c, "group_id")
    both = ibis.union(
        held.select("council_id", "supplier_id"),
        p.select("council_id", "supplier_id"),
        distinct=True,
    )
    known = both.filter(both.council_id.notnull()).join(names, "supplier_id")
    found: dict[str, set[str]] = defaultdict(set)
    for row in stage.rows(known.select("council_id", "published_name").distinct()):
        found[row["council_id"]].add(row["published_name"])
    return {council: HiddenNames(spelt) for council, spelt in found.items()}
