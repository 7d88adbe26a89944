"""Frameworks that could be called off instead of a tender of their own."""

from __future__ import annotations

import re
from collections import defaultdict

from folkmoot.buy.background import Background, Framework, needs_of
from folkmoot.buy.case import Case, Measure, Reason, day_in_words, listed
from folkmoot.buy.material import Material

FRAMEWORKS_TOLD = 3
_NAMED = re.compile(
    r"\b(?:framework|dynamic purchasing system|DPS)\b[^.;]{0,40}?\b([A-Z]{2,8}[ -]?\d{3,6})\b"
    r"|\b([A-Z]{2,8}[ -]?\d{3,6})\b[^.;]{0,40}?\b(?:framework|DPS)\b"
)
"""A reference in capitals and digits beside the word framework, such as AB1234."""


def frameworks_instead(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    """Frameworks in force on the best day, those that two members name, and call-offs.

    Whether others may join a framework stands in its own notice, which is not in the
    files: each sentence asks for that.
    """
    return [
        *_in_force(case, background),
        *_named_alike(case, material, background),
        *_call_offs(case, material, background),
    ]


def _in_force(case: Case, background: Background) -> list[Reason]:
    alive = [
        framework
        for framework in background.frameworks_for(needs_of(case))
        if framework.last is None or framework.last >= case.best
    ]
    inside = {council.council_id for council in case.councils}
    alive.sort(key=lambda f: (f.council_id not in inside, f.last is None))
    return [_alive(case, framework, inside) for framework in alive[:FRAMEWORKS_TOLD]]


def _alive(case: Case, framework: Framework, inside: set[str]) -> Reason:
    what = "dynamic market" if framework.kind == "dynamic_market" else "framework"
    is_ours = framework.council_id in inside
    whose = (
        f"{framework.council_name}{' (a member of this group)' if is_ours else ''} has"
    )
    title = f" “{framework.title}”" if framework.title else ""
    if framework.last is None:
        until, days = "its end is not published", 0
    else:
        guess = "" if framework.is_published else " (estimated)"
        until = f"it runs until {day_in_words(framework.last)}{guess}"
        days = (framework.last - case.best).days
    return Reason(
        f"{whose} a {what} for this need{title}; {until}. Ask whether its notice names the "
        "other councils: if so, a call-off could replace a tender.",
        Measure("days it runs after the best day", days, "days"),
        (framework.contract_id,),
    )


def _named_alike(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    holders: dict[str, list[str]] = defaultdict(list)
    councils: dict[str, list[str]] = defaultdict(list)
    for contract in case.contracts:
        words = background.words.get(contract.contract_id, "")
        for match in set(_NAMED.findall(words)):
            name = re.sub(r"[ -]", "", match[0] or match[1])
            holders[name].append(contract.contract_id)
            councils[name].append(material.council_name(contract.council_id))
    return [
        Reason(
            f"{listed(councils[name])} name the framework {name}: ask whether it is still "
            "open and whether all may use it.",
            Measure("contracts that name it", len(ids), "contracts"),
            tuple(ids),
        )
        for name, ids in sorted(
            holders.items(), key=lambda item: (-len(item[1]), item[0])
        )
    ][:FRAMEWORKS_TOLD]


def _call_offs(case: Case, material: Material, background: Background) -> list[Reason]:
    chosen = [
        c
        for c in case.contracts
        if c.kind == "call_off"
        and not _NAMED.search(background.words.get(c.contract_id, ""))
    ]
    if not chosen:
        return []
    names = listed([material.council_name(c.council_id) for c in chosen])
    one = len({c.council_id for c in chosen}) == 1
    return [
        Reason(
            f"{names} already {'buys' if one else 'buy'} this by calling off a framework that "
            "is not named in what is published: ask which, and whether the others may use it.",
            Measure("call-offs", len(chosen), "contracts"),
            tuple(c.contract_id for c in chosen),
        )
    ]
