"""Phrases of a list that stand in a text, longest first, and the words they are made of."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")

_APOSTROPHES = re.compile(r"['’`]")
_WORD = re.compile(r"[a-z0-9]+")


def title_words(title: str) -> list[str]:
    """The words of a title: entities decoded, lower case, plurals folded."""
    text = html.unescape(title).casefold().replace("&", " and ")
    text = _APOSTROPHES.sub("", text)
    return [_singular(word) for word in _WORD.findall(text)]


class Phrases(Generic[Meaning]):
    """A list of phrases, each with what it means; a later entry replaces an earlier one."""

    def __init__(self, entries: Iterable[tuple[str, Meaning]]) -> None:
        self._meaning: dict[str, Meaning] = {}
        self._longest: dict[str, int] = defaultdict(int)
        for phrase, meaning in entries:
            words = title_words(phrase)
            self._meaning[" ".join(words)] = meaning
            self._longest[words[0]] = max(self._longest[words[0]], len(words))

    def entries(self) -> Iterable[tuple[str, Meaning]]:
        """Every phrase as it is looked for, with what it means."""
        return self._meaning.items()

    def found(self, words: Sequence[str]) -> list[tuple[str, Meaning]]:
        """The phrases that stand in the words, in their order there.

        The longest counts, then the leftmost; parts of a phrase that was found do not
        count again.
        """
        hits: list[tuple[int, str]] = []
        taken: set[int] = set()
        for start, length in self._spans(words):
            span = range(start, start + length)
            if taken.isdisjoint(span):
                phrase = " ".join(words[start : start + length])
                if phrase in self._meaning:
                    hits.append((start, phrase))
                    taken.update(span)
        return [(phrase, self._meaning[phrase]) for _, phrase in sorted(hits)]

    def _spans(self, words: Sequence[str]) -> list[tuple[int, int]]:
        spans = []
        for start, word in enumerate(words):
            most = min(self._longest.get(word, 0), len(words) - start)
            spans += [(start, length) for length in range(1, most + 1)]
        return sorted(spans, key=lambda span: (-span[1], span[0]))


@cache
def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
