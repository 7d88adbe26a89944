"""Whether each `[[gaps]]` of a survey file names two groups and a figure that both have."""

from __future__ import annotations

from collections.abc import Iterator

from folkmoot.ask.survey.declared import Gap, Statement
from folkmoot.ask.survey.faults import Fault
from folkmoot.ask.survey.name_checks import Names, item_fault, no_code, unknown
from folkmoot.core.toml_lines import Path


def gap_faults(names: Names) -> Iterator[Fault]:
    """Everything that does not fit, gap by gap."""
    for number, gap in enumerate(names.file.gaps):
        path: Path = ("gaps", number)
        yield from _groups(names, gap, path)
        yield from _figure(names, gap, path)


def spoken_gap_faults(names: Names, one: Statement, path: Path) -> Iterator[Fault]:
    """What is wrong with the gap that a statement speaks of."""
    gaps = {gap.id: gap for gap in names.file.gaps}
    gap = gaps.get(one.gap)
    if gap is None:
        yield unknown(path, one.gap, gaps)
    elif (gap.question, gap.item) != (one.question, one.item):
        yield Fault(
            path,
            f"`{gap.id}` is a gap of another question or statement.",
            f"Name one of `{one.question}`, or speak of `{gap.question}`.",
        )
    elif not gap.codes and not gap.net and not _is_number(names, gap.question):
        yield Fault(
            path,
            f"`{gap.id}` has a gap for every row, and a sentence speaks of one.",
            "Give the gap codes or a net.",
        )


def _is_number(names: Names, question: str) -> bool:
    """Whether a table of the question has its mean and nothing else to take a gap of."""
    found = names.questions.get(question)
    return found is not None and found.kind == "number"


def _groups(names: Names, gap: Gap, path: Path) -> Iterator[Fault]:
    """What is wrong with the division or with the two groups of it."""
    heads = {q.id: q.code_names() for q in names.file.questions if q.heads_tables()}
    for one in names.file.segments:
        heads[one.id] = (*(group.code for group in one.groups), "other")
    if gap.by not in heads:
        yield unknown((*path, "by"), gap.by, heads)
        return
    if gap.by == gap.question:
        yield Fault(
            (*path, "by"),
            f"`{gap.by}` would be set against itself.",
            "Part people by another question, or ask for the gap of another.",
        )
    offered = set(heads[gap.by])
    for key, code in (("of", gap.of), ("less", gap.less)):
        if code not in offered:
            yield no_code((*path, key), gap.by, code, offered)
    if gap.of == gap.less:
        yield Fault(
            (*path, "less"),
            "both are one and the same group.",
            "Name another group of the division.",
        )


def _figure(names: Names, gap: Gap, path: Path) -> Iterator[Fault]:
    """What is wrong with the figure whose gap is asked for."""
    question = names.questions.get(gap.question)
    tabled = [q.id for q in names.file.questions if q.kind != "text"]
    if gap.question not in (*tabled, *names.segments):
        yield unknown((*path, "question"), gap.question, [*tabled, *names.segments])
        return
    if gap.codes and gap.net:
        yield Fault(
            path, "it speaks of two figures.", "Give codes, or net, or neither."
        )
    if gap.codes:
        yield from names.figure(gap.question, gap.item, gap.codes, path, "codes")
    elif question is not None:
        yield from item_fault(question, gap.item, (*path, "item"))
    if question is not None and question.is_several and len(gap.codes) > 1:
        yield Fault(
            (*path, "codes"),
            "several answers can be given here, and their shares do not add up.",
            "Name one code, or leave codes out for a gap of each.",
        )
    nets = {net.id: net.question for net in names.file.nets}
    if gap.net and gap.net not in nets:
        yield unknown((*path, "net"), gap.net, nets)
    elif gap.net and nets[gap.net] != gap.question:
        yield Fault(
            (*path, "net"),
            f"`{gap.net}` is a net of `{nets[gap.net]}`.",
            f"Name a net of `{gap.question}`.",
        )
