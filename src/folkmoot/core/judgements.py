"""What a person can decide about: topics with their verdicts, and one decision kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from folkmoot.core.exceptions import RefusedError

ROLES: tuple[tuple[str, str], ...] = (
    ("procurement", "Procurement or category lead"),
    ("contracts", "Contract manager"),
    ("finance", "Finance or spend analyst"),
    ("digital", "Digital or data lead"),
    ("service", "Service lead"),
    ("chief-officer", "Chief officer"),
    ("elected-member", "Elected member"),
    ("other", "Another role"),
)
"""In which capacity somebody decides, and how pages say it. A role gives no rights."""

LONGEST_REASON = 2000
"""Characters; our own assumption: a reason is a few sentences, not a report."""
LONGEST_NAME = 100
"""Characters of a person's name; our own assumption."""

_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of question that people decide: its verdicts, each in words.

    `subjects` says what a subject is, for the help of the command line: the id of one
    thing, or a pair as `pair_subject` writes it. `needs_reason` are the verdicts that
    nobody may give without saying why.
    """

    name: str
    title: str
    question: str
    subjects: str
    verdicts: Mapping[str, str]
    needs_reason: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision as it was kept; it is never changed, only undone by another row.

    `number` counts the rows of one subject from 1. `undoes` is the id of the decision
    that this row takes back; its verdict is then empty.
    """

    judgement_id: int
    at: str
    who: str
    role: str
    topic: str
    subject: str
    number: int
    verdict: str
    reason: str
    detail: Mapping[str, Any]
    undoes: int | None

    @property
    def date(self) -> str:
        """The day on which it was decided, as ISO text."""
        return self.at[:10]


@dataclass(frozen=True, slots=True)
class Person:
    """Who decides, and in which role; a name as the person gave it."""

    who: str
    role: str


@dataclass(frozen=True, slots=True)
class Say:
    """What a person says of one subject; `seen` is how many rows of it were shown.

    Where `seen` is given and somebody has decided since, nothing is kept: the person
    should see first what the other one said.
    """

    subject: str
    verdict: str
    reason: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None


def role_in_words(role: str) -> str:
    """A role as pages say it; one that is not in the list is said as it was kept."""
    return dict(ROLES).get(role, role)


def pair_subject(one: str, other: str) -> str:
    """The subject of a question about two things, whichever is named first."""
    return _BETWEEN.join(sorted((one, other)))


def pair_of(subject: str) -> tuple[str, str]:
    """The two ids of a pair. Raises `RefusedError` where it is none."""
    one, found, other = subject.partition(_BETWEEN)
    if not (found and one and other) or _BETWEEN in other or one >= other:
        raise RefusedError(
            f"{subject!r} is no pair of two different ids.",
            f"Write them as ONE{_BETWEEN}OTHER, the smaller first.",
        )
    return one, other


def standing(history: Sequence[Judgement]) -> list[Judgement]:
    """Of each subject the last decision that was not undone, in the order decided."""
    undone = {row.undoes for row in history if row.undoes is not None}
    last: dict[tuple[str, str], Judgement] = {}
    for row in history:
        if row.undoes is None and row.judgement_id not in undone:
            last[(row.topic, row.subject)] = row
    return sorted(last.values(), key=lambda row: row.judgement_id)


def kept_together(history: Sequence[Judgement], one: Judgement) -> list[Judgement]:
    """What one act decided: `one`, and what the same person said with it of other subjects.

    Of these only what nobody took back, in the order kept. An act is known by its person,
    second, verdict and reason, which all its rows share.
    """
    undone = {row.undoes for row in history}
    return [
        row
        for row in history
        if row.undoes is None
        and row.judgement_id not in undone
        and _act(row) == _act(one)
    ]


def _act(row: Judgement) -> tuple[str, ...]:
    return row.topic, row.at, row.who, row.role, row.verdict, row.reason


def check_person(by: Person) -> None:
    """Raise `RefusedError` where the name or the role is missing or unreadable."""
    name = by.who.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise RefusedError(
            "A decision is kept with the name of the person who took it.",
            f"Give your name, in {LONGEST_NAME} characters or fewer.",
            field="who",
        )
    if not by.role:
        raise RefusedError(
            "A decision is kept with the role of the person who took it.",
            "Choose your role.",
            field="role",
        )


def check_say(topic: Topic, say: Say) -> None:
    """Raise `RefusedError` where this is no complete answer to the topic's question."""
    if say.verdict not in topic.verdicts:
        # Who chose nothing stands before a form, which has the words and not their codes.
        offered = topic.verdicts if say.verdict else topic.verdicts.values()
        raise RefusedError(
            f"{say.verdict!r} is no answer to: {topic.question}"
            if say.verdict
            else f"No answer was chosen to: {topic.question}",
            f"Choose one of: {', '.join(offered)}.",
            field="verdict",
        )
    if say.verdict in topic.needs_reason and not say.reason.strip():
        raise RefusedError(
            "This answer needs a reason, for those who read it later.",
            "Say in a sentence why.",
            field="reason",
        )
    if len(say.reason) > LONGEST_REASON:
        raise RefusedError(
            f"The reason has {len(say.reason):,} characters.",
            f"Use {LONGEST_REASON:,} or fewer.",
            field="reason",
        )
    if not say.subject:
        raise RefusedError("It is not said what is decided.", "Name the subject.")
