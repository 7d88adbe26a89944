"""What in a proposal's contracts sits badly with the law, said with care and never dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.law.regimes import longest, regime_on
from folkmoot.buy.proposal.case import Case, day_in_words

DAYS_A_MONTH = 30.4375
SLACK_MONTHS = 1
"""A month more than the most is a slip of dates."""
CHANGE_SHARE = 0.1
"""A term changed by more than a tenth is a substantial modification: Procurement Act 2023,
section 74(3)(a)."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One sentence and the contract that it is read from."""

    sentence: str
    contract_id: str


def warnings_of(case: Case) -> tuple[Warned, ...]:
    """Frameworks that run too long, ends moved further than options reach, dates at odds."""
    found: list[Warned] = []
    for contract in case.contracts:
        council = next(c for c in case.councils if c.council_id == contract.council_id)
        said = (
            *_too_long(contract, council.nation, council.name),
            *_moved(contract, council.nation, council.name),
            *_at_odds(contract, council.name),
        )
        found += [Warned(sentence, contract.contract_id) for sentence in said]
    return tuple(found)


def _too_long(contract: Contract, nation: str, name: str) -> Iterator[str]:
    if contract.start is None or contract.is_estimated or contract.is_rolling:
        return
    regime = regime_on(nation, contract.start)
    most = longest(regime, contract.kind) if regime else None
    months = (contract.latest - contract.start.toordinal()) / DAYS_A_MONTH
    if most is not None and months > most.most_months + SLACK_MONTHS:
        yield (
            f"The framework of {name} runs for {round(months)} months with its extensions, yet "
            f"{most.sentence} ({most.source}): check its dates."
        )


def _moved(contract: Contract, nation: str, name: str) -> Iterator[str]:
    """An end that was moved later, where no words offer the option."""
    earlier = contract.reach.earlier_end
    if earlier is None or contract.start is None or contract.reach.months:
        return
    term = (earlier - contract.start).days
    regime = regime_on(nation, contract.start)
    added = contract.end - earlier.toordinal()
    if regime is None or term <= 0 or added <= CHANGE_SHARE * term:
        return
    if regime.regime_id == "pa2023":
        yield (
            f"{name} moved the end of its contract from {day_in_words(earlier)} to "
            f"{_day(contract.end)}, by more than a tenth of its term, and no option is read in "
            "its words: unless the contract or the Act provides for it, that is a substantial "
            "modification (Procurement Act 2023, section 74)."
        )
    else:
        yield (
            f"{name} moved the end of its contract from {day_in_words(earlier)} to "
            f"{_day(contract.end)}, and no option is read in its words: what the earlier "
            "regulations allow is not modelled."
        )


def _at_odds(contract: Contract, name: str) -> Iterator[str]:
    if contract.reach.method == "contradicted":
        yield (
            f"Dates and words of the contract of {name} contradict each other: its options do "
            "not lead from its start to its end, so no later end is counted on."
        )


def _day(ordinal: int) -> str:
    return day_in_words(date.fromordinal(ordinal))
