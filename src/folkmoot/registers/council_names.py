"""Which council a written name means: a closed list, matched exactly, never by likeness.

A name is an identifier, a full name, a short name with words of kind that fit, or one of
those followed by a department. What could be two councils is left open with the reason,
as a wrong council is worse than none.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from folkmoot.registers.council_words import kinds_meant, name_parts, plain_words
from folkmoot.registers.councils import Council, reference_rows


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a name was taken to be; `council_ids` has every council it names, in order."""

    council_ids: tuple[str, ...]
    method: str
    confidence: float
    reason: str
    sub_unit: str | None = None

    @property
    def council_id(self) -> str | None:
        """The council that signs: the first named, or the one it was done for."""
        return self.council_ids[0] if self.council_ids else None


IDENTIFIER_CONFIDENCE = 0.99
EXACT_CONFIDENCE = 1.0
ALIAS_CONFIDENCE = 0.95
BARE_CONFIDENCE = 0.85
"""The place alone, such as "Bolton": one council bears it, but so may other bodies."""
SUB_UNIT_CONFIDENCE = 0.9
SEVERAL_CONFIDENCE = 0.6
SEVERAL_BARE_CONFIDENCE = 0.5
"""Two places and no word that says councils: a partnership of theirs at best."""
DECLARED_CONFIDENCE = 0.95
FILE_NAME_CONFIDENCE = 0.7
CONFLICT_CONFIDENCE = 0.6
"""The published number says another council than the published name."""

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
_DO_NOT_STAND_ALONE = frozenset({"reading", "bury", "rugby", "down", "eden", "sale"})
"""Everyday words: a file named `reading_list.csv` is not Reading's."""
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
_FITS: Mapping[str, frozenset[str]] = {
    "county": frozenset({"county"}),
    "combined_authority": frozenset(
        {"combined", "authority", "mayoral", "county", "city"}
    ),
    "greater_london_authority": frozenset({"authority"}),
    "london_borough": frozenset({"london", "royal", "borough", "city"}),
    "city_of_london": frozenset({"city", "london"}),
    "metropolitan": frozenset({"metropolitan", "borough", "district", "city"}),
    "district": frozenset({"district", "borough", "city"}),
    "unitary": frozenset(
        {"unitary", "borough", "district", "city", "royal", "metropolitan"}
    ),
    "welsh": frozenset({"county", "borough", "city"}),
    "scottish": frozenset({"city", "islands", "county"}),
    "northern_irish": frozenset({"city", "borough", "district"}),
}
"""Words of kind that a council of each type may bear, beside those of its own full name."""


