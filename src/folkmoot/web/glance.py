"""The front page: what each desk puts first, what ends soon, and what was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from folkmoot.core.desk import Desk
from folkmoot.core.state import State
from folkmoot.registers import answers
from folkmoot.sources import answers as sources
from folkmoot.web.builds import Standing

FIRST_ROWS = 5
"""Rows of each desk's list on the front page: enough to choose from, few enough to read."""


def glance(standing: Standing, desks: Sequence[Desk], state: State) -> dict[str, Any]:
    """Each desk's figures and the first rows of its first list; bands, councils, sources.

    A desk draws its part with templates in a folder of its own name: `_glance.html` its
    figures, `_<list>.html` its rows, `_nothing.html` what stands where there are none.
    """
    reader, as_of = standing.reader, standing.as_of
    heads = [
        {"template": f"{desk.name}/_glance.html", "figures": desk.glance(reader, as_of)}
        for desk in desks
        if desk.glance is not None
    ]
    leads = []
    for desk in desks:
        for listing in desk.listings[:1]:
            rows = listing.rows(reader, {"as_of": as_of})
            if listing.decided is not None:
                rows = listing.decided(rows, state)
            leads.append(
                {
                    "desk": desk,
                    "listing": listing,
                    "total": len(rows),
                    "rows": rows[:FIRST_ROWS],
                    "template": f"{desk.name}/_{listing.name}.html",
                    "nothing": f"{desk.name}/_nothing.html",
                }
            )
    councils = answers.councils(reader, as_of=as_of)
    return {
        "heads": heads,
        "leads": leads,
        "expiry": answers.expiry(reader, as_of=as_of),
        "members": [council for council in councils if council["is_member"]],
        "neighbours": [council for council in councils if not council["is_member"]],
        "accounting": sources.totals(reader),
    }
