"""How alike two contracts' words are: a cosine, weighted by how rare each word is here."""

from __future__ import annotations

import html
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from folkmoot.buy.contracts.contract import Contract

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
    invitation invite quote existing year month phase
    professional general management generation let relet re-let reletting re-letting
    retender re-tender retendering re-tendering reprocurement re-procurement back renewal
    renew renewed extension extend extended scheme
    consultancy consultant consultants advisory advice support maintenance system systems
    """.split()  # noqa: SIM905 - forty quoted words cannot be proofread
)
"""Words of procurement itself, which say how something is bought and not what."""
_KINDS_OF_THING = frozenset(
    """
    software system solution platform application licence license hosting hosted cloud
    equipment product good package online digital electronic
    """.split()  # noqa: SIM905 - as above
)
"""Words that tell something beside another word, and nothing by themselves."""
_OF_A_PLACE = re.compile(
    "(?:north|south|east|west|king|queen|church|castle|priory|abbey|bishop)s?"
    "(?:gate|field|ford|way|side|wick|bridge|town|bank|brook|moor|land|croft|dale)"
)
"""Streets and quarters that every second town has: two that share one share no need."""


def words(text: str) -> list[str]:
    """The telling words of a text, lower case and in the singular."""
    found = _WORD.findall(html.unescape(text).lower())
    return [
        _singular(word)
        for word in found
        if word not in _PLAIN and _singular(word) not in _PLAIN
    ]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


class Wording:
    """The words of many contracts as weights, so that two can be compared by cosine.

    A word weighs by its rarity over the contracts here (inverse document frequency). A
    word that only one council uses links nothing. In a title it says that something else
    is bought, and takes from the likeness; in a description it is dropped, as names of
    places and schemes would otherwise drown what is bought. A council's own name is no word.
    """

    def __init__(
        self, contracts: Iterable[Contract], names: Mapping[str, str] | None = None
    ) -> None:
        """`names` are those of the councils, by their ids."""
        own = {key: frozenset(words(name)) for key, name in (names or {}).items()}
        counts: dict[str, Counter[str]] = {}
        titles: dict[str, frozenset[str]] = {}
        documents: Counter[str] = Counter()
        councils: dict[str, str | None] = {}
        self._buyers: dict[str, str] = {}
        for contract in contracts:
            self._buyers[contract.contract_id] = contract.council_id
            apart = own.get(contract.council_id, frozenset())
            counted = _counted(contract, without=apart)
            counts[contract.contract_id] = counted
            titles[contract.contract_id] = frozenset(words(contract.title))
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
        }
        self._linking = {word for word, council in councils.items() if council is None}
        self._titles = titles
        self._counts = counts
        self._vectors: dict[str, dict[str, float]] = {}

    def vector(self, contract_id: str) -> Mapping[str, float]:
        """The contract's words with their weights, of length one; empty if it says nothing."""
        vector = self._vectors.get(contract_id)
        if vector is None:
            in_title = self._titles.get(contract_id, frozenset())
            raw = {}
            for word, count in sorted(self._counts.get(contract_id, {}).items()):
                weight = (1 + math.log(count)) * self._rarity[word]
                if word in self._linking or word in in_title:
                    raw[word] = weight
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
        So do two that share only words for a kind of thing, such as "software".
        """
        if not self._counts.get(one) or not self._counts.get(other):
            return None
        a, b = self.vector(one), self.vector(other)
        if len(a) > len(b):
            a, b = b, a
        common = [word for word in a if word in b]
        if _KINDS_OF_THING.issuperset(common):
            return 0.0
        return min(1.0, math.fsum(a[word] * b[word] for word in common))

    def shared(self, contract_ids: Iterable[str], *, most: int) -> list[str]:
        """The words that two or more councils of these contracts use, most telling first.

        None where they share only words for a kind of thing, such as "software"; and
        never the name of a street or a quarter, such as "northgate".
        """
        weights: dict[str, float] = defaultdict(float)
        users: dict[str, set[str]] = defaultdict(set)
        for contract_id in contract_ids:
            for word, weight in self.vector(contract_id).items():
                weights[word] += weight
                users[word].add(self._buyers[contract_id])
        common = [
            word
            for word in weights
            if len(users[word]) > 1 and not _OF_A_PLACE.fullmatch(word)
        ]
        if _KINDS_OF_THING.issuperset(common):
            return []
        return sorted(common, key=lambda word: (-weights[word], word))[:most]


def _counted(contract: Contract, *, without: frozenset[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for word in words(contract.title):
        counted[word] += int(TITLE_WEIGHT)
    for word in words(contract.description[:DESCRIPTION_CHARACTERS]):
        counted[word] += 1
    return Counter({w: n for w, n in counted.items() if w not in without})
