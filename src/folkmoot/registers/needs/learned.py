"""What contracts without a telling code are for, learned from the group's own coded ones.

Three models of the same words, for class, group and division, each believed only from the
bar on at which it was right nine times in ten on councils left out. The deepest level that
passes its bar answers; where none does the answer is unknown, not a guess. Where too few
rows are coded, or by too few councils, nothing is learned and the reason is kept.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from folkmoot.registers.categories.phrases import title_words
from folkmoot.registers.categories.title_words import listed_need
from folkmoot.registers.categories.tree import CLASS_DIGITS, plain_label
from folkmoot.registers.needs.learned_bars import (
    FEWEST_COUNCILS,
    Bar,
    Tried,
    bar_of,
    tried_on_others,
)
from folkmoot.registers.needs.learned_model import Features, LevelModel, Likeliest
from folkmoot.registers.needs.learned_words import (
    LISTED_MARK,
    PAID_MARK,
    STEM_MARK,
    CodedContract,
    ContractWords,
    as_written,
    features,
)

LEARNING_NEEDS = 200
"""Coded contracts below which nothing is learned: with fewer no bar was ever reached."""
ROWS_MOST = 8_000
"""Coded contracts learned from; more take time and change little (see the benchmark)."""
LEVELS = (CLASS_DIGITS, 3, 2)
TOLD = {CLASS_DIGITS: (0, 2, 3), 3: (0, 2), 2: (0,)}
"""Digits of the code that the publisher may have given, by the level that is asked for."""
DISAGREEMENTS_NEEDED = 20
"""So often must reader and list disagree before it is measured who is right."""
WORDS_TOLD = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A contract's words, and the division or group that its publisher gave, if any."""

    words: ContractWords
    within: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the words speak for: a code, how often such answers were right, and why."""

    code: str
    confidence: float
    reason: str
    beats_list: bool
    """Whether, on councils left out, it was right oftener than our list where they differ."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one level did on councils left out: a row of `fact.learned_categories`."""

    digits: int
    told: int
    bar: Bar
    beats_list: bool
    list_right: int
    learned_right: int


