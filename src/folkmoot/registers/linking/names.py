"""What two suppliers' names have in common, as numbers that a small model can weigh.

A name is one fact, so everything seen in it ends in one score: three comparisons of one
field would count the same likeness three times. Words weigh by how rare they are, in
the list at hand and in the sample that the model was learnt from: two names that share
"services" share little, two that share "northgate" much.
"""

from __future__ import annotations

import html
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from folkmoot.registers.names.normalising import normalised_name

RAREST_WEIGHT = 8.5
"""Natural logarithm of one in 5,000: in longer lists no word counts as rarer still, or
the same two names would become more alike as strangers are added to the list."""
_LEAST_WEIGHT = 0.1
_HALF = 0.5
"""Added to counts, so that a word never seen has a weight."""
LEDGER_WIDTH = 28
"""Characters from which a name may have been cut off; ledgers cut at 30, 32 or 35."""
_SAME_WORD = 0.93
"""Jaro-Winkler likeness at which two words are one mistyped, on the half of the sample
that the rules were written from."""
_SHORTEST_MISTYPED = 4
_SHORTEST_CUT = 3
_PARTLY = 0.8
"""What a mistyped or cut word counts beside the same word whole."""
_MOST_LETTERS_MORE = 2
_TELLING_NAME = 9.0
"""Weight of a name of one rare word and another, or of three common ones."""
_UNLIKE_WORDS = 58
_UNLIKE_LETTERS = 80
"""Percentages of likeness; see `is_unlike`."""
_SHORTEST_OTHER = 3
"""Letters of a word that makes a part of a name a name: "20/20" has none."""

_OTHER_NAMES = re.compile(
    r"(?<!\w)(?:t\s*[/\\]\s*as?|ta\s*[/\\]|trading\s+(?:as|under)(?:\s+the\s+name)?"
    r"|(?:(?:and|also|formerly|previously|now)\s+)?known\s+as|a\s*[/\\]\s*k\s*[/\\]\s*a"
    r"|d\s*/\s*b\s*/\s*a|formerly|formally|previously)(?!\w)|[()/\[\]]| - |: ",
    re.IGNORECASE,
)
_CARE_OF = re.compile(r"(?<!\w)c\s*/\s*o(?!\w)", re.IGNORECASE)
_PLAIN_DROPPED = frozenset({"ltd", "limited", "plc", "llp", "the"})
_WORD = re.compile(r"[0-9a-z]+")
_NAMES_SOMETHING = re.compile(rf"[^\W\d_]{{{_SHORTEST_OTHER},}}")


@dataclass(frozen=True, slots=True)
class NameForms:
    """One name as it is compared: its telling words, its plain text and its other names.

    `key` is the normalised name; `plain` keeps the order of words, without legal forms;
    `letters` is `plain` without blanks; `others` are the normalised names that stand in
    brackets, after a stroke or after "trading as" and "formerly", and `key` itself.
    """

    key: str
    words: tuple[str, ...]
    plain: str
    letters: str
    others: frozenset[str]
    is_long: bool


def name_forms(name: str) -> NameForms:
    """The forms in which a published name is compared with others."""
    key = normalised_name(name)
    text = html.unescape(html.unescape(name)) if "&" in name else name
    parts = _OTHER_NAMES.split(_CARE_OF.sub(" ", text))
    others = (
        {normalised_name(part) for part in parts if _NAMES_SOMETHING.search(part)}
        if len(parts) > 1
        else set()
    )
    words = _WORD.findall(text.casefold().replace("'", "").replace("&", " and "))
    plain = " ".join(word for word in words if word not in _PLAIN_DROPPED)
    return NameForms(
        key=key,
        words=tuple(key.split()),
        plain=plain,
        letters=plain.replace(" ", "").replace("and", ""),
        others=frozenset((others | {key}) - {""}),
        is_long=len(text) >= LEDGER_WIDTH,
    )


class WordWeights(dict[str, float]):
    """How much a word tells: the rarer among suppliers' names, the more.

    Counts of the list at hand are added to those of `background`, so that in a list of
    twenty names "services" is no rare word.
    """

    def __init__(
        self,
        keys: Iterable[str],
        *,
        background: Mapping[str, int],
        background_size: int,
    ) -> None:
        super().__init__()
        counts: Counter[str] = Counter(background)
        size = background_size
        for key in keys:
            counts.update(set(key.split()))
            size += 1
        self._counts = counts
        self._most = math.log(size + 1)

    def __missing__(self, word: str) -> float:
        weight = self._most - math.log(self._counts.get(word, 0) + _HALF)
        self[word] = bounded = max(_LEAST_WEIGHT, min(RAREST_WEIGHT, weight))
        return bounded


