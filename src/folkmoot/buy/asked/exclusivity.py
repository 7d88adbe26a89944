"""Words that bind a buyer: exclusive supply, minimum volumes, guaranteed spend."""

from __future__ import annotations

import re

from folkmoot.buy.proposal.background import Background
from folkmoot.buy.proposal.case import Case, Measure, Reason
from folkmoot.buy.proposal.material import Material

LONGEST_QUOTE = 160
"""Characters of a sentence that are quoted."""
_EXCLUSIVE = re.compile(
    r"\b(?:exclusivity|non-exclusive|sole (?:supplier|provider|contractor|right)s?"
    r"|exclusive(?:ly)? (?:right|suppl|provid|contract|agreement|arrangement|use|basis)\w*)\b",
    re.IGNORECASE,
)
_AMOUNT = r"(?:volume|spend|quantit|tonnage|work|value)\w*"
_MINIMUM = re.compile(
    rf"\b(?:minimum (?:guaranteed )?(?:{_AMOUNT}|order|usage|commitment|purchase)"
    rf"|guaranteed (?:minimum|{_AMOUNT})|take[- ]or[- ]pay|volume commitment"
    rf"|no (?:guarantee|commitment)\b[^.;]{{0,40}}?{_AMOUNT})\b",
    re.IGNORECASE,
)


def binding_words(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    """Contracts whose published words speak of exclusivity or of a volume, as quotes.

    A quote may say that there is none ("non-exclusive", "no guarantee of volume"): that
    too is what a lead asks, and the words stand as published.
    """
    found = []
    for contract in case.contracts:
        words = background.words.get(contract.contract_id, "")
        for pattern, about in ((_EXCLUSIVE, "exclusivity"), (_MINIMUM, "volume")):
            match = pattern.search(words)
            if match is None:
                continue
            name = material.council_name(contract.council_id)
            found.append(
                Reason(
                    f"{name}: its words speak of {about}: “{quote(words, match)}”.",
                    Measure(f"words on {about}", match[0], "as published"),
                    (contract.contract_id,),
                )
            )
    return found


def quote(words: str, match: re.Match[str]) -> str:
    """The sentence that holds the match, cut to a length that can be read."""
    first = (
        max((words.rfind(sign, 0, match.start()) for sign in ".;\n"), default=-1) + 1
    )
    ends = [words.find(sign, match.end()) for sign in ".;\n"]
    last = min((end for end in ends if end >= 0), default=len(words))
    sentence = " ".join(words[first:last].split())
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    return " ".join(words[match.start() : match.start() + LONGEST_QUOTE].split()) + " …"
