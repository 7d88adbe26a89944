"""The buy desk: what could we buy together, when, from whom, and how much is at stake?"""

from __future__ import annotations

from folkmoot.buy.tables import FINDINGS
from folkmoot.core.desk import BuildContext, Desk
from folkmoot.core.store import Writer


def build(writer: Writer, context: BuildContext) -> None:
    """Ask the desk's question of the facts and write its findings."""
    from folkmoot.buy.steps import build_findings  # heavy; only a build comes here

    build_findings(writer, context)


DESK = Desk(
    name="buy",
    question="What could we buy together, when, from whom, and how much is at stake?",
    tables=FINDINGS,
    build=build,
    commands="folkmoot.buy.commands:buy",
)
