"""What the form says besides its questions, in English and Welsh."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files


class FormWords:
    """The sentences of one language."""

    def __init__(
        self, language: str, words: Mapping[str, str], months: list[str]
    ) -> None:
        self.language = language
        self._words = words
        self._months = months

    def __getitem__(self, name: str) -> str:
        """A sentence without numbers; KeyError for one that does not exist."""
        return self._words[name]

    def filled(self, name: str, **numbers: object) -> str:
        """A sentence with its numbers put in."""
        return self._words[name].format(**numbers)

    def day(self, day: date) -> str:
        """A day in full, such as 2 March 2026."""
        return f"{day.day} {self._months[day.month - 1]} {day.year}"


@cache
def form_words(language: str) -> FormWords:
    """The words of a language that a survey may be worded in."""
    text = files("folkmoot.ask").joinpath("reference", "form_words.toml").read_text()
    table = tomllib.loads(text)
    return FormWords(language, table[language], table["months"][language])
