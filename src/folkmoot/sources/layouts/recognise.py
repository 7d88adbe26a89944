"""What each column of a table means, and so what the table is, when no map says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from folkmoot.sources.layouts.headers import Header
from folkmoot.sources.layouts.values import Cells
from folkmoot.sources.layouts.vocabulary import (
    KINDS,
    heading_scores,
    is_contact_heading,
    normal_heading,
    vocabulary,
)

CONTACT_REASON = "contact details: dropped at reading"

_ACCEPTED = 0.4
"""Below this a column is left without meaning: a wrong meaning is worse than none."""

_MOSTLY = 0.5
"""Share of cells that are e-mail addresses or telephone numbers in a contact column."""

_BY_VALUES = 0.45
"""Confidence of a column told by its cells alone."""

_CORE: Mapping[str, tuple[str, ...]] = {
    "payments": ("amount_text", "payment_date_text", "supplier_name"),
    "contracts": (
        "title",
        "reference",
        "start_text",
        "end_text",
        "value_text",
        "supplier_name",
    ),
}
"""What makes a table one of its kind; without two of these it is not."""

_ENOUGH_WEIGHT: Mapping[str, float] = {"payments": 2.0, "contracts": 2.5}
"""Sum of weighted scores from which a table counts as recognised."""

_LONGEST_TITLE = 120
"""Median length from which a description is prose: two lines of a page, as titles are."""

_COMPANIES = 0.1
"""Share of cells with a legal form from which a column without heading names suppliers."""

_TOLD_BY_CELLS: Mapping[str, Mapping[str, str]] = {
    "payments": {
        "amount_text": "money",
        "payment_date_text": "date",
        "supplier_name": "company_form",
    },
    "contracts": {"supplier_name": "company_form", "value_text": "money"},
}
"""Core fields that one column's cells can show by themselves, and the test they pass."""

_OF_COMPANIES = 0.4
"""Share of cells with a legal form in a column that can only name suppliers."""

