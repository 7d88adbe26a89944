"""The council that a file speaks for, where its rows name nobody."""

from __future__ import annotations

import re

from folkmoot.registers.councils.listed import (
    DECLARED_CONFIDENCE,
    FILE_NAME_CONFIDENCE,
    FILE_ROWS_CONFIDENCE,
    CouncilList,
    NameMatch,
    no_match,
)
from folkmoot.registers.councils.words import name_parts, plain_words

_DO_NOT_STAND_ALONE = frozenset({"reading", "bury", "rugby", "down", "eden", "sale"})
"""Everyday words: a file named `reading_list.csv` is not Reading's."""


def hinted(councils: CouncilList, path: str) -> NameMatch:
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
        found = _leading(councils, words, whole=whole)
        if found is not None:
            gss, used = found
            return NameMatch(
                (gss,),
                "file_name",
                FILE_NAME_CONFIDENCE,
                f"the rows name no buyer; `{used}` in the file's path is {councils.name(gss)}",
            )
    return no_match("the rows name no buyer and the file's path names no council")


def only_named(councils: CouncilList, gss: str) -> NameMatch:
    """The one council that all other rows of a file name."""
    return NameMatch(
        (gss,),
        "file_rows",
        FILE_ROWS_CONFIDENCE,
        f"the rows name no buyer; {councils.name(gss)} is the only council named in this file",
    )


def declared(councils: CouncilList, gss: str) -> NameMatch:
    """The council that was given with the file when it was added."""
    known = councils.codes.get(gss.casefold())
    if known is None:
        return no_match(f"the file was added for {gss}, a code no council here has")
    return NameMatch(
        (known,),
        "declared",
        DECLARED_CONFIDENCE,
        f"the rows name no buyer; the file was added as {councils.name(known)}'s",
    )


def _leading(
    councils: CouncilList, words: list[str], *, whole: bool
) -> tuple[str, str] | None:
    for length in range(len(words), 0, -1):
        head, rest = words[:length], words[length:]
        if whole and rest:
            return None
        parts = name_parts(head)
        everyday = parts.place in _DO_NOT_STAND_ALONE and not parts.kinds
        if everyday and any(not word.isdigit() for word in rest):
            continue
        match = councils.one(head)
        if match.council_id is not None:
            return match.council_id, " ".join(head)
    return None