class LearnedNeeds:
    """Reads contracts by what the coded ones of this workspace teach; silent without enough."""

    def __init__(self, coded: Sequence[CodedContract]) -> None:
        rows = _distinct(coded)
        self.rows = len(rows)
        self.councils = len({row.council_id for row in rows})
        self.standing: dict[tuple[int, int], Standing] = {}
        self.silence = _silence(self.rows, self.councils)
        self._models: dict[int, LevelModel] = {}
        self._texts = [features(row.words) for row in rows]
        self._codes = [row.code for row in rows]
        self._owners = [row.council_id for row in rows]
        self._index: dict[str, list[int]] = defaultdict(list)
        for i, text in enumerate(self._texts):
            for word in set(text):
                self._index[word].append(i)
        self._held: dict[tuple[str, str], frozenset[int]] = {}
        if not self.silence:
            listed = [listed_need(title_words(row.words.title)) for row in rows]
            self._listed = [
                guess.code if guess is not None and guess.is_sure else ""
                for guess in listed
            ]
            self._learn()

    def read(self, asked: Sequence[Asked]) -> list[Learned | None]:
        """For each contract the deepest answer that passes its bar; None where none does."""
        answers: list[Learned | None] = [None] * len(asked)
        if not asked:
            return answers
        texts = [features(one.words) for one in asked]
        for digits in LEVELS:
            open_ = [
                i
                for i, one in enumerate(asked)
                if answers[i] is None and self._passes(digits, len(one.within))
            ]
            if not open_:
                continue
            found = self._models[digits].likeliest(
                [texts[i] for i in open_], [asked[i].within for i in open_]
            )
            for i, likeliest in zip(open_, found, strict=True):
                standing = self.standing[digits, len(asked[i].within)]
                answers[i] = self._answer(asked[i].words, texts[i], likeliest, standing)
        return answers

    def _learn(self) -> None:
        answered: dict[int, set[int]] = defaultdict(set)
        for digits in LEVELS:
            tried = tried_on_others(
                self._texts,
                self._codes,
                self._owners,
                digits=digits,
                given=TOLD[digits],
            )
            for told, readings in tried.items():
                # What a deeper level answers would flatter this one: those are the easy ones.
                left = [t for t in readings if t.row not in answered[told]]
                standing = self._measured(digits, told, left)
                self.standing[digits, told] = standing
                answered[told] |= {
                    t.row for t in left if standing.bar.accepts(t.margin)
                }
            if any(self._passes(digits, told) for told in TOLD[digits]):
                self._models[digits] = LevelModel(
                    self._texts, self._codes, digits=digits
                )

    def _measured(self, digits: int, told: int, tried: Sequence[Tried]) -> Standing:
        """The bar of one level, and who was right where our list said otherwise."""
        bar = bar_of(tried)
        by_list = by_words = 0
        for one in tried:
            listed = self._listed[one.row][:digits]
            known = self._codes[one.row]
            if (
                not bar.accepts(one.margin)
                or len(listed) < digits
                or not listed.startswith(known[:told])
                or listed == one.code
            ):
                continue
            by_words += one.is_right
            by_list += listed == known[:digits]
        is_known = by_words + by_list >= DISAGREEMENTS_NEEDED
        beats_list = is_known and by_words > by_list
        return Standing(digits, told, bar, beats_list, by_list, by_words)

    def _passes(self, digits: int, told: int) -> bool:
        standing = self.standing.get((digits, told))
        return standing is not None and standing.bar.least is not None

    def _answer(
        self,
        words: ContractWords,
        text: Features,
        likeliest: Likeliest | None,
        standing: Standing,
    ) -> Learned | None:
        if likeliest is None:
            return None
        share = standing.bar.share_right(likeliest.margin)
        if share is None:
            return None
        reason = (
            f"{self._evidence(words, text, likeliest.code)}; readings as clear as this "
            f"were right {share:.0%} of the time in councils left out"
        )
        return Learned(likeliest.code, round(share, 2), reason, standing.beats_list)

    def _evidence(self, words: ContractWords, text: Features, code: str) -> str:
        """The words that speak most for a code, and the coded contracts they stand in.

        Only words in contracts of several councils are told, so that none is somebody's.
        """
        label = plain_label(code)
        told: list[str] = []
        rows: set[int] = set()
        for feature in self._models[len(code)].speaks_for(text, code):
            if " " in feature or feature.startswith((LISTED_MARK, STEM_MARK)):
                continue
            holding = self._holding(feature, code)
            word = as_written(feature.removeprefix(PAID_MARK), words)
            if holding and word not in told:
                told.append(word)
                rows |= holding
            if len(told) == WORDS_TOLD:
                break
        if not told:
            return f"its words are like those of contracts coded {label} ({code})"
        quoted = " or ".join(f"“{word}”" for word in told)
        many = "contract" if len(rows) == 1 else "contracts"
        return f"{quoted} stands in {len(rows)} {many} coded {label} ({code})"

    def _holding(self, word: str, code: str) -> frozenset[int]:
        """The contracts coded so that hold a word; none where one council alone writes it."""
        known = self._held.get((word, code))
        if known is None:
            rows = self._index.get(word, [])
            is_shared = len({self._owners[i] for i in rows}) > 1
            known = self._held[word, code] = frozenset(
                i for i in rows if is_shared and self._codes[i].startswith(code)
            )
        return known


def _silence(rows: int, councils: int) -> str:
    """Why nothing is learned; empty where something can be."""
    if rows < LEARNING_NEEDS:
        return f"{rows:,} coded contracts with a title; {LEARNING_NEEDS} are needed"
    if councils < FEWEST_COUNCILS:
        return f"coded contracts of {councils} councils; {FEWEST_COUNCILS} are needed"
    return ""


def _distinct(coded: Sequence[CodedContract]) -> list[CodedContract]:
    """Each wording of each council once, in an order that no order of input changes."""
    rows = {(*astuple(row.words), row.code, row.council_id): row for row in coded}
    ordered = sorted(rows, key=lambda key: (_drawn(key), key))
    return [rows[key] for key in ordered[:ROWS_MOST]]


def _drawn(key: tuple[str, ...]) -> bytes:
    """A fair place in the queue, so that the rows left out by the cap are no one's alone."""
    return hashlib.sha256("|".join(key).encode()).digest()[:8]
