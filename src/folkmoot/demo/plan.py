"""Which contracts the invented councils have: planted groups, and everything else.

Background contracts for one need are kept a year apart from one another, so that what
meets was planted; what else buyers have in common is a date, a supplier or a title.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from folkmoot.demo.calendar import SHARE_ON_31_MARCH, end_near, later, likely_end
from folkmoot.demo.catalogue import Catalogue, Need, Subject
from folkmoot.demo.names import SupplierBook
from folkmoot.demo.truth import Contract, Council, PlantedGroup, Supplier
from folkmoot.demo.wording import extension_as_written, title_as_written

APART = timedelta(days=365)
"""Two background contracts for one need stand at least so far apart."""
_SPOTS = ("Harbour", "Northgate", "Mill", "Priory", "Quayside", "Abbey")
FORMS = (
    "{place3}/{year}/{n:04d}",
    "DN{n6}",
    "CT{n:05d}",
    "{place3}-C-{n}",
    "{place3} {year} {n:03d}",
)


class Planner:
    """Draws contracts one after another and remembers which dates each need has taken."""

    def __init__(
        self,
        councils: Sequence[Council],
        *,
        seed: int,
        as_of: date,
        catalogue: Catalogue,
        on_31_march: float = SHARE_ON_31_MARCH,
    ) -> None:
        self.catalogue = catalogue
        self.chance = random.Random(seed)  # noqa: S311 - an invention, not a secret
        self.councils = tuple(councils)
        self.members = tuple(c for c in councils if c.is_member)
        self.as_of = as_of
        self._on_31_march = on_31_march
        self.book = SupplierBook(self.chance)
        self.contracts: list[Contract] = []
        self.spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
        self._numbers: dict[str, int] = {
            c.gss: self.chance.randint(80, 400) for c in councils
        }

    def reference(self, council: Council, start: date) -> str:
        """The next reference in this council's own form."""
        self._numbers[council.gss] += self.chance.randint(1, 4)
        n = self._numbers[council.gss]
        form = FORMS[int(council.gss[2:]) % len(FORMS)]
        return form.format(
            place3=council.place[:3].upper(), year=start.year, n=n, n6=300_000 + n
        )

    def contract(
        self,
        council: Council,
        need: Need,
        *,
        end: date,
        supplier: Supplier | None = None,
        extension_months: int = 0,
        code: str | None = None,
        term: tuple[int, int] | None = None,
    ) -> Contract:
        """One contract for a shared need, added to the plan; what is not given is drawn.

        `term` is how many years it runs, and pounds a year.
        Half of the buyers code exactly, others only the group or the division.
        """
        chance = self.chance
        years, pounds = term or (chance.choice((2, 3, 3, 4, 5)), 0)
        while later(end, months=-12 * years) >= self.as_of:
            years += 1
        start = later(end, months=-12 * years) + timedelta(days=1)
        low, high = need.yearly
        titles = chance.sample(need.titles, 2)
        made = Contract(
            council=council, reference=self.reference(council, start), need=need.key,
            title=title_as_written(chance, titles[0], council), detail=titles[1],
            supplier=supplier or chance.choice(self.book.of(need.key, need.trade)),
            code=code or chance.choices(need.codes, weights=(5, 2, 3))[0],
            service=need.service, spend=need.spend, start=start, end=end,
            latest=later(end, months=extension_months),
            yearly_pounds=pounds or round(chance.uniform(low, high) * 10) * 100,
            extension=extension_as_written(chance, extension_months),
            more_suppliers=self._others_on_framework(need),
        )  # fmt: skip
        self.contracts.append(made)
        return made

    def _others_on_framework(self, need: Need) -> tuple[Supplier, ...]:
        if need.key not in self.catalogue.on_frameworks or self.chance.random() < 0.5:
            return ()
        known = self.book.of(need.key, need.trade)
        return tuple(self.chance.sample(known, self.chance.randint(2, 5)))

    def takes(self, need: str, span: tuple[date, date]) -> bool:
        """Whether the span lies a year from all others of its need; then it is taken."""
        taken = self.spans[need]
        if any(span[0] - APART < b and a < span[1] + APART for a, b in taken):
            return False
        taken.append(span)
        return True

    def planted_group(self, need: Need) -> PlantedGroup:
        """Two to six members whose contracts for one need could be followed by one.

        A quarter of them end well before and reach the common day only by their extension.
        """
        chance = self.chance
        size = min(chance.choice((2, 3, 3, 4, 4, 5, 6)), len(self.members))
        go_live = self.as_of + timedelta(days=chance.randint(150, 1200))
        has_different = chance.random() < 0.65
        suppliers = chance.sample(self.book.of(need.key, need.trade), 6)
        made: list[Contract] = []
        for number, council in enumerate(chance.sample(self.members, size)):
            supplier = suppliers[number if has_different else 0]
            end, months = end_near(chance, go_live, within_days=80), 0
            if chance.random() < 0.25:
                months = chance.choice((12, 24, 24))
                early = max(
                    go_live - timedelta(days=30 * (months - 4)),
                    self.as_of + timedelta(days=60),
                )
                end = end_near(chance, early, within_days=40)
            made.append(
                self.contract(
                    council, need, end=end, supplier=supplier, extension_months=months
                )
            )
        return self.planted(need, made)

    def planted(self, need: Need, made: Sequence[Contract]) -> PlantedGroup:
        """These contracts as a planted group; nothing else for the need comes near them."""
        for one in made:
            one.is_planted = True
        self.spans[need.key].append(
            (min(c.end for c in made), max(c.latest for c in made))
        )
        return PlantedGroup(
            need=need.key,
            members=tuple(c.key for c in made),
            earliest=max(c.window[0] for c in made),
            latest=min(c.window[1] for c in made),
            has_different_suppliers=len({c.supplier.number for c in made}) > 1,
        )

    def neighbours_for(self, group: PlantedGroup, need: Need) -> None:
        """A neighbour outside the group that could be asked to join."""
        outside = [c for c in self.councils if not c.is_member]
        middle = group.earliest + (group.latest - group.earliest) / 2
        self.contract(
            self.chance.choice(outside),
            need,
            end=end_near(self.chance, middle, within_days=20),
        )

    def background(self, *, live: int, past: int) -> None:
        """Contracts that meet no other: live ones a year apart by need, and ended ones."""
        chance = self.chance
        needs, subjects = self.catalogue.needs, self.catalogue.subjects
        for number in range(live):
            end = likely_end(
                chance,
                first=self.as_of + timedelta(days=20),
                last=self.as_of + timedelta(days=1800),
                on_31_march=self._on_31_march,
            )
            if number % 5 < 2:
                self._live_need(chance.choice(needs), end)
            else:
                self._single(chance.choice(subjects), end)
        for _ in range(past):
            end = likely_end(
                chance,
                first=self.as_of - timedelta(days=2600),
                last=self.as_of - timedelta(days=300),
                on_31_march=self._on_31_march,
            )
            council = chance.choice(self.councils)
            if chance.random() < 0.6:
                self.contract(council, chance.choice(needs), end=end)
            else:
                self._single(chance.choice(subjects), end)

    def _live_need(self, need: Need, end: date) -> None:
        months = self.chance.choice((0, 0, 0, 12, 24))
        if self.takes(need.key, (end, later(end, months=months))):
            self.contract(
                self.chance.choice(self.councils),
                need,
                end=end,
                extension_months=months,
            )

    def _single(self, subject: Subject, end: date) -> None:
        if end > self.as_of and not self.takes(subject.key, (end, end)):
            return
        chance, council = self.chance, self.chance.choice(self.councils)
        start = end - timedelta(days=chance.choice((90, 180, 364, 729, 1094)))
        start = min(start, self.as_of - timedelta(days=chance.randint(10, 400)))
        place = f"{chance.choice(_SPOTS)} {chance.choice(('End', 'Green', 'Row'))}"
        title = subject.title.format(place=place)
        trade = (subject.service, "Partners", "& Co")
        self.contracts.append(Contract(
            council=council, reference=self.reference(council, start),
            need=f"{subject.key}:{council.gss}:{end}",
            title=title_as_written(chance, title, council), detail=f"{title} for {subject.service}",
            supplier=chance.choice(self.book.of(subject.key, trade)),
            code=subject.code, service=subject.service, spend=subject.service,
            start=start, end=end, latest=end,
            yearly_pounds=round(subject.yearly * 10 * chance.uniform(0.5, 1.6)) * 100,
        ))  # fmt: skip
