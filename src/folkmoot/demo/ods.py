"""An OpenDocument spreadsheet, written by hand: one sheet of text and dates.

No maintained writer is light enough to be a dependency for one invented file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest='
    '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
FIXED_TIME = (2020, 1, 1, 0, 0, 0)
"""Time stamp inside archives, so that a seed always writes the same bytes."""


def write_ods(
    path: Path, sheet: str, rows: Sequence[Sequence[str | int | date]]
) -> None:
    """Writes one sheet; dates and whole numbers keep their type, empty cells stay empty."""
    lines = (
        "<table:table-row>" + "".join(map(_cell, row)) + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} '
        'office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{escape(sheet)}">{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", FIXED_TIME), _KIND)
        for name, text in (
            ("content.xml", content),
            ("META-INF/manifest.xml", _MANIFEST),
        ):
            archive.writestr(
                zipfile.ZipInfo(name, FIXED_TIME), text, zipfile.ZIP_DEFLATED
            )


def _cell(value: str | int | date) -> str:
    if value == "":
        return "<table:table-cell/>"
    shown = f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}">{shown}'
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}'
    return f'<table:table-cell office:value-type="string">{shown}'
