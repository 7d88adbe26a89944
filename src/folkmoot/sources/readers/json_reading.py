"""JSON files read: OCDS releases become aligned rows, anything else a grid or a refusal.

The unit is the release: each one is kept or refused, and its evidence is a JSON Pointer.
JSON Lines are read line by line, so that a file of any size takes little memory; a line
that does not parse is one refused unit and the rest stands.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import Any

import msgspec

from folkmoot.core.store import Writer
from folkmoot.sources.ocds.align import ReleaseRows
from folkmoot.sources.ocds.columns import release_columns
from folkmoot.sources.ocds.papers import write_file, write_table
from folkmoot.sources.ocds.release import RELEASE_KEYS, Release, release_from_loose_json
from folkmoot.sources.readers.json_grid import Grid, GridReader, grids
from folkmoot.sources.readers.json_lines import holds_lines, lines_of
from folkmoot.sources.readers.json_units import (
    UNREADABLE,
    Framed,
    Unit,
    framed,
    recovered,
)
from folkmoot.sources.received.archives import ArchiveRefusedError
from folkmoot.sources.received.files import SourceFile
from folkmoot.sources.rules import RULES, issue_row
from folkmoot.sources.tables import ISSUE_ROWS

_VALUE_LENGTH = 200
_NOT_OCDS = (
    "This JSON is neither OCDS (a release package, record package or release) nor a "
    "list of flat objects. Ask the publisher for a table, or for OCDS."
)
_EMPTY = "The file is empty. Ask for it again."
_UNREADABLE = "This is not readable JSON: {reason}. Ask for the file again."

_READ_BYTES = 1 << 16
"""Read at a time: a release is longer than what Python reads by itself."""

_RELEASE = msgspec.json.Decoder(Release)


def read_json(
    writer: Writer, file: SourceFile, *, read_grid: GridReader | None = None
) -> None:
    """Read one JSON or JSON Lines file into the aligned tables and its own accounting.

    `read_grid` takes on a document that is no OCDS but holds lists of flat objects, with
    all the papers of such a file; without it such a document is refused.
    """
    reading = _Reading(writer, file, read_grid)
    if holds_lines(file):
        reading.read_lines()
    else:
        reading.read_document(_utf8(file.path.read_bytes()))
    reading.finish()


class _Reading:
    """One file while it is read: its rows, its issues and its counts."""

    def __init__(
        self, writer: Writer, file: SourceFile, read_grid: GridReader | None
    ) -> None:
        self.writer = writer
        self.file = file
        self.read_grid = read_grid
        self.is_grid = False
        self.rows = ReleaseRows(writer, source_id=file.source_id)
        self.units = 0
        self.row_number = 0
        self.issues: list[dict[str, Any]] = []
        self.encoding = "utf-8"
        self.refusal = ""
        self.is_ocds = False

    def read_lines(self) -> None:
        """Each line a release, as a rule; a package or record on one line is opened."""
        self.is_ocds = True
        with self.file.path.open("rb", buffering=_READ_BYTES) as stream:
            for number, line in enumerate(lines_of(stream), start=1):
                if line.isspace():
                    continue
                # The next release has the number of its line, unless a package on one
                # line before it took that number for a release of its own.
                self.row_number = max(self.row_number, number - 1)
                content = line.removeprefix(codecs.BOM_UTF8)
                try:
                    release = _RELEASE.decode(content)
                except UNREADABLE:
                    release = None
                if release is not None and _says_something(release):
                    self._count()
                    self.rows.add(release, row_number=self.row_number, pointer="")
                else:
                    self._read_odd_line(content)

    def _read_odd_line(self, content: bytes) -> None:
        """A line that is no plain release: a package, a bent release, or a broken line."""
        try:
            found = framed(content)
        except UNREADABLE as error:
            message = f"This line is not readable JSON: {_reason(error)}."
            self._read_units([Unit("", content, "json_unreadable", message)])
            return
        message = "This line holds no OCDS release."
        stranger = [Unit("", content, "not_a_release", message)]
        self._read_units(stranger if found.shape == "other" else found.units)

    def read_document(self, content: bytes) -> None:
        """One document: a package, a record, a release, a list of them, or a grid."""
        if not content.strip(b"\0 \t\r\n"):
            self.refusal = _EMPTY
            return
        found = self._framed(content)
        if found is None:
            return
        self.is_ocds = found.shape != "other"
        if self.is_ocds:
            self.rows.default_date = found.published_date
            self._read_units(found.units)
        else:
            self._read_grids(content)

    def _read_grids(self, content: bytes) -> None:
        try:
            tables = self._grids(content) if self.read_grid is not None else []
        except UNREADABLE as error:
            self.refusal = _UNREADABLE.format(reason=_reason(error))
            return
        except ArchiveRefusedError as error:
            self.refusal = str(error)
            return
        if self.read_grid is None or not tables:
            self.refusal = _NOT_OCDS
            return
        self.is_grid = True
        for table in tables:
            self.read_grid(
                self.writer,
                self.file,
                table_name=table.table_name,
                headings=table.headings,
                rows=table.rows,
                pointers=table.pointers,
            )

    def _grids(self, content: bytes) -> list[Grid]:
        """The lists of objects; the frame was sound, but what it holds may be no UTF-8."""
        try:
            return grids(content)
        except UnicodeDecodeError:
            self._issue(Unit("", b""), "not_utf8")
            return grids(_windows_text(content).encode())

    def _framed(self, content: bytes) -> Framed | None:
        """The document's units; where its frame is broken, those that are whole."""
        try:
            return framed(content)
        except UNREADABLE as error:
            if b"\0" in content:
                # Written by a disk that filled up or a copy that stopped: no JSON has them.
                self._issue(Unit("", b""), "nul_bytes")
                return self._framed(content.replace(b"\0", b""))
            found = recovered(content)
            if found is None:
                self.refusal = _UNREADABLE.format(reason=_reason(error))
            return found

    def _read_units(self, units: Iterable[Unit]) -> None:
        for unit in units:
            self._count()
            if unit.note:
                self._issue(unit, "linked_releases", unit.note)
            if unit.rule:
                self._issue(unit, unit.rule, unit.refusal or None)
                continue
            try:
                release: Release | None = _RELEASE.decode(unit.content)
            except UNREADABLE as error:
                release = self._loose(unit, error)
            if release is None:
                continue
            if _says_something(release) or self._is_release(unit):
                self.rows.add(release, row_number=self.row_number, pointer=unit.pointer)

    def _count(self) -> None:
        self.units += 1
        self.row_number += 1

    def _loose(self, unit: Unit, error: Exception) -> Release | None:
        """The release read slowly, each bend of the standard noted; None where refused."""
        content: bytes | str | msgspec.Raw = unit.content
        if isinstance(error, UnicodeDecodeError):
            self.encoding = "windows-1252"
            self._issue(unit, "not_utf8")
            content = _windows_text(bytes(unit.content))
        try:
            found = msgspec.json.decode(content)
        except UNREADABLE as failure:
            rule = (
                "nested_too_deep"
                if isinstance(failure, RecursionError)
                else "json_unreadable"
            )
            message = f"This release cannot be read: {_reason(failure)}."
            self._issue(unit, rule, message)
            return None
        if not isinstance(found, dict):
            message = "A release is an object; this is not."
            self._issue(unit, "not_a_release", message)
            return None
        release, misfits = release_from_loose_json(found)
        for where, value in misfits:
            message = f"`{where}` does not hold what OCDS says it holds."
            self._issue(unit, "not_as_standard", message, field=where, value=value)
        return release

    def _is_release(self, unit: Unit) -> bool:
        """Whether an object that fills no field is a release all the same."""
        try:
            found = msgspec.json.decode(unit.content)
        except UNREADABLE:  # what is skipped in a release is not looked at until now
            found = None
        if isinstance(found, dict) and RELEASE_KEYS & found.keys():
            return True
        message = "This object says nothing of a contracting process."
        self._issue(unit, "not_a_release", message)
        return False

    def _issue(
        self, unit: Unit, rule: str, message: str | None = None,
        *, field: str = "", value: str | None = None,
    ) -> None:  # fmt: skip
        if value is None and RULES[rule].severity == "refused":
            value = _excerpt(unit.content)
        self.issues.append(
            issue_row(
                rule,
                source_id=self.file.source_id,
                row_number=self.row_number,
                pointer=unit.pointer,
                field=field,
                value=value,
                message=message,
            )
        )

    def finish(self) -> None:
        """Write what is left, and what the file was taken to be."""
        self.rows.write()
        file, writer = self.file, self.writer
        writer.append_rows(ISSUE_ROWS, self.issues)
        if self.is_grid:
            return
        write_file(
            writer, file, encoding=self.encoding, layout="OCDS", refusal=self.refusal
        )
        if self.is_ocds:
            columns = release_columns(file.source_id, filled=self.rows.filled)
            write_table(
                writer,
                file,
                row_count=self.units,
                unit="release",
                header_row=0,
                columns=columns,
            )


def _says_something(release: Release) -> bool:
    return not (
        release.tender is None
        and release.awards is None
        and release.contracts is None
        and release.buyer is None
    )


def _utf8(content: bytes) -> bytes:
    """The bytes as UTF-8 without a byte order mark; UTF-16 is told by its mark."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").encode()
    return content.removeprefix(codecs.BOM_UTF8)


def _windows_text(content: bytes) -> str:
    """The text as windows-1252, which is what damaged UTF-8 nearly always is."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _excerpt(content: bytes | msgspec.Raw) -> str:
    return bytes(memoryview(content)[:_VALUE_LENGTH]).decode("utf-8", "replace")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error).rstrip(".")
