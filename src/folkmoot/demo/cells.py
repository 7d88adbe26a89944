"""One council's register before it is laid out: its contracts and how it writes cells."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from folkmoot.demo.truth import Contract, Council
from folkmoot.demo.wording import supplier_as_written

Cell = str | int | date
Rows = list[list[Cell]]

UK_DATE = "%d/%m/%Y"


@dataclass(frozen=True, slots=True)
class Register:
    """The contracts of one council, the folder they go to, and the day it is written."""

    folder: Path
    council: Council
    contracts: Sequence[Contract]
    chance: random.Random
    as_of: date

    @property
    def slug(self) -> str:
        """The council's name as a file name has it."""
        return self.council.name.lower().replace(" ", "-")

    def supplier(self, one: Contract) -> str:
        """The supplier's name as somebody typed it this time."""
        return supplier_as_written(self.chance, one.supplier)

    def total(self) -> int:
        """What stands in a total row."""
        return sum(one.total_pounds for one in self.contracts)


def end_text(one: Contract, form: str = UK_DATE) -> str:
    """The end as text, or the words that stand in its place."""
    return (
        one.end.strftime(form) if one.end_as_published is None else one.end_as_published
    )


def end_cell(one: Contract) -> Cell:
    """The end as a typed date, or the words that stand in its place."""
    return one.end if one.end_as_published is None else one.end_as_published


def total_text(one: Contract, form: str = "{:,}") -> str:
    """The value over the term as text, or the words that stand in its place."""
    return (
        form.format(one.total_pounds)
        if one.value_as_published is None
        else one.value_as_published
    )


def yearly_text(one: Contract, form: str = "{}") -> str:
    """The value a year as text, or the words that stand in its place."""
    return (
        form.format(one.yearly_pounds)
        if one.value_as_published is None
        else one.value_as_published
    )


def latest_text(one: Contract, form: str) -> str:
    """The last end with all extensions, where it differs."""
    return one.latest.strftime(form) if one.latest != one.end else ""


def delimited(
    rows: Iterable[Sequence[Cell]], *, delimiter: str = ",", has_quotes: bool = False
) -> str:
    """Rows as delimited text with Windows line ends."""
    out = io.StringIO()
    csv.writer(
        out,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if has_quotes else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    ).writerows(rows)
    return out.getvalue()
