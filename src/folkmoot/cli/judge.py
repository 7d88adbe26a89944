"""Commands that show, keep and take back what people decided."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from folkmoot.core.exceptions import RefusedError
from folkmoot.core.judgements import ROLES
from folkmoot.core.terminal import (
    json_option,
    print_json,
    print_table,
    workspace_option,
)

if TYPE_CHECKING:
    from folkmoot.core.judgements import Judgement, Topic
    from folkmoot.core.state import State

_role_option = click.option(
    "--role",
    type=click.Choice([role for role, _ in ROLES]),
    required=True,
    help="In which role you decide.",
)
_who_option = click.option(
    "--who", default="", show_default="this account", help="Your name."
)


@click.group()
def judge() -> None:
    """Decide about suppliers, contracts and more, and take decisions back."""


@judge.command("list")
@click.option("--topic", default="", help="Only this topic, such as supplier.")
@click.option("--history", is_flag=True, help="Also what no longer stands.")
@workspace_option
@json_option
def list_decisions(topic: str, history: bool, folder: Path, as_json: bool) -> None:
    """List what people decided, what of it stands, and what the last build made of it.

    Example: folkmoot judge list --topic supplier --history
    """
    state = _state(folder, writes=False)
    if topic:
        _topic(topic)
    rows = state.history(topic) if history else state.standing(topic)
    state.close()
    became = _became(folder)
    if as_json:
        nothing = {"state": "", "note": ""}
        print_json([asdict(r) | became.get(r.judgement_id, nothing) for r in rows])
        return
    headings = ["number", "at", "who", "role", "topic", "subject", "verdict", "reason"]
    print_table(
        [*headings, "in the build", "note"],
        [
            [
                *_start(row),
                _said(row),
                row.reason,
                *became.get(row.judgement_id, {"state": "", "note": ""}).values(),
            ]
            for row in rows
        ],
    )
    click.echo(f"{len(rows):,} shown.")


@judge.command()
@click.argument("topic")
@click.argument("subject")
@click.argument("verdict")
@click.option("--reason", default="", help="Why, in a sentence.")
@click.option(
    "--detail",
    "details",
    multiple=True,
    metavar="KEY=VALUE",
    help="What belongs to the verdict, such as need_id=cpv:4821.",
)
@_role_option
@_who_option
@workspace_option
@json_option
def say(  # noqa: PLR0913 (one option each)
    topic: str,
    subject: str,
    verdict: str,
    reason: str,
    details: tuple[str, ...],
    role: str,
    who: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Decide about SUBJECT: keep VERDICT with your name and reason.

    Topics and their verdicts: folkmoot judge topics. The next build applies it.
    Example: folkmoot judge say supplier "s-1|s-2" same --role finance --reason "one owner"
    """
    from folkmoot.core.judgements import Person, Say

    asked = _topic(topic)
    seen = _shown(folder, topic, subject)
    said = Say(subject, verdict, reason, {**seen, **_detail(details)})
    state = _state(folder, writes=True)
    by = Person(who or getpass.getuser(), role)
    kept = state.decide(asked, [said], by, at=datetime.now(UTC))[0]
    state.close()
    _tell(kept, f"Kept as decision {kept.judgement_id}.", as_json)


@judge.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option(
    "--together", is_flag=True, help="Also all that were kept in the same act."
)
@click.option("--reason", default="", help="Why, in a sentence.")
@_role_option
@_who_option
@workspace_option
@json_option
def undo(
    number: int,
    together: bool,
    reason: str,
    role: str,
    who: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Take decision NUMBER back: what stood before it stands again.

    Example: folkmoot judge undo 12 --together --role finance
    """
    from folkmoot.core.judgements import Person

    state = _state(folder, writes=True)
    by, at = Person(who or getpass.getuser(), role), datetime.now(UTC)
    if together:
        kept = state.undo_together(number, by, reason=reason, at=at)
    else:
        kept = [state.undo(number, by, reason=reason, at=at)]
    state.close()
    if as_json:
        print_json([asdict(row) for row in kept] if together else asdict(kept[0]))
        return
    numbers = ", ".join(str(row.undoes) for row in kept)
    what = f"Decision {numbers} is" if len(kept) == 1 else f"Decisions {numbers} are"
    click.echo(f"{what} undone. `folkmoot build` applies it.")


@judge.command()
@json_option
def topics(as_json: bool) -> None:
    """List what can be decided: each topic, what its subjects are, and its verdicts.

    Example: folkmoot judge topics --json
    """
    known = _topics()
    if as_json:
        print_json(
            [
                {
                    "topic": topic.name,
                    "question": topic.question,
                    "subjects": topic.subjects,
                    "verdicts": dict(topic.verdicts),
                }
                for topic in known.values()
            ]
        )
        return
    print_table(
        ["topic", "question", "subject", "verdicts"],
        [
            [topic.name, topic.question, topic.subjects, ", ".join(topic.verdicts)]
            for topic in known.values()
        ],
    )


def _topics() -> dict[str, Topic]:
    from folkmoot.build import DESKS
    from folkmoot.registers.judging.questions import TOPICS

    every = (*TOPICS, *(topic for desk in DESKS for topic in desk.topics))
    return {topic.name: topic for topic in every}


def _topic(name: str) -> Topic:
    known = _topics()
    if name not in known:
        raise RefusedError(
            f"There is no topic called {name}.", f"Topics are {', '.join(known)}."
        )
    return known[name]


def _state(folder: Path, *, writes: bool) -> State:
    from folkmoot.core.state import State
    from folkmoot.core.workspace import Workspace

    root = Workspace.open(folder).root
    return State.beside(root) if writes else State.open(root)


def _became(folder: Path) -> dict[int, dict[str, str]]:
    """What the build in use says of each judgement; nothing where there is no build."""
    from folkmoot.core.workspace import Workspace
    from folkmoot.registers.reviewing.answers import judgement_states

    workspace = Workspace.open(folder)
    if workspace.latest() is None:
        return {}
    reader = workspace.current()
    states = judgement_states(reader)
    reader.close()
    return {
        row["judgement_id"]: {"state": row["state"], "note": row["note"]}
        for row in states
    }


def _shown(folder: Path, topic: str, subject: str) -> dict[str, Any]:
    """The facts that a decision about the registers is taken on, kept with it.

    Raises `NotFoundError` where the build in use has no such thing.
    """
    from folkmoot.core.workspace import Workspace
    from folkmoot.registers.judging.questions import TOPICS
    from folkmoot.registers.reviewing.answers import kept_detail

    workspace = Workspace.open(folder)
    if topic not in {own.name for own in TOPICS} or workspace.latest() is None:
        return {}
    reader = workspace.current()
    try:
        return kept_detail(reader, topic, subject)
    finally:
        reader.close()


def _detail(given: tuple[str, ...]) -> dict[str, Any]:
    found = {}
    for one in given:
        key, sign, value = one.partition("=")
        if not (sign and key and value):
            raise RefusedError(f"{one!r} is no detail.", "Write it as KEY=VALUE.")
        found[key] = value
    return found


def _start(row: Judgement) -> list[object]:
    number = str(row.judgement_id)
    return [number, row.at, row.who, row.role, row.topic, row.subject]


def _said(row: Judgement) -> str:
    return row.verdict if row.undoes is None else f"undoes {row.undoes}"


def _tell(kept: Judgement, sentence: str, as_json: bool) -> None:
    if as_json:
        print_json(asdict(kept))
        return
    click.echo(f"{sentence} `folkmoot build` applies it.")
