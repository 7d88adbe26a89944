"""What a title says is being bought, by our own list of words and by the workspace's own codes.

Two readers of the same title: a list of words a council uses (`reference/need_words.toml`),
and counts learnt from those rows of this workspace that carry both a title and a class.
What is learnt is trusted as far as it was right on titles it had not seen, and no further.
"""

from __future__ import annotations

import itertools
import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from folkmoot.registers.categories import plain_label
from folkmoot.registers.named_subjects import subject_phrases
from folkmoot.registers.phrases import Phrases, title_words

SURE_CONFIDENCE = 0.85
"""A sure word and nothing that speaks of another class."""
CONTESTED_CONFIDENCE = 0.6
"""A sure word, but another class is spoken of as well."""
LIKELY_CONFIDENCE = 0.5
LEARNT_LOWEST_CONFIDENCE = 0.55
"""What is learnt must have been right more often than not."""
LEARNT_HIGHEST_CONFIDENCE = 0.7
"""Titles of other publishers read otherwise, so that precision at home promises too much."""
KNOWN_SHARE = 0.6
"""The share of a title's words that must have been seen before."""
LEARNING_NEEDS = 200
"""Coded titles below which counts are not worth learning from."""
CHECKED_AT_MOST = 3000
"""Titles on which what was learnt is checked; more would change little and cost time."""
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "to",
        "and",
        "in",
        "on",
        "at",
        "by",
        "with",
        "from",
        "or",
        "as",
        "is",
        "be",
        "its",
        "into",
        "supply",
        "provision",
        "delivery",
        "service",
        "services",
        "contract",
        "contracts",
        "framework",
        "agreement",
        "tender",
        "quotation",
        "invitation",
        "quote",
        "itt",
        "rfq",
        "council",
        "borough",
        "district",
        "county",
        "city",
        "various",
        "new",
        "works",
        "ltd",
        "limited",
        "lot",
        "call",
        "off",
        "under",
        "award",
        "notice",
        "procurement",
    ]
)
"""Words that say that something is bought, not what; only the learnt reader drops them."""


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


class LearntNeeds:
    """Classes counted against the words of coded titles (naive Bayes), with its own precision."""

    def __init__(self, coded: Iterable[tuple[str, str]]) -> None:
        self._total = 0
        self._by_class: Counter[str] = Counter()
        self._by_word: dict[str, Counter[str]] = defaultdict(Counter)
        self._words_in_class: Counter[str] = Counter()
        examples = sorted({(" ".join(_features(t)), code) for t, code in coded})
        examples = [(text, code) for text, code in examples if text]
        self.example_count = len(examples)
        self._steps: list[tuple[float, float]] = []
        if self.example_count >= LEARNING_NEEDS:
            # Titles lie in alphabetical order, so every second one is a fair half.
            self._count(examples[::2])
            self._steps = self._checked(examples[1::2])
            self._count(examples[1::2])

    def meant(self, title: str, *, within: str = "") -> Guess | None:
        """The likeliest class, where titles read as surely as this one proved right."""
        if not self._steps:
            return None
        features = _features(title)
        plain = [feature for feature in features if "_" not in feature]
        seen = sum(word in self._by_word for word in plain)
        best = self._best(features, within)
        if best is None or seen < KNOWN_SHARE * len(plain):
            return None
        code, odds = best
        precision = max((p for least, p in self._steps if odds >= least), default=0.0)
        if precision < LEARNT_LOWEST_CONFIDENCE:
            return None
        return Guess(
            code,
            round(min(precision, LEARNT_HIGHEST_CONFIDENCE), 2),
            f"titles like this one carry {plain_label(code)} in this workspace "
            f"(right {precision:.0%} of the time on titles held back)",
            False,
        )

    def _count(self, examples: Sequence[tuple[str, str]]) -> None:
        for text, code in examples:
            self._total += 1
            self._by_class[code] += 1
            for feature in set(text.split(" ")):
                self._by_word[feature][code] += 1
                self._words_in_class[code] += 1

    def _best(self, features: Sequence[str], within: str) -> tuple[str, float] | None:
        known = [f for f in dict.fromkeys(features) if f in self._by_word]
        classes = {c for f in known for c in self._by_word[f] if c.startswith(within)}
        if len(known) < 2 or not classes:
            return None
        vocabulary = len(self._by_word)
        scored = []
        for code in classes:
            score = math.log(self._by_class[code] / self._total)
            below = math.log(self._words_in_class[code] + vocabulary)
            for feature in known:
                score += math.log(self._by_word[feature][code] + 1) - below
            scored.append((score, code))
        scored.sort(key=lambda entry: (-entry[0], entry[1]))
        second = scored[1][0] if len(scored) > 1 else scored[0][0] - 5
        return scored[0][1], (scored[0][0] - second) / math.sqrt(len(known))

    def _checked(
        self, held_back: Sequence[tuple[str, str]]
    ) -> list[tuple[float, float]]:
        """Least odds and the share that was right at or above them."""
        step = max(1, len(held_back) // CHECKED_AT_MOST)
        tried = []
        for text, code in held_back[::step]:
            best = self._best(text.split(" "), "")
            if best is not None:
                tried.append((best[1], best[0] == code))
        tried.sort(key=lambda entry: -entry[0])
        steps, right = [], 0
        for count, (odds, is_right) in enumerate(tried, start=1):
            right += is_right
            if count % 50 == 0:
                steps.append((odds, right / count))
        return steps


def _features(title: str) -> list[str]:
    words = [
        w
        for w in title_words(title)
        if w not in _STOP and not w.isdigit() and len(w) > 2
    ]
    return words + [f"{a}_{b}" for a, b in itertools.pairwise(words)]


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
