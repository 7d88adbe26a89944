"""`folkmoot buy notice`: a draft notice for a proposal, as words or as OCDS."""

from __future__ import annotations

from pathlib import Path

import click

from folkmoot.buy.law.notice_words import draft_words
from folkmoot.buy.law.notices import KINDS, draft_ocds
from folkmoot.core.terminal import print_json, workspace_option


@click.command()
@click.argument("opportunity_id", metavar="ID")
@workspace_option
@click.option(
    "--kind",
    type=click.Choice(sorted(KINDS)),
    default="pipeline",
    show_default=True,
    help="pipeline (UK1) or planned (UK3).",
)
@click.option("--ocds", "form", flag_value="ocds", help="Print OCDS 1.1 JSON.")
@click.option(
    "--words",
    "form",
    flag_value="words",
    default=True,
    help="Print plain text (default).",
)
def notice(opportunity_id: str, *, folder: Path, kind: str, form: str) -> None:
    """A draft notice for one proposal; nothing is published.

    What only the councils can say stands as TO FILL.

    Example: folkmoot buy notice 82c6af32a5 --kind planned --ocds
    """
    from folkmoot.buy.commands import standing_build
    from folkmoot.buy.findings import opportunity

    with standing_build(folder) as now:
        found = opportunity(now.reader, opportunity_id)
    if form == "ocds":
        print_json(draft_ocds(found, KINDS[kind], as_of=now.as_of, group=now.group))
    else:
        said = draft_words(found, KINDS[kind], as_of=now.as_of, group=now.group)
        click.echo(said, nl=False)
