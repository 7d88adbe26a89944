"""Sentences of ours that stand beside figures, in every language a survey may be worded in.

They are data, `reference/words.toml`, so that a translator can read them.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from folkmoot.ask.survey.wording import LANGUAGES, Wording, said


def note(name: str, **gaps: Wording | float) -> Wording:
    """One sentence of the part `notes`, its gaps filled in each language by what is given."""
    return {
        language: table[name].format(
            **{
                key: said(gap, language) if isinstance(gap, str | dict) else f"{gap:g}"
                for key, gap in gaps.items()
            }
        )
        for language, table in sentences()["notes"].items()
    }


def listed(parts: list[Wording]) -> Wording:
    """Parts in a row, in each language."""
    return {
        language: ", ".join(said(part, language) for part in parts)
        for language in LANGUAGES
    }


@cache
def sentences() -> dict[str, Any]:
    """Every sentence, by part, language and name."""
    text = files("folkmoot.ask").joinpath("reference", "words.toml").read_text("utf-8")
    return tomllib.loads(text)
