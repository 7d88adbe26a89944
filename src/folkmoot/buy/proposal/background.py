"""What is looked up only for contracts that stand in a proposal.

The search needs little of each contract, and there are many; what a procurement lead asks
next needs much of few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.proposal.case import Case
from folkmoot.core.questions import question
from folkmoot.core.store import Writer

_HERE = "folkmoot.buy"
FEWEST_SUPPLIERS_OF_A_DEPARTMENT = 5
"""A text beside payments to so many suppliers is a department: our own rule, so that a
cost centre named after a person is never shown."""
LEAST_SHARE_OF_A_DEPARTMENT = 0.5
"""The department that makes most of the payments to a supplier owns its contract."""


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework or dynamic market on record; `last` with its extensions, if known."""

    contract_id: str
    council_id: str
    council_name: str
    kind: str
    title: str
    last: date | None
    is_published: bool


@dataclass(frozen=True, slots=True)
class Experience:
    """How often a council has let a contract for a need, and how many were frameworks."""

    contracts: int = 0
    frameworks: int = 0


@dataclass(frozen=True, slots=True)
class Market:
    """The contracts for some needs whose supplier and value are known.

    `shares` is what each supplier holds of them a year, `held` by how many contracts;
    `index` is the Herfindahl index of the shares, `whole` what they come to.
    """

    contracts: list[Contract]
    shares: Mapping[str, Decimal]
    held: Mapping[str, int]
    index: float
    whole: Decimal


@dataclass(slots=True)
class Background:
    """All of it, by contract, need, council or supplier."""

    words: dict[str, str] = field(default_factory=dict)
    """Title, description, extension wording and procedure of a contract, as sentences."""
    frameworks: dict[str, list[Framework]] = field(default_factory=dict)
    experience: dict[tuple[str, str], Experience] = field(default_factory=dict)
    departments: dict[str, str] = field(default_factory=dict)
    reach: dict[str, int] = field(default_factory=dict)
    """Councils that each supplier holds a contract with."""
    markets: dict[tuple[str, ...], Market] = field(default_factory=dict)
    """What was looked up for the needs of a proposal, for the next with the same."""

    def of_council(self, council_id: str, needs: Sequence[str]) -> Experience:
        """What a council has on record for several needs together."""
        found = [self.experience.get((council_id, n), Experience()) for n in needs]
        return Experience(
            sum(e.contracts for e in found), sum(e.frameworks for e in found)
        )

    def frameworks_for(self, needs: Sequence[str]) -> list[Framework]:
        """The frameworks on record for several needs, longest-lived first."""
        return [f for need in needs for f in self.frameworks.get(need, ())]


def needs_of(case: Case) -> tuple[str, ...]:
    """The needs of a group's contracts, each once."""
    return tuple(sorted({c.need_id for c in case.contracts if c.need_id}))


def read_background(writer: Writer, cases: Sequence[Case]) -> Background:
    """What the contracts of these proposals say, and what is on record round them."""
    contracts = sorted({i for case in cases for i in case.ids})
    needs = sorted({need for case in cases for need in needs_of(case)})
    suppliers = sorted({s for case in cases for s in case.suppliers})
    frameworks: dict[str, list[Framework]] = defaultdict(list)
    for row in writer.rows(question(_HERE, "frameworks_of_needs"), [needs]):
        frameworks[row["need_id"]].append(
            Framework(
                row["contract_id"],
                row["council_id"],
                row["council_name"],
                row["kind"],
                row["title"] or "",
                row["last_date"],
                row["end_method"] == "published",
            )
        )
    return Background(
        words=_words(writer, contracts),
        frameworks=dict(frameworks),
        experience={
            (row["council_id"], row["need_id"]): Experience(
                row["contracts"], row["frameworks"]
            )
            for row in writer.rows(question(_HERE, "experience"), [needs])
        },
        departments=_departments(writer, contracts),
        reach={
            row["supplier_id"]: int(row["councils"])
            for row in writer.rows(question(_HERE, "supplier_reach"), [suppliers])
        },
    )


def _words(writer: Writer, contracts: Sequence[str]) -> dict[str, str]:
    parts = ("title", "description", "extension_text", "procedure_text")
    return {
        row["contract_id"]: ". ".join(str(row[p]) for p in parts if row[p])
        for row in writer.rows(question(_HERE, "words_of_contracts"), [contracts])
    }


def _departments(writer: Writer, contracts: Sequence[str]) -> dict[str, str]:
    asked = [contracts, FEWEST_SUPPLIERS_OF_A_DEPARTMENT]
    return {
        row["contract_id"]: str(row["department"])
        for row in writer.rows(question(_HERE, "departments"), asked)
        if float(row["share"]) > LEAST_SHARE_OF_A_DEPARTMENT
    }
