"""What each contract is for, and how long, read from its words; each distinct text once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from folkmoot.registers.categories.tree import CLASS_DIGITS
from folkmoot.registers.ends.extension_told import UNDATED, Dated, Extension
from folkmoot.registers.ends.extensions import extension_of
from folkmoot.registers.ends.option_rows import (
    EXTENSION_FIELDS,
    OPTION_COLUMNS,
    OPTION_ROWS,
    option_columns,
    option_rows,
)
from folkmoot.registers.ends.settled import DAYS_A_MONTH
from folkmoot.registers.ends.terms import (
    dates_in_words,
    end_from_years,
    extension_words,
    term_months,
)
from folkmoot.registers.needs.learned import Asked, Learned, LearnedNeeds
from folkmoot.registers.needs.learned_standing import standing_rows
from folkmoot.registers.needs.learned_words import CodedContract, ContractWords
from folkmoot.registers.needs.settled import (
    VAGUE_DIVISIONS,
    NeedFound,
    Told,
    main_code,
    need_found,
)
from folkmoot.registers.persons.private_words import Hiding
from folkmoot.registers.staging import Staging
from folkmoot.registers.tables import FACT_LEARNED_CATEGORIES, FACT_PAYMENTS

NEED = pa.schema(
    [
        ("group_id", pa.string()),
        ("need_id", pa.string()),
        ("need_method", pa.string()),
        ("need_confidence", pa.float64()),
        ("need_reason", pa.string()),
    ]
)
"""What a contract is for, how that is known, how surely, and why, one row a contract."""

_SUBJECT = pa.schema(
    [
        *NEED,
        ("words_term_months", pa.int64()),
        ("words_start_date", pa.date32()),
        ("words_end_date", pa.date32()),
        ("words_extension", pa.string()),
        *OPTION_COLUMNS,
    ]
)


def read_subjects(stage: Staging, hiding: Hiding) -> None:
    """Stage `subjects`: need, length and extension of each contract by its own words.

    Also `options`: what those words say of extending, one row each. What coded contracts
    teach is learned from words without names of people: of contracts whose council is
    known, since the reader is tried on councils it has not seen.
    """
    rows = stage.rows(_written(stage).order_by("group_id"))
    learned = LearnedNeeds(coded_contracts(rows))
    stage.writer.append_rows(FACT_LEARNED_CATEGORIES, standing_rows(learned))
    taught = _taught(learned, rows)
    found: dict[Told, NeedFound] = {}
    answers: dict[tuple[Any, ...], tuple[dict[str, Any], Extension]] = {}
    subjects: list[dict[str, Any]] = []
    options: list[dict[str, Any]] = []
    for row in rows:
        words = (
            row["cpv_codes"] or "",
            row["title"] or "",
            row["description"] or "",
            row["category_text"] or "",
        )
        asked = _asked(row)
        told = Told(*words, learned=taught.get(asked))
        dated = _dated(row)
        key = (told, row["extension_text"], row["start_date"], dated)
        if key not in answers:
            if told not in found:
                found[told] = need_found(told)
            fields = [(name, row[name] or "") for name in EXTENSION_FIELDS]
            said = extension_of(fields, dated)
            subject = _subject(row, found[told], words)
            answers[key] = ({**subject, **option_columns(said)}, said)
        subject, said = answers[key]
        group = {"group_id": row["group_id"]}
        wording = hiding.cleared(row, subject["words_extension"])
        subjects.append({**group, **subject, "words_extension": wording})
        options += [
            {**group, **one, "words": hiding.cleared(row, one["words"])}
            for one in option_rows(said)
        ]
    stage.load("subjects", pa.Table.from_pylist(subjects, schema=_SUBJECT))
    stage.load("options", pa.Table.from_pylist(options, schema=OPTION_ROWS))


def _written(stage: Staging) -> Table:
    """Each contract's codes and words, those words without names, and what it is paid under."""
    c, private, paid = stage["worded"], stage["private"], _paid_under(stage)
    clean = c.left_join(private, c.contract_id == private.of_contract)
    joined = clean.left_join(paid, c.group_id == paid.of_group)
    return joined.select(
        *[
            c[name]
            for name in (
                "group_id", "council_id", "cpv_codes", "title", "description",
                "category_text", "extension_text", "start_date", "end_date",
                "term_months",
            )
        ],
        safe_title=ibis.coalesce(private.safe_title, c.title),
        safe_description=ibis.coalesce(private.safe_description, c.description),
        paid_under=paid.paid_under,
    )  # fmt: skip


