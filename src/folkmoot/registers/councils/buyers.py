"""Written names and files settled to councils, as rows to join by and facts to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from folkmoot.registers.councils import files as council_files
from folkmoot.registers.councils.facts import Council
from folkmoot.registers.councils.listed import NameMatch, no_match
from folkmoot.registers.councils.names import CouncilNames

_Written = tuple[str, str, str]
"""buyer_name, buyer_scheme, buyer_identifier; empty where not published."""

JOINT = pa.schema(
    [
        ("published_name", pa.string()),
        ("first_council", pa.string()),
        ("further_council", pa.string()),
    ]
)


@dataclass(slots=True)
class SettledNames:
    """What each written name, with the number beside it, was taken to be."""

    matches: dict[_Written, NameMatch] = field(default_factory=dict)

    def facts(self) -> list[dict[str, Any]]:
        """Rows of `fact.council_names`: a name once, by its surest match."""
        surest: dict[str, NameMatch] = {}
        for (name, _, identifier), match in sorted(self.matches.items()):
            shown = name or identifier
            if shown not in surest or match.confidence > surest[shown].confidence:
                surest[shown] = match
        return [_fact(name, match) for name, match in sorted(surest.items())]

    def joint(self) -> pa.Table:
        """published_name, first_council, further_council: a row for each after the first."""
        rows = {
            (name, match.joint_ids[0], further)
            for (name, _, _), match in self.matches.items()
            for further in match.joint_ids[1:]
        }
        return pa.Table.from_pylist(
            [dict(zip(JOINT.names, row, strict=True)) for row in sorted(rows)],
            schema=JOINT,
        )

    def other_bodies(self) -> frozenset[str]:
        """Names that are known to be of a body that is no council, such as a police force."""
        return frozenset(
            name for (name, _, _), match in self.matches.items() if _is_other(match)
        )


@dataclass(slots=True)
class SettledSources:
    """The council that each file speaks for where its rows name none."""

    matches: dict[str, tuple[str, NameMatch]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    """Files with rows that name no buyer."""

    def table(self, councils: Mapping[str, Council]) -> pa.Table:
        """of_source, file_council, file_council_name, is_declared."""
        rows = [
            {
                "of_source": source,
                "file_council": match.council_id,
                "file_council_name": councils[match.council_id].official_name,
                "is_declared": match.method == "declared",
            }
            for source, (_, match) in sorted(self.matches.items())
            if match.council_id is not None
        ]
        schema = pa.schema(
            [
                ("of_source", pa.string()),
                ("file_council", pa.string()),
                ("file_council_name", pa.string()),
                ("is_declared", pa.bool_()),
            ]
        )
        return pa.Table.from_pylist(rows, schema=schema)

    def facts(self) -> list[dict[str, Any]]:
        """Rows of `fact.council_names` for files whose rows name no buyer."""
        shown = {
            file: match
            for source, (file, match) in self.matches.items()
            if source in self.silent
        }
        return [_fact(file, match) for file, match in sorted(shown.items())]


def settle_names(
    names: CouncilNames, written: Sequence[Mapping[str, str | None]]
) -> SettledNames:
    """Each distinct name and number, asked once."""
    settled = SettledNames()
    for row in written:
        key = _key(row)
        if key != ("", "", "") and key not in settled.matches:
            name, scheme, identifier = key
            settled.matches[key] = names.meant(
                name, scheme=scheme, identifier=identifier
            )
    return settled


def settle_sources(
    names: CouncilNames,
    files: Sequence[Mapping[str, str | None]],
    spoken: Mapping[str, Mapping[str, Any]],
) -> SettledSources:
    """Each file's council: as given when it was added, else by its rows, else by its name.

    `spoken` has a row of `buyers_of_files` for each file. Where rows name several
    councils, a row that names none is nobody's, whatever the file is called.
    """
    settled = SettledSources(
        silent={source for source, told in spoken.items() if told["blank_count"]}
    )
    for row in files:
        source, file = row["source_id"] or "", row["file"] or ""
        declared = row["declared_council"] or ""
        told = spoken.get(source, {})
        if declared:
            match = council_files.declared(names.listed, declared)
        elif told.get("only_council"):
            match = council_files.only_named(names.listed, told["only_council"])
        elif told.get("council_count", 0) > 1:
            match = no_match("the row names no buyer and the file names several")
        else:
            match = council_files.hinted(names.listed, file)
        settled.matches[source] = (file, match)
    return settled


def named_councils(settled: SettledNames) -> pa.Table:
    """published_name, scheme, identifier to council_id, sub_unit and is_other_body."""
    rows = [
        {
            "published_name": name,
            "scheme": scheme,
            "identifier": identifier,
            "council_id": match.council_id,
            "sub_unit": match.sub_unit,
            "is_other_body": _is_other(match),
        }
        for (name, scheme, identifier), match in sorted(settled.matches.items())
    ]
    text = [
        (n, pa.string())
        for n in ("published_name", "scheme", "identifier", "council_id", "sub_unit")
    ]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([*text, ("is_other_body", pa.bool_())])
    )


def _is_other(match: NameMatch) -> bool:
    return match.reason.startswith("is ") and not match.council_ids


def _key(row: Mapping[str, str | None]) -> _Written:
    return (
        row["buyer_name"] or "",
        row["buyer_scheme"] or "",
        row["buyer_identifier"] or "",
    )


def _fact(name: str, match: NameMatch) -> dict[str, Any]:
    return {
        "published_name": name,
        "council_id": match.council_id,
        "council_ids": list(match.council_ids),
        "sub_unit": match.sub_unit,
        "method": match.method,
        "confidence": match.confidence,
        "reason": match.reason,
    }
