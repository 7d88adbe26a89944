"""One line of progress a step: what was done, the rows in, the rows out, the seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from folkmoot.core.schema import TableSpec
from folkmoot.core.store import Writer


@dataclass(frozen=True, slots=True)
class StepDone:
    """One step that is done."""

    name: str
    rows_in: int
    rows_out: int
    seconds: float


Tell = Callable[[StepDone], None]


class Steps:
    """Times each step, counts the rows of its tables, and tells of it."""

    def __init__(self, writer: Writer, tell: Tell) -> None:
        self._writer = writer
        self._tell = tell

    @contextmanager
    def step(
        self,
        name: str,
        *,
        out: Sequence[TableSpec],
        into: Sequence[TableSpec] = (),
        rows_in: int | None = None,
    ) -> Iterator[None]:
        """Run a block as one step; `into` and `out` are the tables whose rows count."""
        given = self._writer.count(into) if rows_in is None else rows_in
        started = time.perf_counter()
        yield
        seconds = time.perf_counter() - started
        self._tell(StepDone(name, given, self._writer.count(out), seconds))
