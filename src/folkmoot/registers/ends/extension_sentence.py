"""One sentence that speaks of extending, taken apart by the table of wordings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from folkmoot.registers.ends.extension_chains import Chain, chain_in
from folkmoot.registers.ends.extension_told import (
    UNDATED,
    Dated,
    Extension,
    Option,
    Quoted,
    Span,
)
from folkmoot.registers.ends.extension_words import (
    DAYS_A_MONTH,
    EXTENDING,
    OFFERING,
    PROMISES_TIME,
    Wording,
    conditions_in,
    day_of,
    days_of,
    number_of,
    wordings,
)

LONGEST_MONTHS = 480
"""Forty years: concessions run so long; longer is a slip or a lease."""
MOST_OPTIONS = 12
"""More options than this are a length or a lot number that was read as a count."""
LONGEST_QUOTE = 300
YEAR = 12
_EXTENDED_BY = re.compile(
    r"(?:further|exten\w+|additional|options?|renew\w*)(?: for| by| of)?(?: a)?(?: further)? ?\(?$"
)
_SAYS_YES = re.compile(r"(?:y|yes)?\W*")
_OR = re.compile(
    r"\W*(?:(?:and/)?or(?: else| alternatively| instead)?\b,?|either\b)"
    r"(?:(?! and )[^.;]){0,40}|\s*/\s*"
)
"""What stands between two lengths of which one is taken: "2 years, or alternatively"."""
_BEGINS_WITH_OR = re.compile(r"or\b")
_THEN_OR = re.compile(r"\s+or\b")
"""After the first of two lengths with one unit, 12 or 24 months, which looks like a count."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """One length and what it is, in characters of its sentence."""

    role: str
    count: int | None
    days: int | None
    day: date | None
    start: int
    end: int

    @property
    def months(self) -> int:
        return round((self.days or 0) / DAYS_A_MONTH)

    @property
    def all_months(self) -> int:
        """Of all its steps together."""
        return (self.count or 1) * self.months


class Sentence:
    """One sentence that speaks of extending, taken apart wording by wording."""

    def __init__(
        self,
        field: str,
        text: str,
        flat: str,
        start: int,
        end: int,
        *,
        is_own: bool,
        dated: Dated = UNDATED,
    ) -> None:
        self._field, self._text, self._start, self._end = field, text, start, end
        self._words = re.sub(r"\s", " ", flat[start:end].lower())
        trigger = EXTENDING.search(self._words)
        self._trigger = trigger.start() if trigger else 0
        offering = OFFERING.search(self._words)
        self._offering = offering.start() if offering else len(self._words)
        if is_own and offering is None:
            self._offering = 0
        self._is_own, self._dated = is_own, dated

    def read(self) -> Extension:
        """What the sentence says, with its words."""
        chain = chain_in(self._words, is_own=self._is_own)
        hits = self._hits(
            _without(self._words, chain.start, chain.end) if chain else self._words
        )
        initial = [h for h in hits if h.role == "initial" and h.start < self._trigger]
        total = [h for h in hits if h.role == "total"]
        each = next((h.months for h in hits if h.role in ("each", "yearly")), None)
        options = _options(hits, each, self._words, self._quote)
        if chain is not None:
            quoted = self._quote(chain.start, chain.end)
            options = _alike([Option(1, m, m, quoted) for m in chain.added_months])
        until = next((h for h in hits if h.role == "until" and h.day), None)
        first = None if chain is None else chain.initial_months
        if chain is not None and first and self._adds_all(chain, initial):
            options = _alike([Option(1, first, first, options[0].quoted), *options])
            first = None
        said = Extension(
            initial_months=first or _initial(initial, options),
            options=options,
            total=Span(total[0].days, self._quoted(total[0])) if total else None,
            latest=(until.day, self._quoted(until)) if until and until.day else None,
            breaks=self._spans(hits, "break"),
            notices=self._spans(hits, "notice"),
            conditions=tuple(
                (kind, self._quote(start, end))
                for kind, start, end in conditions_in(
                    self._words[self._trigger :], self._trigger
                )
            ),
            each_months=each,
        )
        is_read = said.options or said.latest or said.breaks or said.total
        if not is_read and PROMISES_TIME.search(self._words):
            return replace(said, unread=(self._quote(0, len(self._words)),))
        return said

    def _adds_all(self, chain: Chain, initial: Sequence[_Hit]) -> bool:
        """Whether even the first term of a sum is an option: "extended for 1 year + 1 year"."""
        before = self._words[: chain.start]
        if self._is_own and _SAYS_YES.fullmatch(before):
            return self._is_beside_an_end(chain)
        if chain.start <= self._trigger:
            return False
        if _EXTENDED_BY.search(before):
            return True
        return bool(initial) and initial[0].months != chain.initial_months

    def _is_beside_an_end(self, chain: Chain) -> bool:
        """Whether a sum in a column of extensions, 1+1, is all of options.

        It is where an end is published beside it; but a sum that begins with the length of
        the contract, or with its longest part as 3+1+1 does, gives the first term.
        """
        first = chain.initial_months or 0
        is_term = any(abs(first - length) <= 1 for length in self._dated.lengths)
        return self._dated.has_end and not is_term and first <= chain.added_months[0]

    def _hits(self, words: str) -> list[_Hit]:
        hits = []
        for wording in wordings():
            for match in wording.pattern.finditer(words):
                hit = _hit(wording, match)
                first = self._offering if wording.after_extending else 0
                too_soon = match.start() < first or not self._may_be(wording.role)
                if hit is not None and not too_soon:
                    hits.append(hit)
                    words = _without(words, match.start(), match.end())
        return sorted(hits, key=lambda hit: hit.start)

    def _may_be(self, role: str) -> bool:
        return role not in ("option", "added") or self._offering < len(self._words)

    def _spans(self, hits: Sequence[_Hit], role: str) -> tuple[Span, ...]:
        return tuple(Span(h.days, self._quoted(h)) for h in hits if h.role == role)

    def _quoted(self, hit: _Hit) -> Quoted:
        return self._quote(hit.start, hit.end)

    def _quote(self, start: int, end: int) -> Quoted:
        """The words as published, from what says that they are of extending."""
        if start > self._trigger and end - self._trigger <= LONGEST_QUOTE:
            start = self._trigger
        first = self._start + start
        last = min(self._start + end, first + LONGEST_QUOTE)
        while first < last and self._text[first].isspace():
            first += 1
        return Quoted(self._field, first, last, self._text[first:last].rstrip())


def _initial(hits: Sequence[_Hit], options: Sequence[Option]) -> int | None:
    """The first term: of two, the shorter where the longer already counts the options."""
    if not hits:
        return None
    added = sum(option.total_months for option in options)
    is_whole = len(hits) > 1 and hits[0].months == hits[-1].months + added
    return hits[-1 if is_whole else 0].months


def _without(words: str, start: int, end: int) -> str:
    """The words with some blanked out, so that nothing is read twice and nothing moves."""
    return words[:start] + " " * (end - start) + words[end:]


def _hit(wording: Wording, match: re.Match[str]) -> _Hit | None:
    """What a wording found; None where its number makes no sense."""
    groups = match.groupdict()
    number = number_of(groups["n"]) if groups.get("n") else None
    days = days_of(groups["len"]) if groups.get("len") else None
    if groups.get("one"):
        days = (YEAR if "year" in groups["one"] else 1) * DAYS_A_MONTH
    if wording.months is not None:
        days = wording.months * DAYS_A_MONTH
    if groups.get("from"):
        number = int(groups["to"]) - int(groups["from"]) + 1
    role = wording.role
    if role == "yearly":
        days = YEAR * DAYS_A_MONTH
    if role == "break" and number is not None:
        days = round(number * YEAR * DAYS_A_MONTH)
    is_length = role in ("option", "added", "initial", "each", "total")
    if is_length and not DAYS_A_MONTH <= (days or 0) <= LONGEST_MONTHS * DAYS_A_MONTH:
        return None
    if (
        role in ("option", "added")
        and number is not None
        and not 1 <= number <= MOST_OPTIONS
    ):
        return None
    if role == "total" and re.search("further|additional|extra", match[0]):
        role = "option"
    day = day_of(groups["day"]) if groups.get("day") else None
    if groups.get("n") and _THEN_OR.match(match.string, match.end("n")):
        number = None
    count = None if number is None else int(number)
    return _Hit(role, count, days, day, match.start(), match.end())


def _options(
    hits: Sequence[_Hit],
    each: int | None,
    words: str,
    quote: Callable[[int, int], Quoted],
) -> tuple[Option, ...]:
    """The options of one sentence; one that is the sum of the others only repeats them.

    Of lengths that stand as alternatives the longest counts, quoted with the others.
    """
    found = [h for h in hits if h.role in ("option", "added")]
    if len(found) > 1 and all(h.role == "option" for h in found):
        whole = sum(h.all_months for h in found)
        repeats = [h for h in found if 2 * h.all_months == whole]
        if repeats and not _are_alternatives(found, words):
            found.remove(repeats[0])
    told = []
    for choices in _choices(found, words):
        # Of two that come to the same, the one that says in how many steps.
        hit = max(choices, key=lambda choice: (choice.all_months, choice.count or 0))
        count, length = hit.count or 1, hit.months
        if hit.count is None and each and length > each and length % each == 0:
            count, length = length // each, each
        quoted = quote(choices[0].start, choices[-1].end)
        told.append(Option(count, length, count * length, quoted))
    return _alike(told)


def _are_alternatives(found: Sequence[_Hit], words: str) -> bool:
    return any(len(choices) > 1 for choices in _choices(found, words))


def _choices(found: Sequence[_Hit], words: str) -> list[list[_Hit]]:
    """Lengths in order, those with an "or" between them together."""
    grouped: list[list[_Hit]] = []
    for hit in found:
        if grouped and _is_other(words, grouped[-1][-1].end, hit.start):
            grouped[-1].append(hit)
        else:
            grouped.append([hit])
    return grouped


def _is_other(words: str, end: int, start: int) -> bool:
    """Whether a length that begins at `start` stands as an alternative to one before."""
    between = words[end:start]
    if _OR.fullmatch(between):
        return True
    return not between.strip(" ,") and bool(_BEGINS_WITH_OR.match(words, start))


def _alike(options: Sequence[Option]) -> tuple[Option, ...]:
    """Options of one length as one row: 1 + 1 is two of a year."""
    kept: dict[int, Option] = {}
    for option in options:
        before = kept.get(option.length_months)
        count = option.count + (before.count if before else 0)
        quoted = before.quoted if before else option.quoted
        length = option.length_months
        kept[length] = Option(count, length, count * length, quoted)
    return tuple(kept.values())
