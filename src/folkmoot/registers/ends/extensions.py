"""Options to extend, breaks and notice, read from the words that buyers publish.

Almost nothing of it is structured, so sentences that speak of extending are read by a
table of wordings (`reference/extension_wordings.toml`). What was read keeps the exact words
and where they stand; a sentence that speaks of extending and cannot be read is kept as
unread, so that it is counted and never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from folkmoot.registers.ends.extension_sentence import Sentence
from folkmoot.registers.ends.extension_told import (
    UNDATED,
    Dated,
    Extension,
    Option,
    Quoted,
    Span,
)
from folkmoot.registers.ends.extension_words import (
    EXTENDING,
    NEGATED,
    flattened,
    sentences,
    speaks_of_extending,
)

OWN_FIELD = "extension_text"
"""The field in which a publisher writes of nothing else: "1 x 12 months" is an option there."""

_T = TypeVar("_T")


def extension_of(
    fields: Sequence[tuple[str, str]], dated: Dated = UNDATED
) -> Extension:
    """What the fields of one contract say; the first sentence that gives options counts.

    `fields` are pairs of a name and its text as published, `dated` is what stands beside.
    """
    read = [part for name, text in fields if text for part in _read(name, text, dated)]
    return _brought_together(read) if read else Extension()


def _read(name: str, text: str, dated: Dated) -> Iterator[Extension]:
    """What each sentence says; all of the publisher's own field is of extending."""
    is_own = name == OWN_FIELD and any(sign.isdigit() for sign in text)
    if not is_own and not EXTENDING.search(text.lower()):
        return
    flat = flattened(text)
    for start, end in sentences(flat):
        words = flat[start:end].lower()
        is_said = speaks_of_extending(words)
        if is_said or (is_own and not NEGATED.search(words)):
            sentence = Sentence(
                name, text, flat, start, end, is_own=is_own, dated=dated
            )
            yield sentence.read()


def _brought_together(read: Sequence[Extension]) -> Extension:
    told = [one for one in read if one.options]
    first = told[0] if told else Extension()
    initial = _first(one.initial_months for one in (first, *told, *read))
    total = first.total or _first(one.total for one in read)
    options = first.options
    if not options and initial and total and total.months:
        each = _first(one.each_months for one in read)
        is_of_options = total.months <= initial
        left = total.months if is_of_options else total.months - initial
        options = _up_to(left, each, total.quoted)
    return Extension(
        initial_months=initial,
        options=options,
        total=total,
        latest=_first(one.latest for one in read),
        breaks=_unlike(part for one in read for part in one.breaks),
        notices=_unlike(part for one in read for part in one.notices),
        conditions=_one_a_kind(part for one in read for part in one.conditions),
        unread=() if options else tuple(q for one in read for q in one.unread),
        is_doubted=len({one.option_months for one in told}) > 1,
    )


def _up_to(left: int, each: int | None, quoted: Quoted) -> tuple[Option, ...]:
    if left <= 0:
        return ()
    if each and left % each == 0:
        return (Option(left // each, each, left, quoted),)
    return (Option(1, left, left, quoted),)


def _first(found: Iterable[_T | None]) -> _T | None:
    return next((one for one in found if one is not None), None)


def _unlike(spans: Iterable[Span]) -> tuple[Span, ...]:
    kept: dict[int | None, Span] = {}
    for span in spans:
        kept.setdefault(span.days, span)
    return tuple(kept.values())


def _one_a_kind(
    told: Iterable[tuple[str, Quoted]],
) -> tuple[tuple[str, Quoted], ...]:
    kept: dict[str, Quoted] = {}
    for kind, quoted in told:
        kept.setdefault(kind, quoted)
    return tuple(kept.items())
