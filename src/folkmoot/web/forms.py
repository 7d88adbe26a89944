"""The filters above a list: what may be chosen, what was chosen, what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from folkmoot.core.store import Reader

Option = tuple[str, str]
FieldKind = Literal["text", "choice", "date", "money"]

LONGEST_TEXT = 200
"""Characters; a title that is longer than this was never typed."""
_MOST_POUNDS = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Field:
    """One filter: its name in the address, its label, and what it takes.

    `options` are asked of the build, since only the build knows its councils. A date with
    `not_before` ends a span that the date of that name begins.
    """

    name: str
    label: str
    kind: FieldKind
    hint: str = ""
    options: Callable[[Reader, str], list[Option]] | None = None
    not_before: str = ""


@dataclass(frozen=True, slots=True)
class ReadField:
    """One filter with what the person gave, its options, and what is wrong with it."""

    field: Field
    given: str
    options: list[Option]
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form as it was sent: `values` are fit for a question, `errors` for the summary."""

    fields: list[ReadField] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[ReadField]:
        """Fields whose value could not be read."""
        return [read for read in self.fields if read.error]

    @property
    def in_use(self) -> int:
        """How many filters narrow the list; the order is not one of them."""
        return sum(1 for name in self.values if name != "sort")


def read_form(
    fields: tuple[Field, ...],
    query: Mapping[str, str],
    reader: Reader,
    *,
    as_of: str,
) -> ReadForm:
    """What a person asked for, each value checked; a wrong one is named and left out.

    Names in the address that the form does not have are ignored: links get decorated on
    their way.
    """
    form = ReadForm()
    for spec in fields:
        given = query.get(spec.name, "").strip()
        options = spec.options(reader, as_of) if spec.options is not None else []
        value, error = _read(spec, given, options) if given else ("", "")
        begins = form.values.get(spec.not_before, "")
        if value and value < begins:
            value, error = "", f"{spec.label}: enter a day on or after {_shown(begins)}"
        form.fields.append(ReadField(spec, given, options, error))
        if value:
            form.values[spec.name] = value
    return form


def _read(spec: Field, given: str, options: list[Option]) -> tuple[str, str]:
    """The value to ask with, or an empty one and what is wrong."""
    if spec.kind == "choice":
        if given in {value for value, _ in options}:
            return given, ""
        return "", f"{spec.label}: choose one from the list"
    if spec.kind == "date":
        found = _date(given)
        example = "such as 31/03/2027"
        return (found, "") if found else ("", f"{spec.label}: enter a date {example}")
    if spec.kind == "money":
        amount = _amount(given)
        example = "such as 250000"
        return (amount, "") if amount else ("", f"{spec.label}: enter pounds {example}")
    if len(given) > LONGEST_TEXT:
        return "", f"{spec.label}: use {LONGEST_TEXT} characters or fewer"
    return given, ""


def _date(given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        pass
    for form in ("%d/%m/%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(given, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return ""


def _shown(day: str) -> str:
    return date.fromisoformat(day).strftime("%d/%m/%Y")


def _amount(given: str) -> str:
    plain = given.replace("£", "").replace(",", "").replace(" ", "").lower()
    factor = Decimal(1)
    for letters, size in (("bn", 10**9), ("m", 10**6), ("k", 10**3)):
        if plain.endswith(letters):
            plain, factor = plain.removesuffix(letters), Decimal(size)
            break
    try:
        amount = Decimal(plain) * factor
    except InvalidOperation:
        return ""
    usable = amount.is_finite() and 0 <= amount < _MOST_POUNDS
    return f"{amount:f}" if usable else ""