_NUMBER_WORDS = frozenset(
    {"number", "no", "id", "ref", "reference", "code", "invoice", "transaction"}
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one column was taken to mean, how surely and why; a field of '' is none."""

    field: str
    confidence: float
    reason: str

    @property
    def is_contact(self) -> bool:
        """Whether the column is never kept."""
        return self.reason == CONTACT_REASON


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a table is, and the meaning of each of its columns from left to right."""

    kind: str
    confidence: float
    columns: tuple[Meaning, ...]
    header: Header
    layout: str = "recognised"


NOTHING = Meaning("", 0.0, "")
CONTACT = Meaning("", 1.0, CONTACT_REASON)


def recognised(header: Header, cells: Sequence[Cells]) -> Recognition:
    """The likeliest reading of a table from its header and its cells; kind may be none."""
    headings = [
        header.headings[i] if i < len(header.headings) else ""
        for i in range(len(cells))
    ]
    contacts = {i for i, h in enumerate(headings) if is_contact(h, cells[i])}
    best = Recognition("none", 0.0, (), header)
    best_weight = 0.0
    for kind in KINDS:
        columns = _by_headings(kind, headings, cells, contacts)
        columns = _completed(kind, headings, columns, cells)
        weight = _weight(kind, columns)
        is_kind = len(_core_found(kind, columns)) >= 2
        if is_kind and weight >= _ENOUGH_WEIGHT[kind] and weight > best_weight:
            best, best_weight = (
                Recognition(kind, _confidence(kind, columns), columns, header),
                weight,
            )
    if best.kind == "none":
        best = _by_values(header, cells, contacts)
    if best.kind == "contracts":
        best = replace(best, columns=_entitled(best.columns, cells))
    return best


def _entitled(
    columns: tuple[Meaning, ...], cells: Sequence[Cells]
) -> tuple[Meaning, ...]:
    """The same, a short description as the title of contracts that have no other.

    Many registers publish one text to a contract and call it its description.
    """
    if any(meaning.field == "title" for meaning in columns):
        return columns
    return tuple(
        replace(meaning, field="title", reason=f"{meaning.reason}; there is no title")
        if meaning.field == "description"
        and cells[index].values
        and median(map(len, cells[index].values)) <= _LONGEST_TITLE
        else meaning
        for index, meaning in enumerate(columns)
    )


def is_contact(heading: str, cells: Cells) -> bool:
    """Whether a column holds contact details, by its heading or by its cells."""
    normal = normal_heading(heading)
    if is_contact_heading(normal) or cells.share("email") >= _MOSTLY:
        return True
    return not _NUMBER_WORDS & set(normal.split()) and cells.share("phone") >= _MOSTLY


def _by_headings(
    kind: str, headings: Sequence[str], cells: Sequence[Cells], contacts: set[int]
) -> tuple[Meaning, ...]:
    """One field a column and one column a field, the surest pairs first."""
    pairs: list[tuple[float, int, str, str]] = []
    for index, heading in enumerate(headings):
        normal = normal_heading(heading)
        if index in contacts or not normal:
            continue
        for name, by_heading in heading_scores(normal, kind).items():
            values = vocabulary().kinds[kind][name].values
            score, reason = _score(by_heading, values, cells[index])
            if score >= _ACCEPTED:
                pairs.append((-score, index, name, reason))
    columns = [CONTACT if i in contacts else NOTHING for i in range(len(headings))]
    taken: set[str] = set()
    for negative, index, name, reason in sorted(pairs):
        if name not in taken and columns[index] is NOTHING:
            taken.add(name)
            columns[index] = Meaning(name, round(-negative, 3), reason)
    return tuple(columns)


def _score(by_heading: float, values: str, cells: Cells) -> tuple[float, str]:
    if not cells.values:
        return by_heading * 0.45, "heading; every cell looked at is blank"
    fit = cells.share(values)
    filled = 0.6 + 0.4 * min(1.0, cells.filled / 0.1)
    words = "heading and values" if fit >= _MOSTLY else "heading, though not the values"
    return by_heading * (0.5 + 0.5 * fit) * filled, words


def _completed(
    kind: str,
    headings: Sequence[str],
    columns: tuple[Meaning, ...],
    cells: Sequence[Cells],
) -> tuple[Meaning, ...]:
    """The same, a core field nobody's heading named filled where the cells leave no doubt."""
    found = {meaning.field for meaning in columns}
    wanted = _TOLD_BY_CELLS.get(kind, {})
    result = list(columns)
    for name, test in wanted.items():
        if name in found or not found & set(_CORE[kind]):
            continue
        without = vocabulary().kinds[kind][name].without
        free = [
            i
            for i, meaning in enumerate(result)
            if meaning is NOTHING
            and not without & set(normal_heading(headings[i]).split())
            and _surely(test, cells[i])
        ]
        if len(free) == 1:
            result[free[0]] = Meaning(
                name, _BY_VALUES, "values; its heading is not known"
            )
    return tuple(result)


def _surely(test: str, cells: Cells) -> bool:
    if test == "company_form":
        return (
            len(cells.values) >= 3
            and cells.share(test) >= _OF_COMPANIES
            and cells.share("name") >= 0.9
        )
    if len(cells.values) < 3 or cells.share(test) < 0.9:
        return False
    if test == "money":
        # Codes are digits too: amounts show pence, or thousands.
        return sum("." in v or "," in v for v in cells.values) >= 0.3 * len(
            cells.values
        )
    return True


def _weight(kind: str, columns: Sequence[Meaning]) -> float:
    fields = vocabulary().kinds[kind]
    return sum(m.confidence * fields[m.field].weight for m in columns if m.field)


def _core_found(kind: str, columns: Sequence[Meaning]) -> list[float]:
    return [m.confidence for m in columns if m.field in _CORE[kind]]


def _confidence(kind: str, columns: Sequence[Meaning]) -> float:
    """Mean certainty of the core fields, those missing from a kind's first three as nought."""
    found = sorted(_core_found(kind, columns), reverse=True)
    return round(sum(found) / max(3, len(found)), 3)


def _by_values(
    header: Header, cells: Sequence[Cells], contacts: set[int]
) -> Recognition:
    """A table without a header, or with one in unknown words, by its cells alone."""
    free = {
        i: c for i, c in enumerate(cells) if i not in contacts and len(c.values) >= 3
    }
    date = _most(free, lambda c: c.share("date"), least=0.7)
    money = _most(
        {i: c for i, c in free.items() if i != date and _surely("money", c)},
        lambda c: c.filled + c.variety,
        least=0.3,
    )
    # A day, a title and a sum beside it are enough to take a column of names for names.
    is_dated = date is not None and money is not None
    texts = {
        i: c
        for i, c in free.items()
        if i not in (date, money) and c.share("text") >= 0.8
    }
    title = _most(
        {i: c for i, c in texts.items() if c.length >= 30 and c.variety >= 0.5},
        lambda c: c.length,
        least=30,
    )
    name = _most(
        {i: c for i, c in texts.items() if i != title and c.share("name") >= 0.8},
        lambda c: c.share("company_form") + (0.3 * c.variety if is_dated else 0.0),
        least=_COMPANIES,
    )
    is_contract = None not in (title, name, money)
    kind = "contracts" if is_contract else "payments"
    if money is None or (date is None and name is None):
        kind = "none"
    fields = (
        {
            "title": title,
            "value_text": money,
            "awarded_text": date,
            "supplier_name": name,
        }
        if is_contract
        else {
            "amount_text": money,
            "payment_date_text": date,
            "supplier_name": name,
            "description": title,
        }
    )
    columns = [CONTACT if i in contacts else NOTHING for i in range(len(cells))]
    for field_name, index in fields.items():
        if index is not None and kind != "none":
            columns[index] = Meaning(field_name, _BY_VALUES, "values; no known heading")
    confidence = 0.0 if kind == "none" else _BY_VALUES
    return Recognition(kind, confidence, tuple(columns), header)


def _most(
    cells: Mapping[int, Cells], key: Callable[[Cells], float], *, least: float
) -> int | None:
    ranked = sorted(((key(c), -i) for i, c in cells.items()), reverse=True)
    return -ranked[0][1] if ranked and ranked[0][0] >= least else None
