"""What a survey's report and form say besides the survey's own wording, by language.

The sentences are data, `reference/words.toml`, so that a translator can read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from folkmoot.ask.survey.sentences import sentences


class FormWords:
    """The form's sentences in one language."""

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
    """What the form says in a language that a survey may be worded in."""
    table = sentences()
    return FormWords(language, table["form"][language], table["months"][language])


def report_words(language: str) -> dict[str, str]:
    """What the report says in a language, by key."""
    return dict(sentences()["report"][language])
