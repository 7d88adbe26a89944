"""Which council a written name means: a closed list, matched exactly, never by likeness.

A name is an identifier, a full name, a short name with words of kind that fit, several of
those, or one followed by a department.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from folkmoot.registers.councils.facts import Council
from folkmoot.registers.councils.listed import (
    ALIAS_CONFIDENCE,
    CONFLICT_CONFIDENCE,
    IDENTIFIER_CONFIDENCE,
    SEVERAL_BARE_CONFIDENCE,
    SEVERAL_CONFIDENCE,
    SUB_UNIT_CONFIDENCE,
    CouncilList,
    NameMatch,
    no_match,
)
from folkmoot.registers.councils.words import name_parts, plain_words

LONGEST_INITIALS = 6
_OTHER_BODIES: tuple[tuple[str, str], ...] = (
    (
        r"\b(parish|town|community|neighbourhood) council\b",
        "a parish, town or community council",
    ),
    (r"\b(police|constabulary|crime commissioner)\b", "a police body"),
    (r"\b(fire|rescue)\b", "a fire authority"),
    (
        r"\b(nhs|hospitals?|icb|ccg|clinical commissioning|health board|care trust)\b",
        "a health body",
    ),
    (
        r"\b(school|schools|academy|academies|college|university|grammar)\b",
        "a school, college or university",
    ),
    (r"\bnational park\b", "a national park authority"),
    (r"\bcouncil for voluntary\b|\bvoluntary (service|action)\b", "a voluntary body"),
    (
        r"\bhomes\b|\bhousing (limited|ltd|association|trust)\b|\bltd\b|\blimited\b|\bplc\b",
        "a company or housing body",
    ),
    (
        r"\b(development|broadcasting|harbour) corporation\b",
        "a corporation that is no council",
    ),
)
_OF_SEVERAL = re.compile(
    r"\bconsortium\b|\bcouncils(?:['’])? (?:partnership|alliance|association|group)\b"
    r"|\b(?:purchasing|procurement|buying) organi[sz]ation\b",
    re.IGNORECASE,
)
"""Asked of the name as written: "councils" tells a body of several from one's department."""
_ON_BEHALF = re.compile(r"\b(?:acting )?(?:on behalf of|o/b/o|obo)\b", re.IGNORECASE)
_RUN_BY = re.compile(r"\b(?:managed by|care of|c/o)\b", re.IGNORECASE)
_BREAKS = re.compile(r"\s+[-–—|/]+\s*|\s*[:;,(—–|]\s*|\s*/\s*", re.IGNORECASE)
_NOISE = frozenset(
    [
        "e",
        "tendering",
        "etendering",
        "procurement",
        "portal",
        "the",
        "group",
        "main",
        "number",
    ]
)


