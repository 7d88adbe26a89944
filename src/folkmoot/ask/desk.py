"""The ask desk: what councillors and residents think, in which segments, how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from folkmoot.ask.tables import FIGURES, FINDINGS
from folkmoot.core.desk import (
    BuildContext,
    Desk,
    Download,
    ExportColumn,
    Listing,
    Page,
)
from folkmoot.core.export import EXCEL_TYPE
from folkmoot.core.store import Reader, Writer

Rows = Sequence[dict[str, Any]]
Asked = Mapping[str, str]


def build(writer: Writer, context: BuildContext) -> None:
    """Work out each survey of the workspace and write what may be shown of it."""
    if context.workspace is None or not _has_surveys(context.workspace):
        return
    from folkmoot.ask.publish.sealing import (  # heavy; only a build comes here
        build_findings,
    )

    build_findings(writer, context)


def _inputs(workspace: Path) -> Mapping[str, str]:
    if not _has_surveys(workspace):
        return {}
    from folkmoot.ask.publish.sealing import workspace_inputs

    return workspace_inputs(workspace)


def _has_surveys(workspace: Path) -> bool:
    return (workspace / "surveys").is_dir()


def _surveys(reader: Reader, query: Asked) -> Rows:
    from folkmoot.ask.findings import surveys

    return surveys(reader, query)


def _figures(reader: Reader, query: Asked) -> Rows:
    from folkmoot.ask.findings import figures

    return figures(reader, query)


def _survey(reader: Reader, path: Asked, query: Asked) -> dict[str, Any]:
    from folkmoot.ask.findings import survey_page

    return survey_page(reader, path, query)


def _tables(reader: Reader, path: Asked, query: Asked) -> dict[str, Any]:
    from folkmoot.ask.findings import tables_page

    return tables_page(reader, path, query)


def _segments(reader: Reader, path: Asked, query: Asked) -> dict[str, Any]:
    from folkmoot.ask.findings import segments_page

    return segments_page(reader, path, query)


def _report(reader: Reader, asked: Asked) -> tuple[str, bytes]:
    return _file(reader, asked, f"report.{asked['language']}.html")


def _paper(reader: Reader, asked: Asked) -> tuple[str, bytes]:
    from folkmoot.ask.findings import survey_paper

    survey_id, language = asked["survey_id"], asked["language"]
    name = f"{survey_id}-report.{language}.pdf"
    return name, survey_paper(reader, survey_id, language)


def _book(reader: Reader, asked: Asked) -> tuple[str, bytes]:
    return _file(reader, asked, f"tables.{asked['language']}.xlsx")


def _file(reader: Reader, asked: Asked, name: str) -> tuple[str, bytes]:
    from folkmoot.ask.findings import survey_file

    survey_id = asked["survey_id"]
    return f"{survey_id}-{name}", survey_file(reader, survey_id, name)


def _glance(reader: Reader, as_of: str) -> Mapping[str, Any]:
    from folkmoot.ask.findings import glance

    return glance(reader, as_of)


SURVEYS = Listing(
    "surveys",
    "Surveys",
    (
        ExportColumn("survey_id", "Folkmoot's id"),
        ExportColumn("title", "Title"),
        ExportColumn("client", "Client"),
        ExportColumn("start_date", "Fieldwork from", "date"),
        ExportColumn("end_date", "Fieldwork to", "date"),
        ExportColumn("state", "State"),
        ExportColumn("problem", "Why nothing is shown"),
        ExportColumn("rows_in_file", "Answers in the file", "integer"),
        ExportColumn("answers_counted", "Answers counted", "integer"),
        ExportColumn("table_count", "Tables", "integer"),
        ExportColumn("is_invented", "Invented"),
        ExportColumn("inputs", "Digest of the inputs"),
    ),
    _surveys,
)

FIGURES_LIST = Listing(
    "survey-figures",
    "Figures of surveys",
    (
        ExportColumn("survey_id", "Folkmoot's id"),
        ExportColumn("table_id", "table_id"),
        ExportColumn("picked_by", "picked_by"),
        *FIGURES,
    ),
    _figures,
)

DESK = Desk(
    name="ask",
    question="What do councillors and residents think, in which segments, and how surely?",
    tables=FINDINGS,
    build=build,
    inputs=_inputs,
    pages=(
        Page("/surveys/{survey_id}", "survey", "ask/survey.html", _survey),
        Page(
            "/surveys/{survey_id}/tables",
            "survey_tables",
            "ask/survey_tables.html",
            _tables,
        ),
        Page(
            "/surveys/{survey_id}/segments",
            "survey_segments",
            "ask/survey_segments.html",
            _segments,
        ),
    ),
    listings=(SURVEYS, FIGURES_LIST),
    downloads=(
        Download(
            "/surveys/{survey_id}/report.{language}.html",
            "text/html; charset=utf-8",
            _report,
            is_shown=True,
        ),
        Download(
            "/surveys/{survey_id}/report.{language}.pdf",
            "application/pdf",
            _paper,
            is_shown=True,
        ),
        Download("/surveys/{survey_id}/tables.{language}.xlsx", EXCEL_TYPE, _book),
    ),
    glance=_glance,
    commands="folkmoot.ask.commands:ask",
)
