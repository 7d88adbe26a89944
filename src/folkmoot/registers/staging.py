"""Working tables of one run: kept while it lasts, gone when it ends.

A step that several others read is worked out once; the file that is sealed never sees it.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import pyarrow as pa
from ibis import Table

from folkmoot.core.kept import kept_table, loaded_table
from folkmoot.core.store import Writer

_PREFIX = "_resolving_"


class Staging:
    """Named working tables over a writer; use as a context, which drops them at its end."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._names: list[str] = []
        self._defined: dict[str, Table] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in self._names:
            self.writer.ibis.drop_table(_PREFIX + name, force=True)

    def keep(self, name: str, rows: Table) -> Table:
        """Work out an expression now and keep its rows under a name."""
        self._defined[name] = kept_table(self.writer, _PREFIX + name, rows)
        self._names.append(name)
        return self[name]

    def define(self, name: str, rows: Table) -> Table:
        """Give an expression a name without working it out: for what is too large to copy."""
        self._defined[name] = rows
        return rows

    def load(self, name: str, rows: pa.Table) -> Table:
        """Take rows that Python settled in as a table."""
        self._defined[name] = loaded_table(self.writer, _PREFIX + name, rows)
        self._names.append(name)
        return self[name]

    def __getitem__(self, name: str) -> Table:
        """The working table of this name."""
        return self._defined[name]

    def arrow(self, rows: Table) -> pa.Table:
        """The rows of an expression, for Python to settle."""
        return self.writer.ibis.to_pyarrow(rows)

    def rows(self, rows: Table) -> list[dict[str, Any]]:
        """The same as dicts."""
        found: list[dict[str, Any]] = self.arrow(rows).to_pylist()
        return found
