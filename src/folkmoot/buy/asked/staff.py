"""Whether staff would move to a new supplier: a question, raised with its reason."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.proposal.background import Background
from folkmoot.buy.proposal.case import Case, Measure, Reason, counted
from folkmoot.buy.proposal.material import Material
from folkmoot.buy.search.similarity import digits

_TUPE = re.compile(r"\bTUPE\b|transfer of undertakings|staff transfer", re.IGNORECASE)


def staff_questions(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    """Raised where the published words speak of it, or the service is done by people.

    No file says whether an organised group of employees works for one contract; so it is
    asked, never stated.
    """
    said = [
        c
        for c in case.contracts
        if _TUPE.search(background.words.get(c.contract_id, ""))
    ]
    if said:
        return [
            Reason(
                f"Ask whose staff would transfer: {len(said)} of "
                f"{counted(len(case.ids), 'contract')} speak of it in their published words.",
                Measure(
                    "contracts that speak of staff transfer", len(said), "contracts"
                ),
                tuple(c.contract_id for c in said),
            )
        ]
    service = _service(case.need.need_id)
    if not service:
        return []
    holders = _holders(case.contracts)
    whose = f", held by {counted(holders, 'supplier')} today" if holders else ""
    return [
        Reason(
            f"Ask whether staff would transfer: the need is {service}, which people are "
            f"employed for{whose} (Transfer of Undertakings Regulations 2006, regulation 3).",
            Measure(
                "contracts of a service done by people", len(case.ids), "contracts"
            ),
            case.ids,
        )
    ]


def _holders(contracts: tuple[Contract, ...]) -> int:
    return len({s for c in contracts for s in c.supplier_ids})


def _service(need_id: str) -> str:
    """The service that people are employed for under this code; empty where none."""
    code = digits(need_id)
    found = [
        (len(prefix), name) for prefix, name in _services() if code.startswith(prefix)
    ]
    return max(found)[1] if found else ""


@cache
def _services() -> tuple[tuple[str, str], ...]:
    text = (
        files("folkmoot.buy")
        .joinpath("reference", "staffed_services.toml")
        .read_text("utf-8")
    )
    return tuple(
        (code, str(service["name"]))
        for service in tomllib.loads(text)["service"]
        for code in service["codes"]
    )
