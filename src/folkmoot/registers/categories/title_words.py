"""What a title says is being bought, by our own list of words a council uses.

The list is `reference/need_words.toml`. What the group's own coded contracts teach is read
by `learned_needs`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from folkmoot.registers.categories.named_subjects import subject_phrases
from folkmoot.registers.categories.phrases import Phrases
from folkmoot.registers.categories.tree import plain_label

SURE_CONFIDENCE = 0.85
"""A sure word and nothing that speaks of another class."""
CONTESTED_CONFIDENCE = 0.6
"""A sure word, but another class is spoken of as well."""
LIKELY_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Guess:
    """A class of CPV digits, how sure, and why in a sentence."""

    code: str
    confidence: float
    reason: str
    is_sure: bool = True


def listed_need(words: Sequence[str], *, within: str = "") -> Guess | None:
    """The class that our own list reads in these words; None where it reads none.

    `within` keeps to one division. The longest phrases count; parts of a longer phrase
    that was found do not count again.
    """
    found = [hit for hit in _found(words) if hit[1].startswith(within)]
    if not found:
        return None
    sure = [hit for hit in found if hit[2]]
    scores: Counter[str] = Counter()
    for phrase, code, _ in sure or found:
        scores[code] += len(phrase.split())
    ranked = sorted(
        scores.items(), key=lambda entry: (-entry[1], _first(found, entry[0]))
    )
    code, best = ranked[0]
    rivals = [other for other, score in ranked[1:] if score * 2 > best]
    phrase = next(p for p, c, s in found if c == code and (s or not sure))
    if sure:
        confidence = CONTESTED_CONFIDENCE if rivals else SURE_CONFIDENCE
    elif rivals:
        return None
    else:
        confidence = LIKELY_CONFIDENCE
    return Guess(
        code, confidence, f"“{phrase}” speaks of {plain_label(code)}", bool(sure)
    )


def listed_phrases() -> tuple[tuple[str, str], ...]:
    """Every phrase of the list with the class it speaks of."""
    return tuple((phrase, code) for phrase, (code, _) in _phrases().entries())


def _found(words: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Phrases of the list that stand in the words, each with its class and whether it is sure."""
    return [(phrase, *meaning) for phrase, meaning in _phrases().found(words)]


def _first(found: Sequence[tuple[str, str, bool]], code: str) -> int:
    return next(n for n, hit in enumerate(found) if hit[1] == code)


@cache
def _phrases() -> Phrases[tuple[str, bool]]:
    """Every listed phrase with its class and whether it is sure.

    Phrases of subjects count too: sure where they are of several words, likely where of one.
    """
    path = files("folkmoot.registers").joinpath("reference", "need_words.toml")
    document = tomllib.loads(path.read_text("utf-8"))
    return Phrases(
        [
            *(
                (phrase, (code, " " in phrase))
                for code, written in subject_phrases().items()
                for phrase in written
            ),
            *(
                (phrase, (code, section == "sure"))
                for section in ("likely", "sure")
                for code, listed in document[section].items()
                for phrase in listed
            ),
        ]
    )
