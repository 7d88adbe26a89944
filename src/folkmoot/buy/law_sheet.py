"""What the law asks of each proposal, as rows of a sheet: in words, by council, by notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from folkmoot.buy.decisions.milestones import notice_milestones
from folkmoot.core.desk import ExportColumn

LAW = (
    ExportColumn("rank", "Rank of the proposal", "integer"),
    ExportColumn("opportunity_id", "Proposal"),
    ExportColumn("need_label", "Need"),
    ExportColumn("about", "About"),
    ExportColumn("sentence", "In words"),
    ExportColumn("day", "By", "date"),
    ExportColumn("low", "Low over the term (pounds)", "money"),
    ExportColumn("high", "High over the term (pounds)", "money"),
    ExportColumn("includes_vat", "With VAT"),
    ExportColumn("threshold", "Threshold (pounds)", "money"),
    ExportColumn("source", "Source or rows behind it"),
)
TOGETHER, CHECK, NOT_MODELLED = "Together", "To check first", "Not modelled"


def law_rows(
    head: Mapping[str, Any], document: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """The rows of one proposal in the order of its page; `head` names the proposal.

    None where a build of before says nothing of the law.
    """
    law = document.get("law")
    if law is None:
        return
    empty = dict.fromkeys(column.key for column in LAW)
    for place, sentence in enumerate(law["sentences"]):
        value = _value(law["together"]) if place == 0 else {}
        yield {**empty, **head, "about": TOGETHER, "sentence": sentence, **value}
    for member in law["members"]:
        yield {
            **empty,
            **head,
            "about": member["council_name"],
            "sentence": member["sentence"],
            **_value(member),
            "source": _sources(member),
        }
    for warned in law["warnings"]:
        yield {
            **empty,
            **head,
            "about": CHECK,
            "sentence": warned["sentence"],
            "source": places_in_words(warned["evidence"]),
        }
    for one in notice_milestones(document):
        row = {"about": one.name, "sentence": one.detail, "day": one.day}
        yield {**empty, **head, **row}
    for said in law["not_modelled"]:
        yield {**empty, **head, "about": NOT_MODELLED, "sentence": said}


def places_in_words(places: Sequence[Mapping[str, Any]]) -> str:
    """Rows as published, in one cell: file, sheet and row."""
    return "; ".join(
        " ".join(
            part
            for part in (
                place["file"],
                place["sheet"],
                place["pointer"] or f"row {place['row']}",
            )
            if part
        )
        for place in places
    )


def _value(side: Mapping[str, Any]) -> dict[str, Any]:
    value = side["value_gbp"]
    return {
        "low": _pounds(value["low"]),
        "high": _pounds(value["high"]),
        "includes_vat": side["includes_vat"],
        "threshold": _pounds(side["threshold_gbp"]),
        "source": side["threshold_source"],
    }


def _sources(member: Mapping[str, Any]) -> str:
    found = (member["regime"], member["regime_source"], member["threshold_source"])
    return "; ".join(dict.fromkeys(part for part in found if part))


def _pounds(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
