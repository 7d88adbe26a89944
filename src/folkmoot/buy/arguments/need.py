"""What speaks against a proposal in what would be bought: one lasting need, or several."""

from __future__ import annotations

import re

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.proposal.case import Case, Measure, Reason, counted, listed, of_some
from folkmoot.buy.proposal.material import Material
from folkmoot.buy.search.clusters import CLASS_DIGITS
from folkmoot.buy.search.scoring import is_delivered, is_one_off
from folkmoot.buy.search.similarity import digits
from folkmoot.registers.needs.settled import CONTRADICTED_CONFIDENCE

_GRANT = re.compile(
    r"(?!.*\b(?:software|system|portal|management|administration)\b)"
    r".*\b(?:(?:community|small|voluntary|revenue|capital|project|arts|business) grants?"
    r"|grants? (?:agreements?|awards?|funding|funds?|programmes?|schemes?|to|for))\b"
)
"""Money given away; what keeps grants is bought, and so is what a Mr Grant sells."""
DIFFERENT_WORDS_LIKENESS = 0.7
"""Below this likeness two contracts share a class of codes but hardly a telling word."""


def _inferred(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.need_method != "code"]
    said = listed(sorted({_read_from(c, material) for c in chosen}))
    return of_some(
        case,
        f"What is bought is not coded but inferred for {{which}}, from {said}.",
        "needs inferred",
        chosen,
    )


def _doubted_codes(case: Case, material: Material) -> list[Reason]:
    """Codes that the title contradicts, or that stand behind a code of another kind."""
    chosen = [
        contract
        for contract in case.contracts
        if contract.need_method == "code"
        and contract.need_confidence <= CONTRADICTED_CONFIDENCE
    ]
    if not chosen:
        return []
    why = material.need_reasons.get(chosen[0].contract_id, "")
    of_one = "of one of them, " if len(chosen) > 1 else ""
    return of_some(
        case,
        "The {code|codes} of {which} {is|are} in doubt"
        + (f": {of_one}{why}." if why else "."),
        "doubted codes",
        chosen,
    )


def _read_from(contract: Contract, material: Material) -> str:
    """What an uncoded need was read from; a need read from words may be the description's."""
    if contract.need_method == "title":
        lead = material.need_reasons.get(contract.contract_id, "").partition("“")[0]
        is_described = not contract.title or "description" in lead
        return "its description" if is_described else "its title"
    return {
        "learned": "words that other coded contracts hold",
        "supplier": "what its supplier sells elsewhere",
        "category": "the buyer's own category",
    }.get(contract.need_method, "no published code")


def _coarse(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if 0 < len(digits(c.need_id)) < CLASS_DIGITS]
    return of_some(
        case,
        "{which} {carries|carry} only a broad category (a division or group): the goods or "
        "services may differ.",
        "broad codes",
        chosen,
    )


def _other_codes(case: Case, material: Material) -> list[Reason]:
    """Published codes of another class than the medoid's, joined by what titles name."""
    own = digits(case.need.need_id)[:CLASS_DIGITS]
    chosen = [
        contract
        for contract in case.contracts
        if contract.need_method == "code"
        and len(digits(contract.need_id)) >= CLASS_DIGITS
        and digits(contract.need_id)[:CLASS_DIGITS] != own
    ]
    labels = listed(sorted({material.need(c.need_id).label for c in chosen}))
    return of_some(
        case,
        "{which} {is|are} published under another class of category code "
        f"({labels}): the words say one need, the codes do not.",
        "codes of another class",
        chosen,
    )


def _no_shared_word(case: Case, material: Material) -> list[Reason]:
    if case.shared_words or case.subject:
        return []
    return [
        Reason(
            "The titles share no telling word, and nor do the descriptions: the category "
            "alone says that the need is one.",
            Measure("telling words in common", 0, "words"),
            case.ids,
        )
    ]


def _different_words(case: Case, material: Material) -> list[Reason]:
    chosen = [
        contract
        for contract, like in zip(case.contracts, case.likeness, strict=True)
        if like < DIFFERENT_WORDS_LIKENESS and contract is not case.scored.medoid
    ]
    if not chosen or not case.shared_words:
        return []
    least = min(case.likeness)
    some = f"{len(chosen)} of {counted(len(case.ids), 'contract')}"
    have = "has" if len(chosen) == 1 else "have"
    lead = (
        "The two contracts have hardly a telling word in common"
        if len(case.ids) == 2
        else f"{some} {have} hardly a telling word in common with the rest"
    )
    return [
        Reason(
            f"{lead}: read the titles before asking anyone.",
            Measure("least likeness to the group", round(least, 2), "0 to 1"),
            tuple(contract.contract_id for contract in chosen),
        )
    ]


def _grants(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if _GRANT.match(c.title.lower())]
    return of_some(
        case,
        "{which} {speaks|speak} of grants in the title: a grant is given, not bought, and "
        "follows rules of its own.",
        "grants",
        chosen,
    )


def _one_offs(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if is_one_off(c)]
    return of_some(
        case,
        "{which} {looks like a single job|look like single jobs}, short or building work, "
        "which may not come round again.",
        "single jobs",
        chosen,
    )


def _delivered(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if is_delivered(c)]
    return of_some(
        case,
        "{which} {is|are} goods without a published term: they may have been delivered "
        "once, and nothing says that more will be bought.",
        "goods without a term",
        chosen,
    )


def _many_things(case: Case, material: Material) -> list[Reason]:
    chosen = [
        c for c in case.contracts if c.has_broad_supplier and c.need_method != "code"
    ]
    return of_some(
        case,
        "{which} {is|are} with a supplier of many different things, so its name says "
        "little of what was bought.",
        "suppliers of many things",
        chosen,
    )


def _capped(case: Case, material: Material) -> list[Reason]:
    if not case.is_capped:
        return []
    return [
        Reason(
            "This need has so many contracts that only its most promising groups were "
            "compared: a better one may have been missed.",
            Measure("contracts of the need compared", len(case.ids), "contracts"),
            case.ids,
        )
    ]


def _frameworks(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.kind in ("framework", "dynamic_market")]
    return of_some(
        case,
        "{which} {is a framework or dynamic market|are frameworks or dynamic markets}: "
        "there is something to call off rather than a contract to replace.",
        "frameworks",
        chosen,
    )


OF_NEED = (
    _inferred,
    _doubted_codes,
    _coarse,
    _other_codes,
    _no_shared_word,
    _different_words,
    _grants,
    _one_offs,
    _delivered,
    _many_things,
    _capped,
    _frameworks,
)
"""These objections, gravest first."""
