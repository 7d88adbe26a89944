"""What a contract is for where a person said so: a judgement outweighs every other reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from folkmoot.core.judgements import Judgement, role_in_words
from folkmoot.registers.categories.tree import NEED_PREFIX, cpv_labels, plain_label
from folkmoot.registers.judging.questions import CATEGORIES, UNSURE
from folkmoot.registers.suppliers.verdicts import (
    APPLIED,
    CONTRADICTED,
    NOT_FOUND,
    OPEN,
    verdict_row,
)

JUDGED = pa.schema(
    [
        ("contract_id", pa.string()),
        ("said_need_id", pa.string()),
        ("said_reason", pa.string()),
    ]
)


def is_need(need_id: str) -> bool:
    """Whether there is a need with this id, such as `cpv:4821`."""
    return need_id.removeprefix(NEED_PREFIX) in cpv_labels() and need_id.startswith(
        NEED_PREFIX
    )


def need_judgements(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Those that say what a contract is for, or that nobody can say."""
    return [j for j in judgements if j.topic == CATEGORIES.name]


def said_needs(judgements: Sequence[Judgement]) -> pa.Table:
    """The need that people said of each contract, with the sentence that pages show."""
    rows = [
        {
            "contract_id": j.subject,
            "said_need_id": j.detail["need_id"],
            "said_reason": f"a person said so ({role_in_words(j.role)}, {j.date}): "
            f"{j.reason}",
        }
        for j in need_judgements(judgements)
        if _says_a_need(j)
    ]
    return pa.Table.from_pylist(rows, schema=JUDGED)


def judged_needs(needed: Table, contracts: Table, said: Table) -> Table:
    """Needs of contracts with what people said in the place of what was read.

    `needed` has `group_id` and the need; `contracts` gives each group its contract.
    """
    ids = contracts.select(
        of_group=contracts.group_id, contract_id=contracts.contract_id
    )
    told = said.join(ids, "contract_id")
    joined = needed.left_join(told, needed.group_id == told.of_group)
    is_said = joined.said_need_id.notnull()
    return joined.select(
        *[needed[c] for c in needed.columns if not c.startswith("need_")],
        need_id=ibis.coalesce(joined.said_need_id, needed.need_id),
        need_method=is_said.ifelse("judged", needed.need_method),
        need_confidence=is_said.ifelse(1.0, needed.need_confidence),
        need_reason=ibis.coalesce(joined.said_reason, needed.need_reason),
    )


def need_verdicts(
    judgements: Sequence[Judgement], read: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One row for each judgement; `read` has the need that was read, by contract."""
    return [_row(judgement, read) for judgement in need_judgements(judgements)]


def _row(judgement: Judgement, read: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    own = read.get(judgement.subject)
    if own is None:
        note = "The contract is in no file any more, or its reference changed."
        return verdict_row(judgement, NOT_FOUND, note, is_applied=False)
    if judgement.verdict == UNSURE:
        return verdict_row(judgement, OPEN, "", is_applied=False)
    if not _says_a_need(judgement):
        note = "The decision names no need that there is."
        return verdict_row(judgement, CONTRADICTED, note, is_applied=False)
    said, coded = judgement.detail["need_id"], own["need_id"]
    is_coded = own["need_method"] == "code" and coded != said
    if is_coded and judgement.detail.get("read_need_id") != coded:
        label = plain_label(coded.removeprefix(NEED_PREFIX))
        note = f"It counts as decided, but it is now published with a code of {label}."
        return verdict_row(judgement, CONTRADICTED, note, is_applied=True)
    return verdict_row(judgement, APPLIED, "", is_applied=True)


def _says_a_need(judgement: Judgement) -> bool:
    return judgement.verdict != UNSURE and is_need(
        str(judgement.detail.get("need_id", ""))
    )
