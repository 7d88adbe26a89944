"""The closed list of councils: exact names, short names with words of kind, and codes.

What could be two councils is left open with the reason, as a wrong council is worse than
none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.registers.councils.facts import Council, reference_rows
from folkmoot.registers.councils.words import kinds_meant, name_parts, plain_words


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a name was taken to be; `council_ids` has every council it names, in order."""

    council_ids: tuple[str, ...]
    method: str
    confidence: float
    reason: str
    sub_unit: str | None = None
    joint_ids: tuple[str, ...] = ()
    """The councils that buy together under the name; none where one buys alone."""

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
FILE_ROWS_CONFIDENCE = 0.75
"""A blank cell among rows of one council: nearly always its own, but nobody says so."""
FILE_NAME_CONFIDENCE = 0.7
CONFLICT_CONFIDENCE = 0.6
"""The published number says another council than the published name."""

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


class CouncilList:
    """Every name and number by which a council may be called."""

    def __init__(self, councils: Mapping[str, Council]) -> None:
        self._councils = councils
        self._abolished = {
            g for g, council in councils.items() if council.end is not None
        }
        self._full: dict[str, str] = {}
        self.places: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.codes: dict[str, str] = {}
        for gss in sorted(councils):
            self._enter(councils[gss])
        for row in reference_rows("council_nicknames.csv"):
            if row["gss"] in councils:
                self.places[row["name"]].append((row["gss"], row["requires"]))

    def _enter(self, council: Council) -> None:
        gss = council.gss
        for name in (council.official_name, *council.aliases):
            self._full.setdefault(" ".join(plain_words(name)), gss)
        for name in (council.name, council.official_name, *council.aliases):
            place = name_parts(plain_words(name)).place
            # "West Midlands" alone is a region, not the combined authority.
            needs = "authority" if council.type == "combined_authority" else ""
            if place and (gss, needs) not in self.places[place]:
                self.places[place].append((gss, needs))
        for code in (gss, *council.codes):
            self.codes.setdefault(code.casefold(), gss)

    def one(self, words: Sequence[str], *, needs_kind: bool = False) -> NameMatch:
        """The one council that these words name; no match where none or more do."""
        written = [word for word in words if word != "the"] or list(words)
        gss = self._full.get(" ".join(words)) or self._full.get(" ".join(written))
        if gss is not None:
            return NameMatch(
                (gss,), "exact", EXACT_CONFIDENCE, f"is the name of {self.name(gss)}"
            )
        parts = name_parts(list(words))
        entries = self.places.get(parts.place, [])
        if not entries:
            return no_match("no council bears this name")
        if needs_kind and not parts.kinds:
            return no_match("a place, but nothing says it is the council")
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
            names = sorted({self.name(gss) for gss in (fitting or dict(entries))})
            is_open = bool(fitting) or not kinds_meant(parts.kinds)
            why = "could be " if is_open else "its words of kind do not fit "
            return no_match(why + " or ".join(names))
        (gss,) = fitting
        if parts.kinds:
            return NameMatch(
                (gss,), "alias", ALIAS_CONFIDENCE, f"a way to write {self.name(gss)}"
            )
        return NameMatch(
            (gss,),
            "alias",
            BARE_CONFIDENCE,
            f"the bare name of {self.name(gss)}, no other bears it",
        )

    def by_identifier(self, scheme: str, identifier: str) -> NameMatch | None:
        """The council of a published number or address; None where it is no council's."""
        text = identifier.strip().casefold()
        if not text or scheme.upper() in {"GB-COH", "GB-CHC", "GB-SRS"}:
            return None
        gss = self.codes.get(text.rsplit("/", 1)[-1])
        if gss is None:
            linked = re.search(r"/([a-z-]+)/([a-z0-9-]+)$", text)
            if linked is None:
                return None
            kind, place = (part.replace("-", " ") for part in linked.groups())
            gss = self.one([*plain_words(place), *plain_words(kind)]).council_id
            gss = gss or self.one(plain_words(place)).council_id
        if gss is None:
            return None
        return NameMatch(
            (gss,),
            "identifier",
            IDENTIFIER_CONFIDENCE,
            f"the number published beside the name is that of {self.name(gss)}",
        )

    def name(self, gss: str) -> str:
        """A council's official name, for reasons."""
        return self._councils[gss].official_name

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


def no_match(reason: str) -> NameMatch:
    """No council, and why."""
    return NameMatch((), "none", 0.0, reason)
