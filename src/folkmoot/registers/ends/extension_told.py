"""What the words of one contract say of its extension, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from folkmoot.registers.ends.extension_words import DAYS_A_MONTH


@dataclass(frozen=True, slots=True)
class Dated:
    """What is published beside the words: whether an end, and each length in months.

    Lengths are that from start to end, and the one given as such.
    """

    has_end: bool = False
    lengths: tuple[int, ...] = ()


UNDATED = Dated()


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words as published and where they stand: characters of the field, from 0."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """Options of one length: how many, how long each, and how far they reach together.

    Where words give no number one is counted, since no more is promised.
    """

    count: int
    length_months: int
    total_months: int
    quoted: Quoted


@dataclass(frozen=True, slots=True)
class Span:
    """A length that is no option: a total, a notice, a break; empty where none is given."""

    days: int | None
    quoted: Quoted

    @property
    def months(self) -> int | None:
        """The same in whole months."""
        return None if self.days is None else round(self.days / DAYS_A_MONTH)


@dataclass(frozen=True, slots=True)
class Extension:
    """All that the words of one contract say of its extension."""

    initial_months: int | None = None
    options: tuple[Option, ...] = ()
    total: Span | None = None
    latest: tuple[date, Quoted] | None = None
    breaks: tuple[Span, ...] = ()
    notices: tuple[Span, ...] = ()
    conditions: tuple[tuple[str, Quoted], ...] = ()
    unread: tuple[Quoted, ...] = ()
    is_doubted: bool = False
    """Sentences disagree on how far it may be extended; the first was taken."""
    each_months: int | None = None

    @property
    def option_months(self) -> int | None:
        """How many months all options come to; None where no option has a length."""
        if not self.options:
            return None
        return sum(option.total_months for option in self.options)