class Likeness(NamedTuple):
    """What two names have in common; every field is a number that the model weighs."""

    shared_weight: float
    """Weight of the words that both names have."""
    smaller_share: float
    """Share of its weight that the name with less in common shares."""
    larger_share: float
    rest_of_less: float
    """Weight of the words that only one has, for the name with less of them."""
    rest_of_more: float
    strongest_alone: float
    """Weight of the most telling word that only one name has."""
    letters_alike: float
    plain_alike: float
    words_alike: float
    other_name_weight: float
    """Weight of a whole name of one that is a trading or former name of the other."""
    is_other_name: float
    """Whether that whole name is telling enough to be nobody else's."""
    is_cut_off: float
    """Whether one name begins like the other, which is as long as ledgers allow."""
    begins_alike: float
    is_one_spelling: float
    """Whether the letters are the same but for blanks and signs."""
    numbers_differ: float
    """Whether figures stand in one name and not in the other: "Unit 3", "Unit 9"."""
    words_shared: float
    words_mistyped: float


def is_unlike(one: NameForms, other: NameForms) -> bool:
    """Whether two names are too unlike for `likeness` to be worth its time.

    Half of all candidates are; of the sample's pairs that could be linked none is.
    """
    return (
        fuzz.token_set_ratio(one.plain, other.plain) < _UNLIKE_WORDS
        and fuzz.ratio(one.letters, other.letters) < _UNLIKE_LETTERS
        and one.others.isdisjoint(other.others)
    )


def likeness(one: NameForms, other: NameForms, weight: Mapping[str, float]) -> Likeness:
    """What two different normalised names have in common."""
    shared, count, mistyped, rest_one, rest_other = _shared_words(
        one.words, other.words, weight
    )
    total_one = sum([weight[word] for word in one.words])
    total_other = sum([weight[word] for word in other.words])
    shares = (shared / total_one, shared / total_other)
    left_one = sum([weight[word] for word in rest_one])
    left_other = sum([weight[word] for word in rest_other])
    shorter, longer = sorted((one.plain, other.plain), key=len)
    equal = one.others & other.others
    other_name = max(
        [sum([weight[w] for w in name.split()]) for name in equal], default=0.0
    )
    figures = {w for w in (*rest_one, *rest_other) if w.isdigit()}
    return Likeness(
        shared_weight=shared,
        smaller_share=min(shares),
        larger_share=max(shares),
        rest_of_less=min(left_one, left_other),
        rest_of_more=max(left_one, left_other),
        strongest_alone=max([weight[w] for w in (*rest_one, *rest_other)], default=0.0),
        letters_alike=fuzz.ratio(one.letters, other.letters) / 100,
        plain_alike=JaroWinkler.similarity(one.plain, other.plain),
        words_alike=fuzz.token_set_ratio(one.plain, other.plain) / 100,
        other_name_weight=other_name,
        is_other_name=float(other_name >= _TELLING_NAME),
        is_cut_off=float(longer.startswith(shorter) and (one.is_long or other.is_long)),
        begins_alike=float(one.plain.split(" ", 1)[0] == other.plain.split(" ", 1)[0]),
        is_one_spelling=float(one.letters == other.letters),
        numbers_differ=float(bool(figures)),
        words_shared=float(count),
        words_mistyped=float(mistyped),
    )


def _shared_words(
    one: tuple[str, ...], other: tuple[str, ...], weight: Mapping[str, float]
) -> tuple[float, int, int, list[str], list[str]]:
    """Weight and number of shared words, how many mistyped, and the words left over."""
    rest_other = list(other)
    unlike: list[str] = []
    shared, count, mistyped = 0.0, 0, 0
    for word in one:
        if word in rest_other:
            rest_other.remove(word)
            shared += weight[word]
            count += 1
        else:
            unlike.append(word)
    rest_one: list[str] = []
    for word in unlike:
        found = next((w for w in rest_other if _is_same_mistyped(word, w)), None)
        if found is None:
            rest_one.append(word)
            continue
        rest_other.remove(found)
        shared += _PARTLY * min(weight[word], weight[found])
        count += 1
        mistyped += 1
    return shared, count, mistyped, rest_one, rest_other


def _is_same_mistyped(one: str, other: str) -> bool:
    """Whether one word is the other cut off, or with letters wrong, more or fewer."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if shorter[0] != longer[0] or shorter.isdigit() or longer.isdigit():
        return False
    if len(shorter) >= _SHORTEST_CUT and longer.startswith(shorter):
        return True
    return (
        len(shorter) >= _SHORTEST_MISTYPED
        and len(longer) - len(shorter) <= _MOST_LETTERS_MORE
        and JaroWinkler.similarity(one, other) >= _SAME_WORD
    )
