"""What the titles of contracts name, so that one thing coded in two classes can meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from folkmoot.registers.categories.named_subjects import named_subjects
from folkmoot.registers.categories.tree import NEED_PREFIX

_NAMED = pa.schema([("contract_id", pa.string()), ("subject", pa.string())])


def subjects_named(contracts: Iterable[Mapping[str, Any]]) -> pa.Table:
    """One row a contract and subject that its title names, in the order of both.

    `contracts` have `contract_id`, `need_id` and `title`. More is told than the search joins
    by, which asks how plainly a title names a thing: here it is only who may take part.
    """
    told: dict[tuple[str, str], list[str]] = {}
    rows: list[dict[str, str]] = []
    for row in contracts:
        key = (row["title"] or "", row["need_id"].removeprefix(NEED_PREFIX))
        if key not in told:
            title, code = key
            told[key] = sorted(named_subjects(title, code=code))
        name = row["contract_id"]
        rows += [{"contract_id": name, "subject": subject} for subject in told[key]]
    return pa.Table.from_pylist(rows, schema=_NAMED)
