"""Invented councils and invented suppliers.

No place here is a British ward, district or council (a test compares where the registers
are at hand), and company numbers start with 99, which no register has reached.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from folkmoot.demo.truth import Council, Supplier

GROUP_NAME = "Saltmarch Combined Authority"
REGION = "Saltmarch"

PLACES: tuple[tuple[str, str, str, str], ...] = (
    ("Eastmere", "{} Borough Council", "{} BC", "district"),
    ("Harrowfen", "{} District Council", "{} DC", "district"),
    ("Kelderwick", "{} Borough Council", "{} MBC", "metropolitan"),
    ("Dunsallow", "{} District Council", "{} DC", "district"),
    ("Vellanby", "{} City Council", "{} CC", "unitary"),
    ("Ottersfleet", "{} Borough Council", "{} BC", "district"),
    ("Wrenmoss", "{} District Council", "{} DC", "district"),
    ("Marrowdale", "{} Council", "{} MDC", "metropolitan"),
    ("Pellingstow", "{} Council", "{} Council", "unitary"),
    ("Crosshythe", "{} Borough Council", "{} BC", "unitary"),
    ("Tarnholt", "{} District Council", "{} DC", "district"),
    ("Saltmarch", "{} County Council", "{} CC", "county"),
    ("Brindlemouth", "{} City Council", "{} City", "unitary"),
    ("Aldersea", "{} Borough Council", "{} BC", "district"),
)
_NEIGHBOURS: tuple[tuple[str, str, str, str], ...] = (
    ("Quillbury", "{} Borough Council", "{} BC", "district"),
    ("Nethermarch", "{} District Council", "{} DC", "district"),
)
_STEMS = (
    "Fennel", "Corrow", "Hask", "Vannel", "Oster", "Tamble", "Wyke", "Gorrel",
    "Pask", "Drummel", "Luthen",
)  # fmt: skip
_ENDS = ("wick", "holt", "fleet", "sallow", "mere", "hythe")

_FIRM_STEMS = (
    "Averlock", "Brackwater", "Calderoy", "Dravenholm", "Elmarrow", "Farrowgate",
    "Greywethers", "Hollindrake", "Ivenstone", "Jorvane", "Kestlemoor", "Larkholm",
    "Merrowby", "Northvane", "Ostrander", "Pennaquick", "Quernstone", "Ravelock",
    "Silverhythe", "Tollgarth", "Umberlow", "Varrowdene", "Westerlock",
    "Yarrowfold", "Zennermoor", "Ashgrovel", "Birchenshaw", "Cobblewick",
    "Dunmarrow", "Evershade", "Fallowmere", "Gannetry", "Harkaway", "Inglemoss",
    "Juniperel", "Kilnhythe", "Lapwingate", "Mossbarrow", "Nettlecombe",
    "Orrinshaw", "Plovergate", "Quillmoor", "Rushenholt", "Sandwether",
    "Thrushgarth", "Underwold", "Vinterby", "Wolderness",
)  # fmt: skip
_FORMS = ("Ltd", "Limited", "Ltd", "Limited", "PLC", "LLP", "(UK) Ltd", "Group Limited")

RESELLER = Supplier("Tollgarth & Penhythe Technology Sourcing Ltd", "99000001")
BIG_CONTRACTOR = Supplier("Umberlow Integrated Services PLC", "99000002")

_SURNAMES = tuple(name[:-3].capitalize() + "ow" for name in _FIRM_STEMS[:24])


def invented_councils(*, members: int) -> tuple[Council, ...]:
    """`members` councils of the group, then two neighbours that only turn up in files."""
    rows = list(PLACES)
    for end in _ENDS:
        rows += [
            (stem + end, "{} District Council", "{} DC", "district") for stem in _STEMS
        ]
    rows = rows[:members]
    return tuple(
        Council(
            gss=f"X9{number:07d}",
            place=place,
            name=form.format(place),
            short=short.format(place),
            type=type_,
            is_member=number <= len(rows),
        )
        for number, (place, form, short, type_) in enumerate([*rows, *_NEIGHBOURS], 1)
    )


class SupplierBook:
    """Invented suppliers by what they sell: a handful a need, some known far and wide."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._by_need: dict[str, list[Supplier]] = {}
        self._used: set[str] = set()
        self._number = 99_100_000

    def of(self, need: str, trade: Sequence[str]) -> list[Supplier]:
        """The suppliers that sell this, invented on first asking."""
        if need not in self._by_need:
            self._by_need[need] = [self._invent(trade) for _ in range(7)]
        return self._by_need[need]

    def _invent(self, trade: Sequence[str]) -> Supplier:
        while True:
            stem = self._chance.choice(_FIRM_STEMS)
            middle = self._chance.choice(trade)
            if self._chance.random() < 0.15:
                middle = f"& {self._chance.choice(_FIRM_STEMS)} {middle}"
            name = f"{stem} {middle}"
            if name not in self._used:
                break
        self._used.add(name)
        self._number += self._chance.randint(1, 900)
        return Supplier(f"{name} {self._chance.choice(_FORMS)}", str(self._number))


def invented_people(chance: random.Random, count: int) -> list[str]:
    """Names such as ledgers give to sole traders and carers; the surnames are made up."""
    titles = ("Mr", "Mrs", "Miss", "Ms", "Dr", "")
    made = []
    for _ in range(count):
        initial = chance.choice("ABCDEGHJKLMNPRSTW")
        surname = chance.choice(_SURNAMES)
        form = chance.choice(
            (
                "{t} {i} {s}",
                "{s} {i}",
                "{t} {i} & Mrs {s}",
                "{i} {s} t/a {s} Window Cleaning",
            )
        )
        made.append(form.format(t=chance.choice(titles), i=initial, s=surname).strip())
    return made


def invented_shops(chance: random.Random, count: int) -> list[tuple[str, str]]:
    """Firms that are paid now and then without a contract, and what for."""
    lines = (
        ("Hotel", "Refreshments"), ("Conferences", "Conference fees"),
        ("Hardware", "Materials"), ("Motor Factors", "Vehicle parts"),
        ("Plant Hire", "Plant hire"), ("Florists", "Civic events"),
        ("Academy Trust", "Grants to schools"), ("Community Association", "Grants"),
        ("Parish Council", "Precepts"), ("Nursery", "Early years funding"),
        ("Care Home", "Residential placements"), ("Lettings", "Temporary accommodation"),
    )  # fmt: skip
    drawn = []
    for _ in range(count):
        ending, category = chance.choice(lines)
        form = (
            chance.choice((" Ltd", " Ltd", "", " Limited"))
            if "Council" not in ending
            else ""
        )
        drawn.append((f"{chance.choice(_FIRM_STEMS)} {ending}{form}", category))
    return drawn
