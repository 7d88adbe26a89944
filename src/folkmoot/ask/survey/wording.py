"""Wording in English and Welsh, as a survey file gives it."""

from __future__ import annotations

from collections.abc import Mapping

Wording = str | dict[str, str]
"""Text in quotes is English; a table such as { en = "Yes", cy = "Oes" } holds several."""

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {"en": "English", "cy": "Cymraeg"}
"""The languages a survey may be worded in, each by its own name."""


def said(wording: Wording, language: str = ENGLISH) -> str:
    """The wording in a language; English where that language was not given."""
    if isinstance(wording, str):
        return wording
    return wording.get(language) or wording.get(ENGLISH, "")


def has_language(wording: Wording, language: str) -> bool:
    """Whether the wording is given in a language at all; blank wording needs none."""
    if isinstance(wording, str):
        return language == ENGLISH or not wording
    return bool(wording.get(language))
