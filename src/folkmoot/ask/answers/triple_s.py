"""triple-S: the survey trade's exchange format, an XML definition beside a data file.

Version 2.0 of the standard (triple-s.org) as far as answers need it: single, multiple,
quantity, character, logical, date and time; fixed columns or CSV; multiples as a row of
bits or spread over subfields. Read here with defusedxml, since the one package for it
brings two table libraries along for 150 lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from defusedxml.ElementTree import ParseError, fromstring

from folkmoot.ask.answers.cells import columns_of
from folkmoot.ask.answers.grid import Grid
from folkmoot.core.exceptions import SourceError
from folkmoot.sources.readers.delimited import careful_rows
from folkmoot.sources.readers.text import clean_text

PARTED: Final = ";"
"""What stands between the codes of a multiple answer in the grid."""
KINDS: Final = (
    "single", "multiple", "quantity", "character", "logical", "date", "time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Variable:
    name: str
    kind: str
    start: int
    finish: int
    values: tuple[str, ...]
    subfields: int
    labels: dict[str, str]

    def width(self) -> int:
        return self.finish - self.start + 1


def triple_s_grid(definition: Path, data: Path) -> Grid:
    """The cases of a triple-S pair; a multiple answer is its codes with ; between.

    Raises `SourceError` where the definition is not triple-S or the data do not fit it.
    """
    record = _record(definition)
    variables = [_variable(one, definition.name) for one in record.findall("variable")]
    names = [one.name for one in variables]
    if not names or len(set(names)) < len(names):
        what = "names a variable twice" if names else "defines no variable"
        raise SourceError(f"{definition.name} {what}.", "Export it again.")
    text = clean_text(data).data.decode("utf-8")
    if record.get("format", "fixed") == "csv":
        skip = int(record.get("skip", "0"))
        cases = [(n, c) for n, c in enumerate(careful_rows(text, ","), 1) if c][skip:]
        rows = [_from_cells(variables, held, data.name) for _, held in cases]
        numbers = [number for number, _ in cases]
    else:
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line]
        rows = [_from_line(variables, line) for _, line in lines]
        numbers = [number for number, _ in lines]
    labels = {one.name: one.labels for one in variables if one.labels}
    cells = dict(zip(names, columns_of(rows, len(names)), strict=True))
    return Grid(data.name, cells, np.array(numbers, np.int64), labels)


def _record(definition: Path) -> Any:
    try:
        root = fromstring(definition.read_bytes())
    except (ParseError, ValueError) as error:
        raise SourceError(
            f"{definition.name} is not XML that can be read: {error}.",
            "Export the definition again.",
        ) from error
    record = root.find("./survey/record")
    if root.tag != "sss" or record is None:
        raise SourceError(
            f"{definition.name} is not a triple-S definition.",
            "Name the XML file as definition and the data as file.",
        )
    return record


def _variable(element: Any, name: str) -> _Variable:
    position = element.find("position")
    if position is None:
        raise SourceError(f"{name}: a variable has no position.", "Export it again.")
    start = int(position.get("start"))
    spread = element.find("spread")
    labels = {
        value.get("code"): " ".join("".join(value.itertext()).split())
        for value in element.findall("./values/value")
    }
    codes = tuple(labels)
    kind = element.get("type", "character")
    if kind not in KINDS:
        raise SourceError(
            f"{name}: '{element.findtext('name')}' is of a kind that is not read, '{kind}'.",
            f"Export it as one of {', '.join(KINDS)}, or leave it out.",
        )
    if kind == "logical":
        codes, labels = ("0", "1"), {}
    return _Variable(
        name=(element.findtext("name") or element.get("ident")).strip(),
        kind=kind,
        start=start,
        finish=int(position.get("finish", start)),
        values=codes,
        subfields=int(spread.get("subfields")) if spread is not None else 0,
        labels=labels,
    )


def _from_line(variables: Sequence[_Variable], line: str) -> list[str]:
    """Fixed columns count from 1."""
    return [_answer(one, line[one.start - 1 : one.finish]) for one in variables]


def _from_cells(
    variables: Sequence[_Variable], cells: Sequence[str], name: str
) -> list[str]:
    """In CSV a position is the number of the field; spread answers take several."""
    answers = []
    for one in variables:
        if one.finish > len(cells):
            raise SourceError(
                f"{name} has rows of {len(cells)} fields; {one.name} is field {one.finish}.",
                "Export data and definition together again.",
            )
        parts = [part.strip() for part in cells[one.start - 1 : one.finish]]
        if one.kind == "multiple" and one.subfields:
            answers.append(PARTED.join(part for part in parts if part not in ("", "0")))
        else:
            answers.append(_answer(one, parts[0]))
    return answers


def _answer(one: _Variable, held: str) -> str:
    if one.kind != "multiple":
        return held.strip()
    if one.subfields:
        size = max(len(held) // one.subfields, 1)
        parts = [held[i : i + size].strip() for i in range(0, len(held), size)]
        return PARTED.join(part for part in parts if part.strip("0"))
    bits = zip(one.values, held, strict=False)
    return PARTED.join(code for code, bit in bits if bit == "1")
