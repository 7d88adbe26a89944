"""Whether one question makes sense by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from folkmoot.ask.survey.faults import Fault
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.core.toml_lines import Path

MOST_CODES = 1_000
"""Codes of one question: some thrice the councils of Britain; our own assumption."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def question_faults(question: Question, path: Path) -> Iterator[Fault]:
    """What is wrong with a question that stands at `path`."""
    if not _NAME.fullmatch(question.id):
        yield Fault(
            (*path, "id"),
            f"`{question.id}` cannot be a name.",
            "Start with a letter; then letters, digits and _.",
        )
    yield from _codes(question, path)
    yield from _items(question, path)
    yield from _columns(question, path)
    yield from _numbers(question, path)
    sides = [code.side is not None for code in question.codes]
    if question.kind == "scale" and not all(sides):
        place = sides.index(False) if False in sides else 0
        yield Fault(
            (*path, "codes", place),
            "a code of a scale has no side.",
            "Say positive, neutral, negative or aside.",
        )
    elif any(sides) and not all(sides):
        yield Fault(
            (*path, "codes", sides.index(False)),
            "some codes have a side and this one has none.",
            "Give all of them a side, or none.",
        )


def _codes(question: Question, path: Path) -> Iterator[Fault]:
    if question.is_coded and len(question.codes) < 2:
        yield Fault(
            (*path, "kind"),
            f"a {question.kind} question offers at least two codes.",
            "Add codes.",
        )
    if len(question.codes) > MOST_CODES:
        yield Fault(
            (*path, "codes", MOST_CODES),
            f"`{question.id}` has {len(question.codes):,} codes and may have {MOST_CODES:,}.",
            "Ask for a number or for words, or join codes.",
        )
    if not question.is_coded and question.codes:
        yield Fault(
            (*path, "codes"),
            f"a {question.kind} question has no codes.",
            "Remove them, or change the kind.",
        )
    names = [code.code for code in question.codes]
    claimed = {name: name for name in names}
    for place, code in enumerate(question.codes):
        if code.code in names[:place]:
            yield _twice(code.code, (*path, "codes", place))
        for spelling in code.written:
            if claimed.setdefault(spelling, code.code) != code.code:
                yield _twice(spelling, (*path, "codes", place, "written"))
        if code.alone and not question.is_several:
            yield Fault(
                (*path, "codes", place, "alone"),
                "only one code can be chosen here anyhow.",
                "Remove `alone`.",
            )


def _twice(spelling: str, path: Path) -> Fault:
    return Fault(
        path,
        f"`{spelling}` stands for two codes.",
        "Every code and spelling must be its own.",
    )


def _items(question: Question, path: Path) -> Iterator[Fault]:
    if question.kind == "grid" and not question.items:
        yield Fault((*path, "kind"), "a grid has statements.", "Add items.")
    if question.kind != "grid" and question.items:
        yield Fault((*path, "items"), "only a grid has statements.", "Remove them.")
    ids = [item.id for item in question.items]
    for place, name in enumerate(ids):
        if name in ids[:place] or not _NAME.fullmatch(name):
            yield Fault(
                (*path, "items", place, "id"),
                f"`{name}` cannot be a name here, or is there twice.",
                "Start with a letter; then letters, digits and _.",
            )


def _columns(question: Question, path: Path) -> Iterator[Fault]:
    if not question.is_several:
        if question.columns or question.separator:
            key = "columns" if question.columns else "separator"
            yield Fault(
                (*path, key),
                f"a {question.kind} question has one column.",
                "Use `column`.",
            )
        return
    if isinstance(question.columns, dict):
        for code in question.columns:
            if code not in question.code_names():
                yield Fault(
                    (*path, "columns", code),
                    f"`{code}` is no code of the question.",
                    f"Its codes are {', '.join(question.code_names())}.",
                )
    if question.columns and question.separator:
        yield Fault(
            (*path, "separator"),
            "answers stand in several columns or in one that is parted, not both.",
            "Remove one of the two.",
        )
    if question.most is not None and question.most > len(question.codes):
        yield Fault((*path, "most"), "more may be chosen than is offered.", "Lower it.")


def _numbers(question: Question, path: Path) -> Iterator[Fault]:
    least, most = question.least_number, question.most_number
    if question.kind != "number" and (least is not None or most is not None):
        key = "least_number" if least is not None else "most_number"
        yield Fault((*path, key), "only a number has bounds.", "Remove it.")
    if least is not None and most is not None and least > most:
        yield Fault((*path, "least_number"), "the bounds are crossed.", "Swap them.")
    if question.most is not None and not question.is_several:
        yield Fault((*path, "most"), "one answer is given here.", "Remove it.")
