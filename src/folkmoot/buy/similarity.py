"""How alike two contracts' needs are, from their codes and their words, 0 to 1.

A category code alone is too coarse: of 261 Contracts Finder releases 94 carry only a
two-digit division. Words alone mislead: "Framework agreement" is the title of everything.
So the code carries the larger part and the words, weighted by how rare they are among the
councils here, the rest. The supplier is no evidence of a need and takes no part.
"""

from __future__ import annotations

import html
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from folkmoot.buy.contract import Contract

CODE_WEIGHT = 0.6
TEXT_WEIGHT = 0.4
CODE_ALONE = 0.75
"""Weight of the code where one of the two says nothing in words."""
SHARED_DIGITS = {0: 0.0, 1: 0.0, 2: 0.35, 3: 0.7}
"""Likeness by the leading CPV digits in common: division, group; a class or more is 1."""
ALIKE_COSINE = 0.35
"""A cosine from which two short texts count as fully alike: titles share few words."""
DESCRIPTION_CHARACTERS = 300
"""The beginning of a description says what is bought; the rest is terms and conditions."""
TITLE_WEIGHT = 2.0

_WORD = re.compile(r"[a-z][a-z\-]{2,}")
_PLAIN = frozenset(
    """
    the and for with from into other their this that will are has have which all any its our
    various within per not two one new see end may can been was were your also using
    council councils borough city district county metropolitan authority authorities local
    contract contracts agreement agreements framework frameworks tender tenders lot lots
    provision provide provider providers supply supplies supplier suppliers service services
    procurement purchase award notice call off dps dynamic purchasing system required
    requirement requirements works work delivery including appointment request quotation
    description related detail details please information opportunity under further
    competition mini following project ref ojeu various appoint contractor contractors
    """.split()  # noqa: SIM905 - forty quoted words cannot be proofread
)
"""Words of procurement itself, which say how something is bought and not what."""


def words(text: str) -> list[str]:
    """The telling words of a text, lower case and in the singular."""
    found = _WORD.findall(html.unescape(text).lower())
    return [_singular(word) for word in found if word not in _PLAIN]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


class Wording:
    """The words of many contracts as weights, so that two can be compared by cosine.

    A word weighs by its rarity over the contracts here (inverse document frequency).
    A word that only one council uses is dropped: it cannot link two councils, and the
    names of places and schemes would otherwise drown what is bought.
    """

    def __init__(self, contracts: Iterable[Contract]) -> None:
        counts: dict[str, Counter[str]] = {}
        documents: Counter[str] = Counter()
        councils: dict[str, str | None] = {}
        for contract in contracts:
            counted = _counted(contract)
            counts[contract.contract_id] = counted
            for word in counted:
                documents[word] += 1
                if (
                    councils.setdefault(word, contract.council_id)
                    != contract.council_id
                ):
                    councils[word] = None
        total = len(counts)
        self._rarity = {
            word: math.log((1 + total) / (1 + count)) + 1.0
            for word, count in documents.items()
            if councils[word] is None
        }
        self._counts = counts
        self._vectors: dict[str, dict[str, float]] = {}

    def vector(self, contract_id: str) -> Mapping[str, float]:
        """The contract's words with their weights, of length one; empty if it says nothing."""
        vector = self._vectors.get(contract_id)
        if vector is None:
            raw = {
                word: (1 + math.log(count)) * self._rarity[word]
                for word, count in sorted(
                    self._counts.get(contract_id, Counter()).items()
                )
                if word in self._rarity
            }
            length = math.sqrt(sum(weight * weight for weight in raw.values()))
            vector = (
                {word: weight / length for word, weight in raw.items()}
                if length
                else {}
            )
            self._vectors[contract_id] = vector
        return vector

    def cosine(self, one: str, other: str) -> float | None:
        """The cosine of two contracts' words; None where either says nothing.

        Words that no other council uses are words all the same: they make it 0, not None.
        """
        if not self._counts.get(one) or not self._counts.get(other):
            return None
        a, b = self.vector(one), self.vector(other)
        if len(a) > len(b):
            a, b = b, a
        return min(
            1.0, math.fsum(weight * b[word] for word, weight in a.items() if word in b)
        )

    def shared(self, contract_ids: Iterable[str], *, most: int) -> list[str]:
        """The words that most of these contracts have in common, most telling first."""
        weights: dict[str, float] = defaultdict(float)
        uses: Counter[str] = Counter()
        for contract_id in contract_ids:
            for word, weight in self.vector(contract_id).items():
                weights[word] += weight
                uses[word] += 1
        common = [word for word in weights if uses[word] > 1]
        return sorted(common, key=lambda word: (-weights[word], word))[:most]


def _counted(contract: Contract) -> Counter[str]:
    counted: Counter[str] = Counter()
    for word in words(contract.title):
        counted[word] += int(TITLE_WEIGHT)
    for word in words(contract.description[:DESCRIPTION_CHARACTERS]):
        counted[word] += 1
    return counted


def digits(need_id: str) -> str:
    """The CPV digits of a need; empty where it is not a code."""
    return need_id[4:] if need_id.startswith("cpv:") else ""


def code_likeness(one: str, other: str) -> float:
    """How alike two needs are by their codes alone.

    A need known only to its group or division is as like another as that level tells,
    even where both name the same division: "construction work" twice is not one need.
    """
    if one == other and not digits(one):
        return 1.0 if one else 0.0
    shared = 0
    for a, b in zip(digits(one), digits(other), strict=False):
        if a != b:
            break
        shared += 1
    return 1.0 if shared >= 4 else SHARED_DIGITS[shared]


class Likeness:
    """The likeness of two contracts' needs, remembered so that each pair is asked once."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self._known: dict[tuple[str, str], float] = {}

    def between(self, one: Contract, other: Contract) -> float:
        """0 to 1; symmetrical; 1 for a contract and itself."""
        if one.contract_id == other.contract_id:
            return 1.0
        key = (
            (one.contract_id, other.contract_id)
            if one.contract_id < other.contract_id
            else (other.contract_id, one.contract_id)
        )
        known = self._known.get(key)
        if known is None:
            code = code_likeness(one.need_id, other.need_id)
            cosine = self.wording.cosine(*key) if code else 0.0
            if cosine is None:
                known = CODE_ALONE * code
            elif code == 0:
                known = 0.0
            else:
                known = CODE_WEIGHT * code + TEXT_WEIGHT * min(
                    1.0, cosine / ALIKE_COSINE
                )
            self._known[key] = known
        return known
