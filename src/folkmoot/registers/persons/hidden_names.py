"""The names that no page, export or address may show, and texts cleared of them.

A build can know thousands of individuals, and a page hundreds of cells: each cell is
looked up by its own runs of words, so that the cost grows with the cell and not with the
number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from folkmoot.core.questions import question
from folkmoot.core.store import Reader
from folkmoot.registers.names.words import TITLES
from folkmoot.registers.persons.recognise import (
    INDIVIDUAL,
    is_name_in_prose,
    spelt_orders,
    without_names,
)

_WORD = re.compile(r"\w+")
_LONGEST_NAME = 12
"""Words; a longer `name` is a sentence and is compared by its first dozen."""

_Words = tuple[str, ...]


class HiddenNames:
    """Published spellings of suppliers that may be people, ready to be looked for.

    A name of several words is looked for anywhere. One word ("Baker", "Hope") or a role
    ("Foster carer", "Redacted") is also ordinary prose, so that it is hidden only where
    it is the whole of a cell, or where a title stands before it ("Mrs Baker").
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._anywhere: dict[_Words, set[str]] = {}
        self._whole: set[_Words] = set()
        self._longest: dict[str, int] = {}
        for name in names:
            words = _words(name)[:_LONGEST_NAME]
            if not words:
                continue
            if is_name_in_prose(name):
                for order in spelt_orders(words):
                    self._look_for(order, name)
            else:
                self._whole.add(words)
                if len(words) == 1:
                    for title in TITLES:
                        self._look_for((title, *words), f"{title} {name}")

    @classmethod
    def of(cls, reader: Reader) -> HiddenNames:
        """The names that a sealed build has judged to be of individuals."""
        rows = reader.rows(question("folkmoot.registers", "individual_names"))
        return cls(row["published_name"] for row in rows)

    def cleared(self, text: str) -> str:
        """The text without these names and without contact details.

        Where a name is still there after replacing (odd spacing, entities, other
        punctuation), the whole text is replaced: when in doubt, hide.
        """
        if not text:
            return text
        words = _words(text)
        if words in self._whole:
            return INDIVIDUAL
        found = self._found(words)
        shown = without_names(text, found)
        is_left = found if shown == text else self._found(_words(shown))
        return INDIVIDUAL if is_left else shown

    def _look_for(self, words: _Words, name: str) -> None:
        self._anywhere.setdefault(words, set()).add(name)
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def _found(self, words: _Words) -> set[str]:
        found: set[str] = set()
        if self._longest.keys().isdisjoint(words):
            return found
        for start, word in enumerate(words):
            if word not in self._longest:
                continue
            longest = min(self._longest[word], len(words) - start)
            for end in range(start + 1, start + longest + 1):
                found |= self._anywhere.get(words[start:end], set())
        return found


def _words(text: str) -> _Words:
    return tuple(_WORD.findall(unescape(text).casefold()))
