"""The ranking as it would have been on an earlier day, knowing only what was published by then.

The rows that a build has read are taken again, what was published or paid after the cut is
left out, and councils, suppliers, needs and proposals are worked out anew: nothing that was
learned later reaches back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from folkmoot.buy.steps import build_findings
from folkmoot.buy.tables import FINDINGS
from folkmoot.core.desk import BuildContext
from folkmoot.core.questions import question
from folkmoot.core.store import Writer, reading
from folkmoot.registers.resolving import resolve
from folkmoot.registers.tables import FACTS
from folkmoot.sources.carrying import carry_over
from folkmoot.sources.tables import SEALED


@dataclass(frozen=True, slots=True)
class Again:
    """What a blind build stands on: the sealed build, and the group's settings and secret."""

    build: Path
    members: Sequence[str]
    extra_councils: Sequence[Mapping[str, Any]]
    settings: Mapping[str, Any]
    secret: bytes


def blind_build(
    target: Path, again: Again, *, cut: date, masked: Sequence[str] = ()
) -> None:
    """Write the build of the day `cut` to a new file.

    What buyers called `masked` published is left out too. Raises `ConfigError` for wrong
    settings.
    """
    with reading(again.build) as reader:
        sources = reader.rows("SELECT source_id FROM source.files")
    writer = Writer(target)
    try:
        writer.create((*SEALED, *FACTS, *FINDINGS))
        carry_over(
            writer,
            before=again.build,
            sources=frozenset(row["source_id"] for row in sources),
        )
        if masked:
            mask = question("folkmoot.buy", "mask_partnerships")
            writer.connection.execute(mask, [list(masked)])
        resolve(
            writer,
            members=again.members,
            extra_councils=again.extra_councils,
            as_of=cut,
            secret=again.secret,
        )
        context = BuildContext(as_of=cut, group_name="", settings=again.settings)
        build_findings(writer, context)
        writer.close()
    finally:
        writer.abandon()
