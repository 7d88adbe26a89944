"""Frameworks that could be called off instead of a tender of their own."""

from __future__ import annotations

import re
from collections import defaultdict

from folkmoot.buy.proposal.background import Background, Framework, needs_of
from folkmoot.buy.proposal.case import Case, Measure, Reason, day_in_words, listed
from folkmoot.buy.proposal.material import Material

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

    Where none is in force then, the last of those that still run is told: what replaces
    it may be joined.

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
    if alive:
        return [
            _alive(case, framework, inside) for framework in alive[:FRAMEWORKS_TOLD]
        ]
    return _last_to_end(case, background)


def _last_to_end(case: Case, background: Background) -> list[Reason]:
    known = background.frameworks_for(needs_of(case))
    dated = [
        (f.last, f.contract_id, f)
        for f in known
        if f.last is not None and f.last >= case.as_of
    ]
    if not dated:
        return []
    last, _, framework = max(dated)
    title = f" “{framework.title}”" if framework.title else ""
    guess = "" if framework.is_published else " (estimated)"
    return [
        Reason(
            f"{framework.council_name}'s framework for this need{title} ends on "
            f"{day_in_words(last)}{guess}, before the best day: ask whether it will be "
            "replaced, and for whom.",
            Measure(
                "days it ends before the best day", (case.best - last).days, "days"
            ),
            (framework.contract_id,),
        )
    ]


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
