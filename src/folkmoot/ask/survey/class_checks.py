"""Whether segments ask for classes and profiles that can be had."""

from __future__ import annotations

from collections.abc import Iterator

from folkmoot.ask.survey.declared import (
    FEWEST_CLASSES,
    MOST_CLASSES,
    ClassRule,
    Segments,
)
from folkmoot.ask.survey.faults import Fault
from folkmoot.ask.survey.name_checks import Names, unknown
from folkmoot.core.toml_lines import Path


def class_faults(names: Names, number: int, division: Segments) -> Iterator[Fault]:
    """What is wrong with `classes` and `profile_by` of one division."""
    path: Path = ("segments", number)
    heads = [q.id for q in names.file.questions if q.heads_tables()]
    for place, name in enumerate(division.profile_by):
        if name not in heads:
            yield unknown((*path, "profile_by", place), name, heads)
    if isinstance(division.classes, ClassRule):
        yield from _rule_faults(division.classes, (*path, "classes"))
    if division.classes is not None and not _can_be_told(names, division):
        yield Fault(
            (*path, "classes"),
            "the rules rest on no question with one answer, so no classes can be found.",
            "Leave classes out.",
        )


def _rule_faults(rule: ClassRule, path: Path) -> Iterator[Fault]:
    numbers = rule.numbers()
    if not numbers or numbers[0] < FEWEST_CLASSES or numbers[-1] > MOST_CLASSES:
        yield Fault(
            (*path, "counts"),
            f"these are no numbers of classes from {FEWEST_CLASSES} to {MOST_CLASSES}.",
            'Write [2, 3, 4], or "2-5".',
        )
    elif isinstance(rule.use, int) and rule.use not in numbers:
        yield Fault(
            (*path, "use"),
            f"{rule.use} classes are not among those that are tried.",
            f'Use one of {", ".join(map(str, numbers))}, or "lowest BIC".',
        )


def _can_be_told(names: Names, division: Segments) -> bool:
    """Whether any condition asks of a question with one answer."""
    asked = {one.question for group in division.groups for one in group.when}
    return any(
        names.questions[name].kind in ("single", "scale", "grid")
        for name in asked
        if name in names.questions
    )
