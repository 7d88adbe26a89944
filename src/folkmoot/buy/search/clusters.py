"""Which contracts may share a need: of one class of categories, or subject, or alike in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.similarity import Likeness, digits
from folkmoot.buy.settings import BuySettings

CLASS_DIGITS = 4
"""CPV digits from which a code names one kind of thing well enough to join by itself."""
COARSE_WORD_MOST = 250
"""A word in more contracts of a division than this does not say which need it is."""


def need_clusters(
    contracts: Sequence[Contract], likeness: Likeness, settings: BuySettings
) -> Iterable[tuple[str, list[Contract]]]:
    """Contracts that may share a need: by class, by subject, and by words.

    A subject joins those whose titles name it, where codes put them into several classes.
    A code of a division or group is no need: such a contract joins those of its division
    whose words are like its own, at `similarity_least` or more.
    """
    fine: dict[str, list[Contract]] = defaultdict(list)
    by_division: dict[str, list[Contract]] = defaultdict(list)
    coarse: list[Contract] = []
    for contract in contracts:
        code = digits(contract.need_id)
        if code and len(code) < CLASS_DIGITS:
            coarse.append(contract)
        else:
            fine[contract.cluster_id or contract.need_id].append(contract)
        if code:
            by_division[code[:2]].append(contract)
    for need_id in sorted(fine):
        if councils_of(fine[need_id]) >= settings.min_group_size:
            yield need_id, fine[need_id]
    yield from _by_subject(contracts, likeness, settings)
    words = {
        division: _word_index(members, likeness)
        for division, members in by_division.items()
    }
    seen: set[frozenset[str]] = set()
    for contract in coarse:
        division = digits(contract.need_id)[:2]
        cluster = _alike_in_words(contract, words[division], likeness, settings)
        key = frozenset(c.contract_id for c in cluster)
        if councils_of(cluster) >= settings.min_group_size and key not in seen:
            seen.add(key)
            yield contract.need_id, cluster


def _by_subject(
    contracts: Sequence[Contract], likeness: Likeness, settings: BuySettings
) -> Iterable[tuple[str, list[Contract]]]:
    """Contracts whose titles name one subject, where codes put them into several classes."""
    named: dict[str, list[Contract]] = defaultdict(list)
    for contract in contracts:
        for subject in likeness.titled(contract):
            named[subject].append(contract)
    for subject, held in sorted(named.items()):
        is_parted = len({contract.need_id for contract in held}) > 1
        if is_parted and councils_of(held) >= settings.min_group_size:
            yield subject, held


def _word_index(
    contracts: Sequence[Contract], likeness: Likeness
) -> Mapping[str, list[Contract]]:
    index: dict[str, list[Contract]] = defaultdict(list)
    for contract in contracts:
        for word in likeness.wording.vector(contract.contract_id):
            index[word].append(contract)
    return {word: held for word, held in index.items() if len(held) <= COARSE_WORD_MOST}


def _alike_in_words(
    seed: Contract,
    index: Mapping[str, list[Contract]],
    likeness: Likeness,
    settings: BuySettings,
) -> list[Contract]:
    near = {seed.contract_id: seed}
    for word in likeness.wording.vector(seed.contract_id):
        for contract in index.get(word, ()):
            if (
                contract.contract_id not in near
                and contract.free_from <= seed.free_to
                and seed.free_from <= contract.free_to
                and likeness.between(seed, contract) >= settings.similarity_least
            ):
                near[contract.contract_id] = contract
    return [near[key] for key in sorted(near)]


def councils_of(contracts: Iterable[Contract]) -> int:
    """How many different councils hold these contracts."""
    return len({contract.council_id for contract in contracts})
