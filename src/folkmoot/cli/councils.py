"""The command that finds a council's GSS code."""

from __future__ import annotations

from dataclasses import asdict

import click

from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.terminal import json_option, print_json, print_table


@click.command()
@click.argument("words", nargs=-1)
@json_option
def councils(words: tuple[str, ...], as_json: bool) -> None:
    """List the councils that this release knows, by GSS code; those whose name has WORDS.

    A place, a type or a combined authority will do. Councils that were merged away are
    listed with their last day. Example: folkmoot councils lancashire
    """
    from folkmoot.registers.councils.facts import known_councils

    wanted = [word.casefold() for word in words]
    found = [
        one
        for one in known_councils().values()
        if all(
            word
            in f"{one.official_name} {one.name} {one.type} {one.region} "
            f"{one.combined_authority or ''} {one.gss}".casefold()
            for word in wanted
        )
    ]
    if not found:
        raise NotFoundError(
            f"No council this release knows has “{' '.join(words)}” in its name.",
            "Try one word of it, or add it to folkmoot.toml as a [[councils]] entry.",
        )
    found.sort(key=lambda one: (one.end is not None, one.name))
    if as_json:
        print_json([asdict(one) for one in found])
        return
    print_table(
        ["GSS code", "council", "type", "region", "until"],
        [
            [
                one.gss,
                one.official_name or one.name,
                one.type,
                one.region,
                one.end or "",
            ]
            for one in found
        ],
    )
