"""Questions put to a sealed build, each in a `.sql` file beside the room that asks it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def question(package: str, name: str) -> str:
    """The text of one question: `sql/<name>.sql` of a package.

    Parameters stand as `$1`, `$2` …, so that one value can be named twice; they are
    always bound. Read once a process: the files are part of the installed package.
    """
    return files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