class CouncilNames:
    """Every name by which a council may be called, and the one question asked of them."""

    def __init__(self, councils: Mapping[str, Council]) -> None:
        self._councils = councils
        self._abolished = {
            g for g, council in councils.items() if council.end is not None
        }
        self._full: dict[str, str] = {}
        self._places: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._codes: dict[str, str] = {}
        for gss in sorted(councils):
            self._enter(councils[gss])
        for row in reference_rows("council_nicknames.csv"):
            if row["gss"] in councils:
                self._places[row["name"]].append((row["gss"], row["requires"]))

    def _enter(self, council: Council) -> None:
        gss = council.gss
        for name in (council.official_name, *council.aliases):
            self._full.setdefault(" ".join(plain_words(name)), gss)
        for name in (council.name, council.official_name, *council.aliases):
            place = name_parts(plain_words(name)).place
            # "West Midlands" alone is a region, not the combined authority.
            needs = "authority" if council.type == "combined_authority" else ""
            if place and (gss, needs) not in self._places[place]:
                self._places[place].append((gss, needs))
        for code in (gss, *council.codes):
            self._codes.setdefault(code.casefold(), gss)

    def meant(self, name: str, *, scheme: str = "", identifier: str = "") -> NameMatch:
        """The council that a published name, with the number beside it, stands for."""
        by_name = self._by_name(name) if name.strip() else _none("no name is given")
        by_code = self._by_identifier(scheme, identifier)
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
        said = self._name(by_code.council_ids[0])
        return replace(
            by_name,
            confidence=CONFLICT_CONFIDENCE,
            reason=f"{by_name.reason}; the number beside it is that of {said}",
        )

    def hinted(self, path: str) -> NameMatch:
        """The council that a file's name or folder is named after, for rows that name none.

        The file's name must begin with the council's; a folder must be nothing else.
        """
        inner = re.split(r"[/!\\]", path.replace(".zip!", "!"))
        stem = re.sub(r"\.[A-Za-z0-9.]{1,8}$", "", inner[-1])
        for part, whole in (
            (stem, False),
            *((folder, True) for folder in reversed(inner[:-1])),
        ):
            words = plain_words(part.replace("_", " "))
            found = self._leading(words, whole=whole)
            if found is not None:
                gss, used = found
                return NameMatch(
                    (gss,),
                    "file_name",
                    FILE_NAME_CONFIDENCE,
                    f"the rows name no buyer; `{used}` in the file's path is {self._name(gss)}",
                )
        return _none("the rows name no buyer and the file's path names no council")

    def declared(self, gss: str) -> NameMatch:
        """The council that was given with the file when it was added."""
        known = self._codes.get(gss.casefold())
        if known is None:
            return _none(f"the file was added for {gss}, a code no council here has")
        return NameMatch(
            (known,),
            "declared",
            DECLARED_CONFIDENCE,
            f"the rows name no buyer; the file was added as {self._name(known)}'s",
        )

    def _leading(self, words: list[str], *, whole: bool) -> tuple[str, str] | None:
        for length in range(len(words), 0, -1):
            head, rest = words[:length], words[length:]
            if whole and rest:
                return None
            parts = name_parts(head)
            everyday = parts.place in _DO_NOT_STAND_ALONE and not parts.kinds
            if everyday and any(not word.isdigit() for word in rest):
                continue
            match = self._one(head)
            if match.council_id is not None:
                return match.council_id, " ".join(head)
        return None

    def _by_identifier(self, scheme: str, identifier: str) -> NameMatch | None:
        text = identifier.strip().casefold()
        if not text or scheme.upper() in {"GB-COH", "GB-CHC", "GB-SRS"}:
            return None
        gss = self._codes.get(text.rsplit("/", 1)[-1])
        if gss is None:
            linked = re.search(r"/([a-z-]+)/([a-z0-9-]+)$", text)
            if linked is None:
                return None
            kind, place = (part.replace("-", " ") for part in linked.groups())
            gss = self._one([*plain_words(place), *plain_words(kind)]).council_id
            gss = gss or self._one(plain_words(place)).council_id
        if gss is None:
            return None
        return NameMatch(
            (gss,),
            "identifier",
            IDENTIFIER_CONFIDENCE,
            f"the number published beside the name is that of {self._name(gss)}",
        )

    def _by_name(self, name: str) -> NameMatch:
        name = _RUN_BY.split(name, maxsplit=1)[0] or name
        acting = _ON_BEHALF.split(name, maxsplit=1)
        if len(acting) == 2 and acting[1].strip():
            return self._for_another(acting[0], acting[1])
        words = plain_words(name)
        whole = self._one(words)
        if whole.council_id is not None:
            return whole
        other = _other_body(words)
        several = self._several(name)
        if several is not None and other is None:
            return several
        part = self._with_sub_unit(name)
        if part is not None and _other_body(plain_words(part.sub_unit or "")) is None:
            return part
        if other is not None:
            return _none(f"is {other}")
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
            sub_unit=f"on behalf of {principal.strip()}",
        )

    def _with_sub_unit(self, name: str) -> NameMatch | None:
        """A council's name, then the part of it that buys."""
        spots = [*_BREAKS.finditer(name)]
        for spot in reversed(spots):
            match = self._one(plain_words(name[: spot.start()]), needs_kind=True)
            if match.council_id is not None:
                return self._sub(match, name[spot.end() :].strip(" )-–—"))
        for spot in spots:
            match = self._one(
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
            match = self._one(head, needs_kind=True)
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
        if "and" not in words or name_parts(words).place in self._places:
            return None
        sure = bool(name_parts(words).kinds)
        for pieces in _splits(words):
            found = [self._one(piece) for piece in pieces]
            if all(match.council_id is not None for match in found):
                ids = tuple(dict.fromkeys(m.council_ids[0] for m in found))
                if len(ids) < 2:
                    continue
                said = " and ".join(self._name(gss) for gss in ids)
                return NameMatch(
                    ids,
                    "several",
                    SEVERAL_CONFIDENCE if sure else SEVERAL_BARE_CONFIDENCE,
                    f"names {said}; counted for the first",
                )
        return None

    def _one(self, words: Sequence[str], *, needs_kind: bool = False) -> NameMatch:
        written = [word for word in words if word != "the"] or list(words)
        gss = self._full.get(" ".join(words)) or self._full.get(" ".join(written))
        if gss is not None:
            return NameMatch(
                (gss,), "exact", EXACT_CONFIDENCE, f"is the name of {self._name(gss)}"
            )
        parts = name_parts(list(words))
        entries = self._places.get(parts.place, [])
        if not entries:
            return _none("no council bears this name")
        if needs_kind and not parts.kinds:
            return _none("a place, but nothing says it is the council")
        fitting = {
            gss: requires
            for gss, requires in entries
            if self._fits(gss, requires, parts.kinds, was_cc=parts.was_short_cc)
        }
        current = [gss for gss in fitting if self._councils[gss].end is None]
        if len(fitting) > 1:
            fitting = self._narrowed(fitting, parts.kinds, current)
        rivals = {gss for gss, requires in entries if requires != "authority"}
        if not kinds_meant(parts.kinds) and len(rivals - self._abolished) > 1:
            fitting = dict.fromkeys(rivals, "")
        if len(fitting) != 1:
            names = sorted({self._name(gss) for gss in (fitting or dict(entries))})
            is_open = bool(fitting) or not kinds_meant(parts.kinds)
            why = "could be " if is_open else "its words of kind do not fit "
            return _none(why + " or ".join(names))
        (gss,) = fitting
        if parts.kinds:
            return NameMatch(
                (gss,), "alias", ALIAS_CONFIDENCE, f"a way to write {self._name(gss)}"
            )
        return NameMatch(
            (gss,),
            "alias",
            BARE_CONFIDENCE,
            f"the bare name of {self._name(gss)}, no other bears it",
        )

    def _narrowed(
        self, fitting: dict[str, str], kinds: frozenset[str], current: list[str]
    ) -> dict[str, str]:
        """Of several that fit: the one whose own name has just these words, else the living one."""
        meant = kinds_meant(kinds)
        own = [
            gss
            for gss in fitting
            if meant
            and meant
            == kinds_meant(
                name_parts(plain_words(self._councils[gss].official_name)).kinds
            )
        ]
        if len(own) == 1:
            return {own[0]: ""}
        plain = [g for g in current if self._councils[g].type != "combined_authority"]
        if not meant and len(plain) == 1:
            return {plain[0]: ""}
        return fitting

    def _fits(
        self, gss: str, requires: str, kinds: frozenset[str], *, was_cc: bool
    ) -> bool:
        council = self._councils[gss]
        if requires and not set(requires.split()) <= kinds:
            return False
        meant = kinds_meant(kinds)
        if "authority" in meant and council.type not in {
            "combined_authority",
            "greater_london_authority",
        }:
            return False
        if was_cc and council.type in {
            "district",
            "metropolitan",
            "unitary",
            "scottish",
            "welsh",
        }:
            own = name_parts(plain_words(council.official_name)).kinds
            return "city" in own or "county" in own
        own = name_parts(plain_words(council.official_name)).kinds
        allowed = _FITS.get(council.type, frozenset()) | own
        if council.type == "county" or "county" in own:
            allowed -= {"district", "borough", "city"} - own
        return meant <= allowed

    def _name(self, gss: str) -> str:
        return self._councils[gss].official_name


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


def _none(reason: str) -> NameMatch:
    return NameMatch((), "none", 0.0, reason)
