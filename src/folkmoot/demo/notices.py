"""Notices of the Open Contracting Data Standard, as portals and councils release them.

Several releases tell one process: the tender, the award, sometimes a correction. Packages
follow version 1.1 with parties; JSON Lines follow 1.0, with names in place.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from folkmoot.demo.truth import Contract
from folkmoot.demo.wording import buyer_as_written, supplier_as_written

PREFIX = "ocds-x9salt"
"""A prefix of the right shape that nobody has registered."""


def process_id(one: Contract) -> str:
    """The process under which a contract is published."""
    kept = "".join(c if c.isalnum() else "-" for c in one.reference.lower())
    return f"{PREFIX}-{one.council.gss[-2:]}-{kept}"


def write_package(
    path: Path, contracts: Sequence[Contract], chance: random.Random, as_of: date
) -> None:
    """A release package, 1.1: parties apart from the release's parts."""
    releases = [
        r for one in contracts for r in _releases(one, chance, as_of, has_parties=True)
    ]
    package = {
        "uri": f"https://notices.example/{path.stem}.json", "version": "1.1",
        "publishedDate": f"{as_of}T06:00:00Z", "publisher": {"name": "Saltmarch Tenders Portal"},
        "license": "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "releases": releases,
    }  # fmt: skip
    path.write_text(json.dumps(package, indent=1), "utf-8")


def write_lines(
    path: Path, contracts: Sequence[Contract], chance: random.Random, as_of: date
) -> None:
    """One release a line, 1.0: buyer and suppliers named in place."""
    releases = [
        r for one in contracts for r in _releases(one, chance, as_of, has_parties=False)
    ]
    path.write_text("".join(json.dumps(r) + "\n" for r in releases), "utf-8")


def _releases(
    one: Contract, chance: random.Random, as_of: date, *, has_parties: bool
) -> list[dict[str, Any]]:
    awarded = min(
        one.start - timedelta(days=chance.randint(20, 60)), as_of - timedelta(days=3)
    )
    tender = _tender(one, chance, awarded)
    award = _award(one, chance, awarded)
    buyer = buyer_as_written(chance, one.council, one.service)
    first = _release(one, "tender", awarded - timedelta(days=120), buyer, tender=tender)
    second = _release(
        one,
        "award",
        awarded,
        buyer,
        tender={**tender, "status": "complete"},
        awards=[award],
    )
    releases = [first, second] if chance.random() < 0.5 else [second]
    if chance.random() < 0.2:
        # A correction: the first award was published with a wrong end date.
        wrong = {
            **award,
            "contractPeriod": {
                **award["contractPeriod"],
                "endDate": f"{one.start}T00:00:00Z",
            },
        }
        releases[-1] = {**second, "awards": [wrong]}
        after = min(awarded + timedelta(days=2), as_of)
        releases.append(_release(one, "awardUpdate", after, buyer, awards=[award]))
    if has_parties:
        for release in releases:
            _set_parties(release, one)
    return releases


def _tender(one: Contract, chance: random.Random, awarded: date) -> dict[str, Any]:
    wording = f" Contract includes {one.extension}." if one.latest != one.end else ""
    is_shouted = chance.random() < 0.2
    words = f"{one.detail.upper()}\r\n" if is_shouted else f"{one.detail}."
    tender: dict[str, Any] = {
        "id": one.reference, "title": one.title, "status": "active",
        "description": words + wording,
        "value": {"amount": one.total_pounds, "currency": "GBP"},
        "procurementMethod": "open", "procurementMethodDetails": "Open procedure",
        "tenderPeriod": {"endDate": f"{awarded - timedelta(days=60)}T12:00:00Z"},
    }  # fmt: skip
    if one.code:
        tender["classification"] = {
            "scheme": "CPV",
            "id": one.code,
            "description": one.spend,
        }
    return tender


def _award(one: Contract, chance: random.Random, awarded: date) -> dict[str, Any]:
    period = {"startDate": f"{one.start}T00:00:00Z", "endDate": f"{one.end}T00:00:00Z"}
    if one.latest != one.end:
        period["maxExtentDate"] = f"{one.latest}T00:00:00Z"
    return {
        "id": f"{one.reference}-A1", "status": "active", "date": f"{awarded}T00:00:00Z",
        "title": one.title, "value": {"amount": one.total_pounds, "currency": "GBP"},
        "contractPeriod": period,
        "suppliers": [
            {
                "name": supplier_as_written(chance, supplier),
                "identifier": {"scheme": "GB-COH", "id": supplier.number},
                "contactPoint": {"name": "Bid Team", "email": "bids@supplier.example"},
            }
            for supplier in (one.supplier, *one.more_suppliers)
        ],
    }  # fmt: skip


def _release(
    one: Contract, tag: str, day: date, buyer: str, **parts: Any
) -> dict[str, Any]:
    ocid = process_id(one)
    return {
        "ocid": ocid, "id": f"{ocid}-{tag}-{day:%Y%m%d}", "date": f"{day}T09:00:00Z", "tag": [tag],
        "language": "en", "initiationType": "tender", "buyer": {"name": buyer}, **parts,
    }  # fmt: skip


def _set_parties(release: dict[str, Any], one: Contract) -> None:
    """Moves organisations to `parties` and leaves references behind."""
    buyer = {
        **release["buyer"],
        "id": f"X-COUNCIL-{one.council.gss}",
        "roles": ["buyer"],
    }
    parties = [buyer]
    release["buyer"] = {"id": buyer["id"], "name": buyer["name"]}
    awards = []
    for award in release.get("awards", ()):
        references = []
        for supplier in award["suppliers"]:
            party = {
                **supplier,
                "id": f"GB-COH-{supplier['identifier']['id']}",
                "roles": ["supplier"],
            }
            parties.append(party)
            references.append({"id": party["id"], "name": party["name"]})
        awards.append({**award, "suppliers": references})
    if awards:
        release["awards"] = awards
    release["parties"] = parties
