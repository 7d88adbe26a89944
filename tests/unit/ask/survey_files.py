"""The two samples of schools and the survey of councillors, as arrays."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from folkmoot.ask.estimation.design import Design


def columns(path: Path, encoding: str = "utf-8-sig") -> dict[str, list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


def coded(texts: list[str], levels: tuple[str, ...] | None = None):
    """Codes of texts in the order of their levels, and the levels."""
    names = tuple(sorted(set(texts) - {"", "NA"})) if levels is None else levels
    place = {name: i for i, name in enumerate(names)}
    return np.array([place.get(text, -1) for text in texts], dtype=np.int64), names


class Schools:
    """One of the two samples of Californian schools."""

    def __init__(self, folder: Path, name: str) -> None:
        self.table = columns(folder / "surveys" / "api" / f"{name}.csv")
        self.weights = self.numbers("pw")

    def numbers(self, name: str) -> np.ndarray:
        return np.array([float(x) if x != "NA" else np.nan for x in self.table[name]])

    def codes(self, name: str) -> np.ndarray:
        return coded(self.table[name])[0]


def stratified(folder: Path, *, finite: bool = True, weights=None, calibration=None):
    schools = Schools(folder, "apistrat")
    strata = schools.codes("stype")
    population = np.array([schools.numbers("fpc")[strata == i][0] for i in range(3)])
    return schools, Design(
        schools.weights if weights is None else weights,
        strata=strata,
        population=population if finite else None,
        calibration=calibration,
    )


def clustered(folder: Path, *, finite: bool = True, weights=None, calibration=None):
    schools = Schools(folder, "apiclus1")
    return schools, Design(
        schools.weights if weights is None else weights,
        clusters=schools.codes("dnum"),
        population=schools.numbers("fpc")[:1] if finite else None,
        calibration=calibration,
    )


def known_results(folder: Path) -> dict:
    return json.loads((folder / "surveys" / "known_results.json").read_text())
