"""A workspace: one folder that a person can copy, back up and delete.

A build is a new file. Its manifest is written last and the pointer moves by atomic
rename, so that a build killed at any step leaves the last good one standing: a file
without its manifest does not exist.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from folkmoot.core.config import CONFIG_NAME, Config, config_text, read_config
from folkmoot.core.exceptions import (
    BuildBusyError,
    BuildFailedError,
    NoBuildError,
    WorkspaceError,
)
from folkmoot.core.store import ENGINE_FAILURES, Reader, Writer

BUILDS_KEPT = 3
"""The build in use and two to go back to."""

_STAMP = re.compile(r"\d{8}T\d{6}Z(-\d+)?")


@dataclass(frozen=True, slots=True)
class SealedBuild:
    """One finished build: its stamp, its file and what its manifest says."""

    stamp: str
    path: Path
    manifest: Mapping[str, Any]


class Draft:
    """A build under way; it exists for readers only once it is sealed."""

    def __init__(self, workspace: Workspace, stamp: str) -> None:
        self.stamp = stamp
        self._workspace = workspace
        self._part = workspace.builds / f"{stamp}.duckdb.part"
        self.spill = workspace.builds / f"{stamp}.spill"
        self.spill.mkdir(parents=True, exist_ok=True)
        self.writer = Writer(self._part, spill=self.spill)

    def seal(self, manifest: Mapping[str, Any]) -> SealedBuild:
        """Close the file, write it through to disk, then its manifest, then the pointer."""
        self.writer.close()
        _sync(self._part)
        final = self._workspace.builds / f"{self.stamp}.duckdb"
        self._part.rename(final)
        _write_through(self._workspace.manifest_path(self.stamp), _as_json(manifest))
        self._workspace.point_at(self.stamp)
        return SealedBuild(self.stamp, final, manifest)


class Workspace:
    """The folder, its settings, and its builds."""

    def __init__(self, root: Path, config: Config) -> None:
        self.root = root
        self.config = config
        self.sources = root / "sources"
        self.builds = root / "builds"
        self.maps = root / "maps"
        self.ledger = root / "ledger.csv"

    @classmethod
    def open(cls, root: Path, *, desks: tuple[str, ...] = ("buy",)) -> Workspace:
        """The workspace in `root`; `WorkspaceError` where there is none."""
        path = root / CONFIG_NAME
        if not path.is_file():
            raise WorkspaceError(
                f"{root.resolve()} is not a workspace: it has no {CONFIG_NAME}.",
                "Make one with `folkmoot init`, or name another with --workspace.",
            )
        return cls(root, read_config(path, desks=desks))

    @classmethod
    def create(
        cls, root: Path, *, group_name: str, members: tuple[str, ...]
    ) -> Workspace:
        """A new, empty workspace; an existing one is never overwritten."""
        if (root / CONFIG_NAME).exists():
            raise WorkspaceError(
                f"{root.resolve()} is a workspace already.", "Choose another folder."
            )
        try:
            (root / "sources").mkdir(parents=True, exist_ok=True)
            _write_through(root / CONFIG_NAME, config_text(group_name, members))
        except OSError as error:
            raise WorkspaceError(
                f"{root.resolve()} cannot be written: {error.strerror}.",
                "Choose a folder of your own, or ask for the right to write there.",
            ) from error
        return cls.open(root)

    @property
    def name(self) -> str:
        """The group's name."""
        return self.config.group_name

    def manifest_path(self, stamp: str) -> Path:
        """Where the manifest of a build stands."""
        return self.builds / f"{stamp}.manifest.json"

    def sealed(self) -> list[SealedBuild]:
        """Every whole build, oldest first; a torn file or manifest is passed over."""
        found = []
        for path in sorted(self.builds.glob("*.duckdb")):
            stamp = path.name.removesuffix(".duckdb")
            manifest = self._manifest(stamp)
            if _STAMP.fullmatch(stamp) and manifest is not None:
                found.append(SealedBuild(stamp, path, manifest))
        return found

    def latest(self) -> SealedBuild | None:
        """The build that the pointer names; where the pointer is torn, the newest whole one."""
        builds = {build.stamp: build for build in self.sealed()}
        try:
            stamp = (self.builds / "current").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            stamp = ""
        if stamp in builds:
            return builds[stamp]
        return builds[max(builds)] if builds else None

    def current(self) -> Reader:
        """A reader of the build in use; `NoBuildError` where there is none."""
        build = self.latest()
        if build is None:
            raise NoBuildError(
                f"{self.root.resolve()} has no finished build.",
                "Run `folkmoot build` first.",
            )
        return Reader(build.path)

    def manifest(self) -> Mapping[str, Any]:
        """What the build in use says of itself; `NoBuildError` where there is none."""
        build = self.latest()
        if build is None:
            raise NoBuildError(
                f"{self.root.resolve()} has no finished build.",
                "Run `folkmoot build` first.",
            )
        return build.manifest

    def point_at(self, stamp: str) -> None:
        """Move the pointer, in one step that readers see whole."""
        _write_through(self.builds / "current", stamp + "\n")

    def roll_back(self) -> SealedBuild:
        """Point at the build before the one in use."""
        now = self.latest()
        before = [b for b in self.sealed() if now is not None and b.stamp < now.stamp]
        if not before:
            raise NoBuildError(
                "There is no earlier build to go back to.",
                f"Folkmoot keeps the last {BUILDS_KEPT}.",
            )
        self.point_at(before[-1].stamp)
        return before[-1]

    @contextmanager
    def drafting(self, stamp: str) -> Iterator[Draft]:
        """A build under way, alone in the workspace; what it leaves unsealed is removed.

        Raises `BuildBusyError` when another build runs, `BuildFailedError` when the disk
        is full, `WorkspaceError` when the folder cannot be written.
        """
        try:
            self.builds.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.builds / ".lock", timeout=0)
            lock.acquire()
        except Timeout as error:
            raise BuildBusyError(
                f"Another build of {self.root.resolve()} is under way.",
                "Wait until it has finished, then run again.",
            ) from error
        except OSError as error:
            raise WorkspaceError(
                f"{self.builds.resolve()} cannot be written: {error.strerror}.",
                "Ask for the right to write there, or copy the workspace elsewhere.",
            ) from error
        try:
            self._clear_leftovers()
            draft = Draft(self, self._free_stamp(stamp))
            try:
                yield draft
            finally:
                draft.writer.abandon()
        except (OSError, *ENGINE_FAILURES) as error:
            reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
            raise BuildFailedError(
                f"The build stopped: {reason.rstrip('.')}.",
                "The last good build still stands; make room and run again.",
            ) from error
        finally:
            with suppress(OSError):
                self._clear_leftovers()
            lock.release()

    def prune(self) -> None:
        """Delete builds beyond the last three; the one in use is never deleted."""
        now = self.latest()
        for build in self.sealed()[:-BUILDS_KEPT]:
            if now is None or build.stamp != now.stamp:
                self.manifest_path(build.stamp).unlink(missing_ok=True)
                build.path.unlink(missing_ok=True)

    def _free_stamp(self, stamp: str) -> str:
        taken = {path.name.split(".")[0] for path in self.builds.iterdir()}
        if stamp not in taken:
            return stamp
        number = 2
        while f"{stamp}-{number}" in taken:
            number += 1
        return f"{stamp}-{number}"

    def _clear_leftovers(self) -> None:
        for path in self.builds.glob("*.duckdb.part*"):
            path.unlink(missing_ok=True)
        for folder in self.builds.glob("*.spill"):
            for path in sorted(folder.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            folder.rmdir()
        whole = {build.stamp for build in self.sealed()}
        for path in self.builds.glob("*.duckdb"):
            if path.name.removesuffix(".duckdb") not in whole:
                path.unlink(missing_ok=True)

    def _manifest(self, stamp: str) -> Mapping[str, Any] | None:
        try:
            document = json.loads(self.manifest_path(stamp).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return document if isinstance(document, dict) else None


def _as_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _write_through(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
