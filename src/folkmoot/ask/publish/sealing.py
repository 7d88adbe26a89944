"""The surveys of a workspace as findings of a build.

A survey is a folder of `surveys/` with its own survey file, as `folkmoot ask run` takes it.
A build works out each survey whose inputs changed and carries the others over. What is
sealed is what may be published and nothing else: a survey that is not ready, that is
faulty, or whose fieldwork ends after the as-of date, is named with the reason. No answer of
one person is sealed, so that whoever serves a build has none.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from folkmoot.ask.answers.forgotten import FORGOTTEN_NAME, Forgotten, forgotten
from folkmoot.ask.answers.reading import input_files
from folkmoot.ask.book.figure_text import MEAN_DECIMALS, cut
from folkmoot.ask.book.table_page import Cell, Row, TablePage
from folkmoot.ask.publish.document import survey_document
from folkmoot.ask.publish.figures import (
    figure_digits,
    figures,
    gap_figures,
    place_figures,
)
from folkmoot.ask.publish.publication import (
    DIGEST_SHOWN,
    Publication,
    digest_of,
    input_digests,
    worked_out,
)
from folkmoot.ask.publish.run import sealed_outputs
from folkmoot.ask.survey.file import SURVEY_NAME, Survey, read_survey
from folkmoot.ask.survey.wording import said
from folkmoot.ask.tables import (
    FINDING_SURVEY_FIGURES,
    FINDING_SURVEY_FILES,
    FINDING_SURVEY_TABLES,
    FINDING_SURVEYS,
    FINDINGS,
)
from folkmoot.core.desk import BuildContext
from folkmoot.core.exceptions import FolkmootError, NoBuildError
from folkmoot.core.provenance import code_version
from folkmoot.core.schema import TableSpec
from folkmoot.core.store import Reader, Writer

SURVEYS = "surveys"
"""The folder of a workspace in which each survey has a folder."""

Rows = Sequence[dict[str, Any]]
Found = Mapping[TableSpec, Rows]


def survey_folders(workspace: Path) -> list[Path]:
    """Each folder of `surveys/` that holds a survey file, by name."""
    root = workspace / SURVEYS
    if not root.is_dir():
        return []
    return sorted(path.parent for path in root.glob(f"*/{SURVEY_NAME}"))


def workspace_inputs(workspace: Path) -> dict[str, str]:
    """SHA-256 of each file that the surveys depend on, by its path in the workspace.

    Of a survey file that names what is not there, its own only: it cannot be worked out.
    """
    found = {}
    for folder in survey_folders(workspace):
        for path in _files(folder):
            name = path.relative_to(workspace).as_posix()
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _files(folder: Path) -> list[Path]:
    own = [folder / SURVEY_NAME]
    if (folder / FORGOTTEN_NAME).is_file():
        own.append(folder / FORGOTTEN_NAME)
    try:
        return [*own, *input_files(read_survey(folder))]
    except FolkmootError:
        return own


def build_findings(writer: Writer, context: BuildContext) -> None:
    """Seal what may be shown of each survey of the workspace."""
    if context.workspace is None:
        return
    for folder in survey_folders(context.workspace):
        for spec, rows in _survey(folder, context).items():
            writer.append_rows(spec, rows)


def _survey(folder: Path, context: BuildContext) -> Found:
    """The rows of one survey: carried over, worked out, or the reason why there are none."""
    name = folder.name
    try:
        survey = read_survey(folder)
        gone = forgotten(folder)
        if gone is not None and gone.state == "done":
            return _after_forgetting(context.previous, survey, gone)
        inputs = digest_of(input_digests(survey))[:DIGEST_SHOWN]
    except FolkmootError as error:
        return _unshown(name, name, "faulty", f"{error.what} {error.next_step}")
    title = said(survey.declared.survey.title)
    end = survey.declared.fieldwork.end_date
    if end is not None and end > context.as_of:
        return _unshown(name, title, "later", _later(end))
    carried = _carried(context.previous, name, inputs)
    if carried is not None:
        return carried
    try:
        one = worked_out(survey, with_picks=True)
    except FolkmootError as error:
        return _unshown(name, title, "faulty", f"{error.what} {error.next_step}")
    if one.problems:
        return _unshown(name, title, "not ready", " ".join(one.problems))
    return _published(name, one)


def _later(end: date) -> str:
    return (
        f"Its fieldwork ends on {end:%-d %B %Y}, after the as-of date of this build, so "
        "nothing of it is shown."
    )


def _unshown(name: str, title: str, state: str, problem: str) -> Found:
    about = {"survey_id": name, "title": title, "state": state, "problem": problem}
    row = {
        **about,
        "client": None,
        "start_date": None,
        "end_date": None,
        "rows_in_file": None,
        "answers_counted": None,
        "table_count": 0,
        "is_invented": None,
        "inputs": None,
        "code": code_version(),
        "document": _json(about),
    }
    return {FINDING_SURVEYS: [row]}


def _carried(previous: Reader | None, name: str, inputs: str) -> Found | None:
    """What the last build sealed of the survey, where inputs and code are the same."""
    if previous is None:
        return None
    try:
        row = previous.row(
            "SELECT 1 FROM finding.surveys WHERE survey_id = $1 AND inputs = $2 "
            "AND code = $3 AND state = 'published'",
            [name, inputs, code_version()],
        )
    except NoBuildError:  # sealed before there were surveys in builds
        return None
    if row is None:
        return None
    return {
        spec: previous.rows(
            f"SELECT * FROM {Writer.name(spec)} WHERE survey_id = $1",  # noqa: S608
            [name],
        )
        for spec in FINDINGS
    }


def _after_forgetting(
    previous: Reader | None, survey: Survey, gone: Forgotten
) -> Found:
    """What the last build sealed, said to be the last there can be of it.

    Tables that other code made may not be read by this one: of those only files are kept.
    """
    name = survey.folder.name
    when = f"{gone.date:%-d %B %Y}"
    carried = _carried(previous, name, gone.inputs)
    if carried is not None:
        (row,) = carried[FINDING_SURVEYS]
        document = msgspec.json.decode(row["document"])
        told = {**row, "document": _json({**document, "answers_deleted_on": gone.date})}
        return {**carried, FINDING_SURVEYS: [told]}
    problem = (
        f"The individual answers were deleted on {when}, as promised, so its tables cannot "
        "be worked out again."
    )
    title = said(survey.declared.survey.title)
    files = _files_sealed(previous, name)
    (row,) = _unshown(name, title, "deleted", problem)[FINDING_SURVEYS]
    reports = [one["name"] for one in files if one["name"].startswith("report.")]
    document = {**msgspec.json.decode(row["document"]), "reports": reports}
    return {
        FINDING_SURVEYS: [{**row, "document": _json(document)}],
        FINDING_SURVEY_FILES: files,
    }


def _files_sealed(previous: Reader | None, name: str) -> Rows:
    if previous is None:
        return []
    try:
        return previous.rows(
            f"SELECT * FROM {Writer.name(FINDING_SURVEY_FILES)} "  # noqa: S608
            "WHERE survey_id = $1",
            [name],
        )
    except NoBuildError:
        return []


def _published(name: str, one: Publication) -> Found:
    about, work = one.survey.declared.survey, one.survey.declared.fieldwork
    row = {
        "survey_id": name,
        "title": said(about.title),
        "client": about.client,
        "start_date": work.start_date,
        "end_date": work.end_date,
        "state": "published",
        "problem": "",
        "rows_in_file": one.rows_in_file,
        "answers_counted": one.rows_kept,
        "table_count": len(one.pages),
        "is_invented": about.invented,
        "inputs": one.digest,
        "code": code_version(),
        "document": _json(survey_document(name, one)),
    }
    pages = [*one.pages, *one.picks]
    decimals = one.survey.declared.publishing.decimals
    return {
        FINDING_SURVEYS: [row],
        FINDING_SURVEY_TABLES: [
            _table(name, place, rounded(page, decimals))
            for place, page in enumerate(pages)
        ],
        FINDING_SURVEY_FIGURES: [
            {
                "survey_id": name,
                "table_id": table_id(page),
                "picked_by": picked_by(page),
                **figure,
            }
            for page in pages
            for figure in figures(one, [page])
        ]
        + [
            {
                "survey_id": name,
                "table_id": figure["table"],
                "picked_by": "",
                **figure,
            }
            for figure in (*gap_figures(one), *place_figures(one))
        ],
        FINDING_SURVEY_FILES: [
            {
                "survey_id": name,
                "name": file,
                "sha256": hashlib.sha256(content).hexdigest(),
                "content": base64.b64encode(content).decode("ascii"),
            }
            for file, content in sealed_outputs(one)
        ],
    }


def _table(name: str, place: int, page: TablePage) -> dict[str, Any]:
    return {
        "survey_id": name,
        "table_id": table_id(page),
        "number": page.number,
        "question": page.question,
        "item": page.item,
        "by": picked_by(page),
        "place": place,
        "document": _json(page),
    }


def picked_by(page: TablePage) -> str:
    """The division that a table was picked by; blank of tables of the report."""
    return "" if page.number else page.columns[-1].division


def table_id(page: TablePage) -> str:
    """The name of a table within its survey, whether the report holds it or not."""
    if page.number:
        return page.id
    return ".".join(part for part in (page.question, page.item) if part) + (
        f":{picked_by(page)}"
    )


def rounded(page: TablePage, decimals: int) -> TablePage:
    """The table with figures cut as they are printed: nothing finer is kept.

    Cut first to more digits than are printed, a figure could come out one too high.
    """
    return replace(
        page,
        columns=tuple(
            replace(
                column,
                base_weighted=cut(column.base_weighted, 2),
                effective_base=cut(column.effective_base, 2),
            )
            for column in page.columns
        ),
        rows=tuple(
            replace(
                row, cells=tuple(_cut_cell(cell, row, decimals) for cell in row.cells)
            )
            for row in page.rows
        ),
    )


def _cut_cell(cell: Cell, row: Row, decimals: int) -> Cell:
    digits = MEAN_DECIMALS if row.kind in ("mean", "median") else decimals
    return replace(
        cell,
        value=cut(cell.value, digits),
        standard_error=cut(cell.standard_error, figure_digits(row)),
        lower=cut(cell.lower, digits),
        upper=cut(cell.upper, digits),
    )


def _json(what: object) -> str:
    return msgspec.json.encode(what).decode()
