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
from folkmoot.registers.persons import INDIVIDUAL, without_names

_WORD = re.compile(r"\w+")
_LONGEST_NAME = 12
"""Words; a longer `name` is a sentence and is compared by its first dozen."""


class HiddenNames:
    """Published spellings of suppliers that may be people, ready to be looked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[tuple[str, ...], set[str]] = {}
        for name in names:
            words = _words(name)[:_LONGEST_NAME]
            if words:
                self._names.setdefault(words, set()).add(name)
        self._longest = max(map(len, self._names), default=0)

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
        shown = without_names(text, self._found(text))
        return INDIVIDUAL if self._found(shown) else shown

    def _found(self, text: str) -> set[str]:
        words = _words(text)
        found: set[str] = set()
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                found |= self._names.get(words[start:end], set())
        return found


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unescape(text).casefold()))
