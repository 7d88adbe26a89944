"""A sample drawn from the frame: stratified, with replacements, the same for one seed.

Each person's place in the draw is a digest of the seed and their id, so the draw depends
neither on the order of the frame nor on the machine, and can be checked by anyone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from folkmoot.ask.frame.counted import Frame
from folkmoot.ask.survey.file import Survey
from folkmoot.core.desk import ExportColumn
from folkmoot.core.exceptions import SurveyError, SurveyFileError

COLUMNS = (
    ExportColumn("id", "Id"),
    ExportColumn("stratum", "Stratum"),
    ExportColumn("role", "Role"),
    ExportColumn("order", "Order in stratum", "integer"),
    ExportColumn("replaces", "Replaces"),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One person of a sample: asked first, or ready to stand in for `replaces`."""

    id: str
    stratum: str
    role: str
    order: int
    replaces: str = ""


def drawn_sample(survey: Survey, frame: Frame) -> list[Drawn]:
    """The people to ask and their replacements, stratum by stratum.

    Each stratum gets its share of the size by its number of people, by largest remainders
    (Hamilton), so no rounding is lost; a replacement comes from the same stratum.
    Raises `SurveyError` where more are wanted than there are.
    """
    rule, own = survey.declared.sample, survey.declared.frame
    if rule is None or own is None:
        raise SurveyFileError("The survey declares no [sample].", "Add size and seed.")
    ids = frame.grid.column(own.id)
    if len(set(ids)) != len(ids):
        raise SurveyError(
            f"The frame's ids in '{own.id}' are not all different.",
            "Give each person an id of their own.",
        )
    members: dict[str, list[str]] = defaultdict(list)
    for name, stratum in zip(ids, frame.strata, strict=True):
        members[stratum].append(name)
    wanted = _allocated({name: len(m) for name, m in members.items()}, rule.size)
    drawn: list[Drawn] = []
    for stratum in sorted(members):
        queue = sorted(members[stratum], key=lambda name: _place(rule.seed, name))
        size = wanted[stratum]
        ready = size * rule.replacements
        if size + ready > len(queue):
            raise SurveyError(
                f"The stratum '{stratum}' has {len(queue)} people; {size + ready} are needed.",
                "Lower size or replacements, or join strata.",
            )
        asked = queue[:size]
        drawn += [Drawn(p, stratum, "asked", n + 1) for n, p in enumerate(asked)]
        for n, person in enumerate(queue[size : size + ready]):
            stands_for = asked[n % size]
            drawn.append(
                Drawn(person, stratum, "replacement", size + n + 1, stands_for)
            )
    return drawn


def _allocated(sizes: dict[str, int], total: int) -> dict[str, int]:
    people = sum(sizes.values())
    if total > people:
        raise SurveyError(
            f"{total} people are wanted from a frame of {people}.", "Lower the size."
        )
    exact = {name: total * size / people for name, size in sizes.items()}
    given = {name: int(share) for name, share in exact.items()}
    left = total - sum(given.values())
    by_rest = sorted(exact, key=lambda name: (given[name] - exact[name], name))
    for name in by_rest[:left]:
        given[name] += 1
    return given


def _place(seed: str, name: str) -> str:
    return hashlib.sha256(f"{seed}\x00{name}".encode()).hexdigest()
