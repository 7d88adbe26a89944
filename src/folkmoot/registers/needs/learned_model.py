"""Which codes the words of contracts speak for, at one level of the CPV tree.

Complement naive Bayes (Rennie, Shih, Teevan and Karger, 2003) on words weighed by rarity:
it was made for many classes with few examples each, needs no random start, and learns
thousands of rows in a second. The labels of the vocabulary and the phrases of our own
list stand beside the group's rows as short examples of less weight, for the codes that
the group uses; so that a code with two rows is not known by their accidents alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from folkmoot.registers.categories.title_words import listed_phrases
from folkmoot.registers.categories.tree import CLASS_DIGITS, cpv_labels
from folkmoot.registers.needs.learned_words import ContractWords, features

FEATURES_MOST = 15_000
"""The commonest are kept: with 400 codes a model stays below 100 MB."""
FEWEST_ROWS = 2
"""A word of one row alone could be anybody's: a place, a name, a slip."""
SMOOTHING = 0.3
"""Less than one, as most words stand in few rows; between 0.1 and 1 little changes."""
EXAMPLE_WEIGHT = 0.3
"""What a label or a listed phrase counts beside a coded contract: our own choice."""
READ_AT_ONCE = 4_000
"""Texts scored together, which bounds the memory of a large workspace."""

Features = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeliest:
    """The likeliest code for some words, and how far it lies before the next."""

    code: str
    margin: float


class LevelModel:
    """A reader that answers with codes of so many digits."""

    def __init__(
        self, texts: Sequence[Features], codes: Sequence[str], *, digits: int
    ) -> None:
        """Learn from the features of contracts and the codes that their publishers gave."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.naive_bayes import ComplementNB

        own = [code[:digits] for code in codes]
        used = set(own)
        examples = [(f, c[:digits]) for f, c in vocabulary() if c[:digits] in used]
        self._vectors = TfidfVectorizer(
            analyzer=_as_given,
            sublinear_tf=True,
            min_df=FEWEST_ROWS,
            max_features=FEATURES_MOST,
        )
        matrix = self._vectors.fit_transform([*texts, *(f for f, _ in examples)])
        self._model = ComplementNB(alpha=SMOOTHING)
        self._model.fit(
            matrix,
            [*own, *(code for _, code in examples)],
            sample_weight=[1.0] * len(own) + [EXAMPLE_WEIGHT] * len(examples),
        )
        self._mean = self._model.feature_log_prob_.mean(axis=0)

    def likeliest(
        self, texts: Sequence[Features], within: Sequence[str]
    ) -> list[Likeliest | None]:
        """For each text the best code that begins with its `within`; None where there is none."""
        import numpy as np

        codes = [str(code) for code in self._model.classes_]
        leads = np.array(within)
        found: list[Likeliest | None] = [None] * len(texts)
        for at in range(0, len(texts), READ_AT_ONCE):
            matrix = self._vectors.transform(texts[at : at + READ_AT_ONCE])
            has_words = matrix.getnnz(axis=1) > 0
            # Rounded, so that sums taken in another order give the same first code.
            scores = np.round(self._model.predict_log_proba(matrix), 9)
            for lead in set(within[at : at + READ_AT_ONCE]):
                own = np.array(
                    [i for i, c in enumerate(codes) if c.startswith(lead)], int
                )
                asked = (leads[at : at + READ_AT_ONCE] == lead) & has_words
                rows = np.flatnonzero(asked)
                if len(own) == 0 or len(rows) == 0:
                    continue
                best, margins = _first_two(scores[np.ix_(rows, own)])
                for row, first, margin in zip(rows, best, margins, strict=True):
                    found[at + row] = Likeliest(codes[own[first]], float(margin))
        return found

    def speaks_for(self, text: Features, code: str) -> list[str]:
        """The text's own features by how much they speak for a code, most first."""
        import numpy as np

        at = int(np.searchsorted(self._model.classes_, code))
        lean = self._model.feature_log_prob_[at]
        places, rarity = self._vectors.vocabulary_, self._vectors.idf_
        told = [
            (float(rarity[i] * (lean[i] - self._mean[i])), feature)
            for feature in dict.fromkeys(text)
            if (i := places.get(feature)) is not None
        ]
        return [name for weight, name in sorted(told, key=_heaviest) if weight > 0]


def _as_given(text: Features) -> Features:
    return text


def _heaviest(entry: tuple[float, str]) -> tuple[float, str]:
    return (-round(entry[0], 9), entry[1])


def _first_two(scores: Any) -> tuple[Any, Any]:
    """The column of each row's best score, and its distance to the second; 0 without a second.

    Nothing is weighed against a lone code, so that its words have shown nothing.
    """
    import numpy as np

    best = scores.argmax(axis=1)
    if scores.shape[1] == 1:
        return best, np.zeros(len(scores))
    second = np.partition(scores, -2, axis=1)[:, -2]
    return best, scores.max(axis=1) - second


@cache
def vocabulary() -> tuple[tuple[Features, str], ...]:
    """Features and class of each label of the vocabulary and each phrase of our own list."""
    labels = [
        (label, code)
        for code, label in cpv_labels().items()
        if len(code) == CLASS_DIGITS
    ]
    phrases = [(p, code) for p, code in listed_phrases() if len(code) == CLASS_DIGITS]
    return tuple(
        (features(ContractWords(text)), code) for text, code in (*labels, *phrases)
    )
