"""The reference page of the law's tables and of the wordings of extension."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

KINDS = (
    ("goods_services", "goods and services"),
    ("works", "works"),
    ("light_touch", "light touch"),
)


def page() -> str:
    """The page, drawn from the tables that the program reads."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    law = _table("folkmoot.buy", "regimes")
    limits = _table("folkmoot.buy", "thresholds")
    yield "# Law and time"
    yield ""
    yield "Drawn from the tables in `folkmoot/buy/reference` and `folkmoot/registers/reference` by"
    yield "`docs/write_reference.py`. They are our own tables of facts, checked on 26 November"
    yield "2026; a figure that could not be checked is left out, and pages then say that it is not"
    yield "modelled. None of it is legal advice."
    yield ""
    yield "## Which law governs"
    yield ""
    yield from _rows(
        ("law", "nations", "from", "to", "source"),
        [
            (
                r["name"],
                ", ".join(r["nations"]),
                r["from"],
                r.get("to", ""),
                r["source"],
            )
            for r in law["regime"]
        ],
    )
    yield "The law is that in force in the council's nation on the day by which work must start."
    yield ""
    for nation, note in law["nation_note"].items():
        yield f"{nation}: {note}"
        yield ""
    yield "Not modelled: concessions, utilities, defence, health services under the Provider"
    yield "Selection Regime, exempt contracts, arrangements between public bodies, and in Scotland"
    yield "notices and timetable."
    yield ""
    yield "## Thresholds of councils, in pounds"
    yield ""
    yield from _rows(
        ("from", "to", *(label for _, label in KINDS), "VAT", "laws", "source", "checked in"),
        [
            (
                r["from"], r["to"], *(f"{r[kind]:,}" for kind, _ in KINDS), r["vat"],
                ", ".join(r["regimes"]), r["source"], r["checked"],
            )
            for r in limits["threshold"]
        ],
    )  # fmt: skip
    yield "After the last row the last known figures are used, and it is said."
    yield ""
    for r in limits["national"]:
        yield (
            f"Scotland also regulates purchases from £{r['goods_services']:,} (goods and services) "
            f"and £{r['works']:,} (works), VAT {r['vat']}: {r['source']}."
        )
        yield ""
    yield "## Light-touch services"
    yield ""
    yield "By the leading digits of the code; the law lists single codes, so pages say “likely”."
    yield ""
    rows = _table("folkmoot.buy", "light_touch")["light_touch"]
    yield from _rows(("CPV", "services"), [(f"{r['cpv']}…", r["label"]) for r in rows])
    yield "## How long"
    yield ""
    yield from _rows(
        ("law", "kind", "most months", "source"),
        [
            (r["regime"], r["kind"], r["most_months"], r["source"])
            for r in law["length"]
        ],
    )
    yield "## Notices of the Procurement Act 2023"
    yield ""
    rows = _table("folkmoot.buy", "notices")["notice"]
    yield from _rows(
        ("notice", "name", "what it asks", "source"),
        [(r["id"], r["name"], r["sentence"], r["source"]) for r in rows],
    )
    yield "## Wordings of extension, break and notice"
    yield ""
    yield "Tried in this order; each has an example in our own words. Cases by which they are"
    yield "tested stand in `tests/unit/registers/extension_wordings.csv`, one a line: add a line"
    yield "there for a wording that is read wrongly."
    yield ""
    rows = _table("folkmoot.registers", "extension_wordings")["wording"]
    yield from _rows(("read as", "example"), [(r["role"], r["example"]) for r in rows])


def _rows(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"
    yield ""


def _table(package: str, name: str) -> Mapping[str, Any]:
    path = files(package).joinpath("reference", f"{name}.toml")
    return tomllib.loads(path.read_text("utf-8"))
