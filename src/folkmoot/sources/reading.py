"""One file in: its cells as published, its rows under standard names, and its papers."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot.core.store import Writer
from folkmoot.sources.files import SourceFile
from folkmoot.sources.maps import Layout


def read_source(
    writer: Writer, file: SourceFile, layouts: Sequence[Layout] = ()
) -> None:
    """Read one file into raw, aligned and source tables; bad content never raises."""
    raise NotImplementedError
