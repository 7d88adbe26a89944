"""The sealed build that pages are answered from, taken up anew when the pointer moves."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from folkmoot.core.state import State
from folkmoot.core.store import Reader
from folkmoot.sources.answers import ages

LOOK_AGAIN_SECONDS = 1.0
"""How long a page may still show the build before; a look costs a few small files."""


class Served(Protocol):
    """What the pages need of a workspace."""

    @property
    def name(self) -> str:
        """The group's name."""

    @property
    def root(self) -> Path:
        """The folder, in which what people decide is kept."""

    def current(self) -> Reader:
        """A reader of the build in use; `NoBuildError` where there is none."""

    def manifest(self) -> Mapping[str, Any]:
        """What the build in use says of itself."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One build as pages use it: its reader, its manifest, and how old its sources are."""

    reader: Reader
    manifest: Mapping[str, Any]
    ages: Mapping[str, Any]

    @property
    def as_of(self) -> str:
        """The as-of date, as ISO text."""
        return str(self.manifest["as_of"])

    @property
    def stamp(self) -> str:
        """The build's own name."""
        return str(self.manifest["stamp"])


class Builds:
    """Gives the standing build; the reader of an old one goes when its last page has."""

    def __init__(self, workspace: Served) -> None:
        self.workspace = workspace
        self._lock = threading.Lock()
        self._standing: Standing | None = None
        self._looked = 0.0
        self._state: State | None = None

    def standing(self) -> Standing:
        """The build in use now. Raises `NoBuildError` where there is none yet."""
        with self._lock:
            now = time.monotonic()
            if self._standing is not None and now - self._looked < LOOK_AGAIN_SECONDS:
                return self._standing
            manifest = self.workspace.manifest()
            if self._standing is None or manifest["stamp"] != self._standing.stamp:
                reader = self.workspace.current()
                self._standing = Standing(
                    reader, manifest, ages(reader, as_of=str(manifest["as_of"]))
                )
            self._looked = now
            return self._standing

    def state(self) -> State:
        """What people decided; where it cannot be written it says so itself."""
        with self._lock:
            if self._state is None:
                self._state = State.open(self.workspace.root)
            return self._state
