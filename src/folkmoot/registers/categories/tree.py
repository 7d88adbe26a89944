"""The CPV tree, and what its branches are in a council: service area, technology, plain words.

Divisions, groups and classes ship as facts; deeper labels come from the data. A code's
parents are its leading digits, so a code that no table knows still has its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from folkmoot.registers.councils.facts import reference_rows

NEED_PREFIX = "cpv:"
CLASS_DIGITS = 4
DIVISION_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Need:
    """What a contract is for, at the level at which buyers could join."""

    need_id: str
    label: str
    division_label: str
    service_area: str
    is_technology: bool


def need_code(cpv_code: str) -> str:
    """The class of a CPV code, or its group or division where it says no more.

    Joining is sensible at the class: "90511000" is refuse collection, its class 9051
    refuse disposal and treatment, its division 90 anything from sewage to snow.
    """
    return cpv_code[:CLASS_DIGITS].rstrip("0").ljust(DIVISION_DIGITS, "0")


def need(code: str) -> Need:
    """The need of a code of two to four digits; an unknown code takes its parent's label."""
    area, is_technology = _service_area(code)
    return Need(
        need_id=NEED_PREFIX + code,
        label=plain_label(code),
        division_label=_label(code[:DIVISION_DIGITS]),
        service_area=area,
        is_technology=is_technology,
    )


def plain_label(code: str) -> str:
    """The need in words an officer uses, else in the vocabulary's own."""
    return _plain_labels().get(code) or _label(code)


def cpv_labels() -> dict[str, str]:
    """Label by code of two, three or four digits."""
    return dict(_labels())


def _label(code: str) -> str:
    for length in range(len(code), DIVISION_DIGITS - 1, -1):
        label = _labels().get(code[:length])
        if label is not None:
            return label if length == len(code) else f"{label} ({code})"
    return f"Unknown category {code}"


def _service_area(code: str) -> tuple[str, bool]:
    for length in range(len(code), DIVISION_DIGITS - 1, -1):
        area = _areas().get(code[:length])
        if area is not None:
            return area
    return "Other", False


@cache
def _labels() -> dict[str, str]:
    return {row["code"]: row["label"] for row in reference_rows("cpv.csv")}


@cache
def _plain_labels() -> dict[str, str]:
    return {row["code"]: row["label"] for row in reference_rows("need_labels.csv")}


@cache
def _areas() -> dict[str, tuple[str, bool]]:
    return {
        row["prefix"]: (row["service_area"], row["is_technology"] == "true")
        for row in reference_rows("service_areas.csv")
    }
