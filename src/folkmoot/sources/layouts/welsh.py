"""Welsh headings put into English: Welsh councils head their columns in one or both languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources


def plain_letters(text: str) -> str:
    """The text without accents: Côd is Cod, Ffôn is Ffon."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c))


def in_english(heading: str, is_known: Callable[[str], bool]) -> str:
    """A heading in lower case with its Welsh wordings put into English.

    Where it says the same in English as well (`cyfeirnod ref`), that alone is left: such
    a heading is known by a word beside the Welsh ones for which `is_known` is true.
    """
    pattern, english = _wordings()
    beside = pattern.sub(" ", heading).split()
    if beside == heading.split():
        return heading
    if any(map(is_known, beside)):
        return " ".join(beside)
    return " ".join(pattern.sub(lambda found: english[found[0]], heading).split())


@cache
def _wordings() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """What finds the longest Welsh wording, and what each means in English."""
    text = (
        resources.files("folkmoot.sources")
        .joinpath("words/welsh.toml")
        .read_text(encoding="utf-8")
    )
    english = {
        welsh: meant
        for meant, listed in tomllib.loads(text).items()
        for welsh in listed
    }
    longest_first = sorted(english, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b"), english