def _dated(row: dict[str, Any]) -> Dated:
    """What is published beside the words on extensions, where there are any."""
    if not row["extension_text"]:
        return UNDATED
    start, end, months = row["start_date"], row["end_date"], row["term_months"]
    lengths = [] if months is None else [months]
    if start is not None and end is not None:
        lengths.append(round((end - start).days / DAYS_A_MONTH))
    return Dated(end is not None, tuple(lengths))


def _paid_under(stage: Staging) -> Table:
    """The category under which the council pays a contract's suppliers most often."""
    p = stage.writer.table(FACT_PAYMENTS)
    told = p.filter(
        p.category_text.notnull() & p.council_id.notnull() & p.supplier_id.notnull()
    )
    counted = told.group_by("council_id", "supplier_id", "category_text").agg(
        rows=told.count()
    )
    held = stage["contract_suppliers"].join(stage["contracts"], "group_id")
    held = held.select("group_id", "council_id", "supplier_id")
    both = held.join(counted, ["council_id", "supplier_id"])
    summed = both.group_by("group_id", "category_text").agg(rows=both.rows.sum())
    first = summed.mutate(
        place=ibis.row_number().over(
            group_by="group_id", order_by=[ibis.desc("rows"), "category_text"]
        )
    )
    return first.filter(first.place == 0).select(
        of_group="group_id", paid_under="category_text"
    )


def _asked(row: dict[str, Any]) -> Asked:
    """The words to read, and the code where it is too short to be a need."""
    code = main_code((row["cpv_codes"] or "").split())
    paid = " ".join(row[n] for n in ("category_text", "paid_under") if row[n])
    words = ContractWords(row["safe_title"] or "", row["safe_description"] or "", paid)
    return Asked(words, "" if code in VAGUE_DIVISIONS else code)


def coded_contracts(rows: Sequence[dict[str, Any]]) -> list[CodedContract]:
    """Contracts of known councils with a title and a class, in words without names."""
    asked = ((row, _asked(row)) for row in rows if row["council_id"] and row["title"])
    return [
        CodedContract(one.words, one.within, row["council_id"])
        for row, one in asked
        if len(one.within) == CLASS_DIGITS
    ]


def _taught(
    learned: LearnedNeeds, rows: Sequence[dict[str, Any]]
) -> dict[Asked, Learned]:
    """What coded contracts teach of those without a class, each wording read once."""
    asked = dict.fromkeys(_asked(row) for row in rows)
    open_ = [one for one in asked if one.words.title and len(one.within) < CLASS_DIGITS]
    answers = zip(open_, learned.read(open_), strict=True)
    return {one: answer for one, answer in answers if answer is not None}


def _subject(
    row: dict[str, Any], answer: NeedFound, words: tuple[str, str, str, str]
) -> dict[str, Any]:
    _, title, description, _ = words
    first_day, last_day = dates_in_words(description)
    return {
        "need_id": answer.need_id,
        "need_method": answer.method,
        "need_confidence": answer.confidence,
        "need_reason": answer.reason,
        "words_term_months": term_months(title, description),
        "words_start_date": first_day,
        "words_end_date": last_day or end_from_years(title, row["start_date"]),
        "words_extension": extension_words(
            row["extension_text"] or "", title, description
        ),
    }
