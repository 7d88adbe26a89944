"""One proposal as a terminal shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from folkmoot.buy.headings import ASKED
from folkmoot.registers.tables import SPREAD_METHODS


def end_in_words(end: object, method: str) -> str:
    """An end date, marked where it is only the usual one of contracts like it."""
    if not end:
        return ""
    return f"{end} (estimated)" if method in SPREAD_METHODS else str(end)


def _value_in_words(value: Mapping[str, Any]) -> str:
    if value["high"] is None:
        return "not known"
    middle = "not known" if value["mid"] is None else value["mid"]
    return f"{value['low']} to {value['high']}, middle {middle}"


def print_opportunity(found: Mapping[str, Any]) -> None:
    """Who, when, how much, by when, for, against, and what is asked next."""
    value, live = found["value_gbp"], found["go_live"]
    click.echo(f"{found['need']['label']} ({found['id']})")
    click.echo(f"Go live {live['from']} to {live['to']}, best {live['best']}")
    click.echo(f"£ a year: {_value_in_words(value)}")
    click.echo(f"Confidence {found['confidence']:.2f}")
    for member in found["members"]:
        role = "" if member["is_member"] else " (neighbour)"
        click.echo(f"\n{member['council_name']}{role}")
        for contract in member["contracts"]:
            suppliers = ", ".join(contract["suppliers"]) or "supplier not known"
            ends = (
                end_in_words(contract["end_date"], contract["end_method"])
                or "no end date"
            )
            click.echo(f"  {contract['title'] or 'no title'}: {suppliers}, ends {ends}")
            for place in contract["evidence"][:1]:
                where = place["pointer"] or f"row {place['row']}"
                click.echo(f"    {place['file']} {place['sheet']} {where}")
    click.echo("\nLatest safe start")
    for route in found["routes"]:
        passed = " (passed)" if route["is_passed"] else ""
        click.echo(f"  {route['latest_safe_start']}  {route['label']}{passed}")
    for heading, key in (
        ("For", "reasons_for"),
        ("Against", "reasons_against"),
        ("It would grow", "grows_if"),
        ("It counts on", "holds_if"),
    ):
        _print_reasons(heading, found[key])
    for key, heading in ASKED:
        _print_reasons(heading, found["asked_next"].get(key, ()))


def _print_reasons(heading: str, reasons: Sequence[Mapping[str, Any]]) -> None:
    if reasons:
        click.echo(f"\n{heading}")
        for reason in reasons:
            click.echo(f"  - {reason['sentence']}")
