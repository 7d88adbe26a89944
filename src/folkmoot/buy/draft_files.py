"""Draft notices of each proposal as files to download: words and OCDS."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from folkmoot.core.desk import Download
from folkmoot.core.store import Reader


def _draft(
    reader: Reader, path: Mapping[str, str], *, kind: str, form: str
) -> tuple[str, bytes]:
    from folkmoot.buy.findings import opportunity
    from folkmoot.buy.law.notice_words import draft_file

    found = opportunity(reader, path["opportunity_id"])
    day = date.fromisoformat(path["as_of"])
    return draft_file(found, kind, form, as_of=day, group=path["group"])


DRAFTS = tuple(
    Download(
        f"/opportunities/{{opportunity_id}}/{kind}-notice.{form}",
        "application/json" if form == "json" else "text/plain; charset=utf-8",
        partial(_draft, kind=kind, form=form),
    )
    for kind in ("pipeline", "planned")
    for form in ("json", "txt")
)
"""Draft notices of each proposal, as OCDS and as words."""
