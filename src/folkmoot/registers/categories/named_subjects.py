"""The subject that words name, more finely than a CPV class: home care, advocacy, hostels.

Ours is a list of phrases (`reference/need_subjects.toml`), because words alone cannot tell
that "care at home" and "domiciliary" are one and that advocacy, of the same class, is not.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from folkmoot.registers.categories.phrases import Phrases, title_words

DESCRIPTION_WORDS = 40
"""A description begins with what is bought; later words are terms and places."""


def named_subjects(
    title: str, description: str = "", *, code: str = "", fewest_words: int = 1
) -> frozenset[str]:
    """The subjects that a title names, else a description; empty where neither names one.

    Where `code` is known (CPV digits), subjects of its division alone count if there are any:
    a database for care homes is no care home. Phrases of fewer than `fewest_words` do not
    count.
    """
    found = _of_so_many(_in_title(title), fewest_words) or _of_so_many(
        _phrases().found(title_words(description)[:DESCRIPTION_WORDS]), fewest_words
    )
    near = [name for name, of_class in found if code and of_class[:2] == code[:2]]
    return frozenset(near or (name for name, _ in found))


def subjects_listed(code: str) -> int:
    """How many subjects our list tells apart within a class or group of CPV digits."""
    return _listed().get(code, 0)


@cache
def classes_of(subject: str) -> frozenset[str]:
    """The classes or groups of CPV digits under which a subject is listed."""
    return frozenset(code for code, named in _document().items() if subject in named)


def subject_phrases() -> Mapping[str, tuple[str, ...]]:
    """Every phrase of the list, by class."""
    phrases: dict[str, list[str]] = defaultdict(list)
    for code, subjects in _document().items():
        for written in subjects.values():
            phrases[code] += written
    return {code: tuple(written) for code, written in phrases.items()}


@lru_cache(maxsize=100_000)
def _in_title(title: str) -> list[tuple[str, tuple[str, str]]]:
    """The phrases of a title with their subject and class: titles are asked several times."""
    return _phrases().found(title_words(title))


def _of_so_many(
    found: Sequence[tuple[str, tuple[str, str]]], fewest_words: int
) -> list[tuple[str, str]]:
    return [hit for phrase, hit in found if len(phrase.split()) >= fewest_words]


@cache
def _phrases() -> Phrases[tuple[str, str]]:
    return Phrases(
        (phrase, (name, code))
        for code, subjects in _document().items()
        for name, written in subjects.items()
        for phrase in written
    )


@cache
def _listed() -> Counter[str]:
    return Counter({code: len(subjects) for code, subjects in _document().items()})


@cache
def _document() -> Mapping[str, Mapping[str, Sequence[str]]]:
    path = files("folkmoot.registers").joinpath("reference", "need_subjects.toml")
    return tomllib.loads(path.read_text("utf-8"))