class CouncilNames:
    """Answers which council a name means, from the closed list."""

    def __init__(self, councils: Mapping[str, Council]) -> None:
        self._list = CouncilList(councils)

    @property
    def listed(self) -> CouncilList:
        """The closed list itself."""
        return self._list

    def meant(self, name: str, *, scheme: str = "", identifier: str = "") -> NameMatch:
        """The council that a published name, with the number beside it, stands for."""
        by_name = self._by_name(name) if name.strip() else no_match("no name is given")
        by_code = self._list.by_identifier(scheme, identifier)
        if by_code is None:
            return by_name
        if by_name.council_id is None:
            if by_name.reason.startswith("is "):
                return by_name
            return by_code
        if by_code.council_id in by_name.council_ids:
            return replace(
                by_name, method="identifier", confidence=IDENTIFIER_CONFIDENCE
            )
        said = self._list.name(by_code.council_ids[0])
        return replace(
            by_name,
            confidence=CONFLICT_CONFIDENCE,
            reason=f"{by_name.reason}; the number beside it is that of {said}",
        )

    def _by_name(self, name: str) -> NameMatch:
        name = _RUN_BY.split(name, maxsplit=1)[0] or name
        acting = _ON_BEHALF.split(name, maxsplit=1)
        if len(acting) == 2 and acting[1].strip():
            return self._for_another(acting[0], acting[1])
        words = plain_words(name)
        whole = self._list.one(words)
        if whole.council_id is not None:
            return whole
        if _OF_SEVERAL.search(name):
            return no_match("is a body of several councils")
        other = _other_body(words)
        several = self._several(name)
        if several is not None and other is None:
            return several
        part = self._with_sub_unit(name)
        if part is not None and _other_body(plain_words(part.sub_unit or "")) is None:
            return part
        if other is not None:
            return no_match(f"is {other}")
        return whole

    def _for_another(self, agent: str, principal: str) -> NameMatch:
        """A contract let for someone else is theirs; where they are no council, the agent's."""
        theirs, ours = self._by_name(principal), self._by_name(agent)
        if theirs.council_id is not None:
            ids = dict.fromkeys((*theirs.council_ids, *ours.council_ids))
            return replace(
                theirs,
                council_ids=tuple(ids),
                method="alias",
                confidence=SUB_UNIT_CONFIDENCE,
                reason=f"let by {agent.strip()} on behalf of {principal.strip()}",
            )
        if ours.council_id is None:
            return ours
        return replace(
            ours,
            method="sub_unit",
            confidence=SUB_UNIT_CONFIDENCE,
            sub_unit=f"on behalf of {principal.strip(' )')}",
        )

    def _with_sub_unit(self, name: str) -> NameMatch | None:
        """A council's name, then the part of it that buys."""
        spots = [*_BREAKS.finditer(name)]
        for spot in reversed(spots):
            match = self._list.one(plain_words(name[: spot.start()]), needs_kind=True)
            if match.council_id is not None:
                return self._sub(match, name[spot.end() :].strip(" )-–—"))
        for spot in spots:
            match = self._list.one(
                plain_words(name[spot.end() :].strip(" )")), needs_kind=True
            )
            if match.council_id is not None:
                return self._sub(match, name[: spot.start()].strip(" (-–—"))
        words = plain_words(name)
        for length in range(len(words) - 1, 1, -1):
            head, rest = words[:length], words[length:]
            if not {"council", "authority"} & set(head) and head[0] not in {
                "london",
                "royal",
                "lb",
                "rb",
            }:
                continue
            match = self._list.one(head, needs_kind=True)
            if match.council_id is not None and rest[0] not in {"for", "of"}:
                return self._sub(match, " ".join(rest))
        return None

    def _sub(self, match: NameMatch, rest: str) -> NameMatch:
        words = plain_words(rest)
        # "(GMCA)", "(WDC)": initials, not a department.
        short = len(words) == 1 and rest.isupper() and len(rest) <= LONGEST_INITIALS
        if short or not set(words) - _NOISE:
            return replace(match, method="alias", confidence=ALIAS_CONFIDENCE)
        return replace(
            match,
            method="sub_unit",
            confidence=SUB_UNIT_CONFIDENCE,
            sub_unit=rest,
            reason=f"{match.reason}; the rest is a part of it",
        )

    def _several(self, name: str) -> NameMatch | None:
        """Two or more councils in one name, each of which must be found."""
        words = plain_words(name)
        if "and" not in words or name_parts(words).place in self._list.places:
            return None
        sure = bool(name_parts(words).kinds)
        for pieces in _splits(words):
            found = [self._list.one(piece) for piece in pieces]
            if all(match.council_id is not None for match in found):
                ids = tuple(dict.fromkeys(m.council_ids[0] for m in found))
                if len(ids) < 2:
                    continue
                said = " and ".join(self._list.name(gss) for gss in ids)
                return NameMatch(
                    ids,
                    "several",
                    SEVERAL_CONFIDENCE if sure else SEVERAL_BARE_CONFIDENCE,
                    f"names {said}, which buy together",
                    joint_ids=ids,
                )
        return None


def _splits(words: Sequence[str]) -> list[list[list[str]]]:
    """Every way to cut a list of councils at its words `and`, all of them first."""
    marks = [n for n, word in enumerate(words) if word == "and"][:4]
    ways = []
    for mask in range(1, 2 ** len(marks)):
        cuts = [mark for n, mark in enumerate(marks) if mask >> n & 1]
        edges = [-1, *cuts, len(words)]
        ways.append([list(words[a + 1 : b]) for a, b in itertools.pairwise(edges)])
    return sorted(ways, key=len, reverse=True)


def _other_body(words: Sequence[str]) -> str | None:
    text = " ".join(words)
    for pattern, what in _OTHER_BODIES:
        if re.search(pattern, text):
            return what
    return None
