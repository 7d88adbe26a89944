"""`folkmoot ask`: a survey from one text file, on a terminal and for machines."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from folkmoot.core.terminal import json_option, print_json, print_table

if TYPE_CHECKING:
    from folkmoot.ask.book.table_page import Column, TablePage
    from folkmoot.ask.publish.publication import Publication

_SURVEY = click.argument(
    "survey", type=click.Path(path_type=Path), default=Path("survey.toml")
)


@click.group()
def ask() -> None:
    """What councillors and residents think, in which segments, and how sure it is.

    A survey is one text file, survey.toml, with its answers beside it.
    Example: folkmoot ask run survey.toml
    """


@ask.command()
@_SURVEY
@json_option
def check(survey: Path, as_json: bool) -> None:
    """Check a survey file: every fault is named with its line.

    Nothing of the answers is read. Example: folkmoot ask check survey.toml
    """
    from folkmoot.ask.answers.forgotten import retention_told
    from folkmoot.ask.survey.file import read_survey
    from folkmoot.ask.survey.wording import has_language

    found = read_survey(survey)
    declared = found.declared
    lacking = {
        language: [
            q.id
            for q in declared.questions
            if not all(has_language(one, language) for one in q.wordings())
        ]
        for language in declared.survey.languages
    }
    document = {
        "survey": declared.survey.id,
        "questions": len(declared.questions),
        "segments": len(declared.segments),
        "banners": len(declared.banners),
        "wording_missing": {k: v for k, v in lacking.items() if v},
        "retention": retention_told(found, _today()),
    }
    if as_json:
        print_json(document)
        return
    click.echo(
        f"{declared.survey.id}: no fault found. Questions: {len(declared.questions)}; "
        f"divisions into segments: {len(declared.segments)}; "
        f"banners: {len(declared.banners)}."
    )
    for language, names in lacking.items():
        if names:
            click.echo(
                f"Wording in {language} is missing in part of: {', '.join(names)}"
            )
    if document["retention"]:
        click.echo(document["retention"])


@ask.command()
@_SURVEY
@click.option("--draft", "is_draft", is_flag=True, help="Write it though not ready.")
@json_option
def run(survey: Path, is_draft: bool, as_json: bool) -> None:
    """Read, weigh, tabulate and write everything that is published.

    The report (HTML and PDF), the workbook, figures.csv, issues.csv and manifest.json go
    to the folder `published` beside the survey file. The same inputs give the same bytes.
    Where something is missing that readers must be told, nothing is written; --draft
    writes it to the folder `draft` all the same, marked as such.
    Example: folkmoot ask run survey.toml
    """
    from folkmoot.ask.answers.forgotten import retention_told
    from folkmoot.ask.publish.run import publish, summary
    from folkmoot.ask.survey.file import read_survey

    found = read_survey(survey)
    overdue = retention_told(found, _today())
    written = publish(found, is_draft=is_draft)
    told = {**summary(written.publication), "retention": overdue}
    if as_json:
        print_json({**told, "folder": str(written.folder), "files": written.files})
        return
    _say(written.publication)
    if overdue:
        click.echo(overdue, err=True)
    print_table(
        ["file", "SHA-256"],
        [[str(written.folder / n), d[:16]] for n, d in sorted(written.files.items())],
    )
    if is_draft:
        for problem in written.publication.problems:
            click.echo(f"Not yet publishable: {problem}")


@ask.command()
@_SURVEY
@click.option("--question", default="", help="Only this question or division.")
@json_option
def tables(survey: Path, question: str, as_json: bool) -> None:
    """Print the tables, without writing anything.

    Example: folkmoot ask tables survey.toml --question decade
    """
    from folkmoot.ask.publish.publication import worked_out
    from folkmoot.ask.survey.file import read_survey
    from folkmoot.core.exceptions import NotFoundError

    one = worked_out(read_survey(survey))
    pages = [p for p in one.pages if question in ("", p.question)]
    if not pages:
        names = ", ".join(dict.fromkeys(page.question for page in one.pages))
        raise NotFoundError(f"There is no table of '{question}'.", f"Tables: {names}.")
    if as_json:
        print_json({"inputs": one.digest, "tables": [asdict(page) for page in pages]})
        return
    for page in pages:
        _print_page(page)
    click.echo(f"Inputs: {one.digest}")


@ask.command()
@_SURVEY
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Write the people drawn to this CSV file.",
)
@json_option
def sample(survey: Path, out: Path | None, as_json: bool) -> None:
    """Draw the sample that the survey file declares, with replacements.

    The same seed and frame draw the same people, whatever the order of the frame.
    Example: folkmoot ask sample survey.toml --out sample.csv
    """
    from collections import Counter

    from folkmoot.ask.frame.counted import read_frame
    from folkmoot.ask.frame.sampling import COLUMNS, drawn_sample
    from folkmoot.ask.survey.file import read_survey
    from folkmoot.core.exceptions import SurveyFileError
    from folkmoot.core.export import csv_bytes

    found = read_survey(survey)
    frame = read_frame(found)
    if frame is None:
        raise SurveyFileError("The survey names no [frame].", "Add one to draw from.")
    drawn = drawn_sample(found, frame)
    if out is not None:
        out.write_bytes(b"".join(csv_bytes(COLUMNS, [asdict(one) for one in drawn])))
    if as_json:
        print_json([asdict(one) for one in drawn])
        return
    sizes = Counter(frame.strata)
    asked = Counter(one.stratum for one in drawn if one.role == "asked")
    ready = Counter(one.stratum for one in drawn if one.role == "replacement")
    print_table(
        ["stratum", "in the frame", "asked", "replacements"],
        [
            [name or "all", sizes[name], asked[name], ready[name]]
            for name in sorted(sizes)
        ],
    )
    if out is not None:
        click.echo(f"{len(drawn):,} people written to {out}")


@ask.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Write the changes to this CSV file.",
)
@json_option
def compare(before: Path, after: Path, out: Path | None, as_json: bool) -> None:
    """Compare two waves, where the wording is equal; say where it is not.

    Example: folkmoot ask compare 2025/survey.toml 2026/survey.toml
    """
    from folkmoot.ask.publish.publication import worked_out
    from folkmoot.ask.publish.waves import COLUMNS, compared
    from folkmoot.ask.survey.file import read_survey
    from folkmoot.core.export import csv_bytes

    waves = compared(worked_out(read_survey(before)), worked_out(read_survey(after)))
    rows = [{**asdict(one), "is_change": one.is_change} for one in waves.changes]
    if out is not None:
        out.write_bytes(b"".join(csv_bytes(COLUMNS, rows)))
    if as_json:
        apart = [asdict(one) for one in waves.not_compared]
        print_json(
            {
                "before": waves.before,
                "after": waves.after,
                "changes": rows,
                "not_compared": apart,
            }
        )
        return
    print_table(
        ["question", "figure", "before", "after", "change", "95 % interval", ""],
        [
            [
                f"{one.question}{'.' if one.item else ''}{one.item}",
                one.row,
                f"{one.before:.1f}",
                f"{one.after:.1f}",
                f"{one.change:+.1f}",
                f"{one.lower:+.1f} to {one.upper:+.1f}",
                "changed" if one.is_change else "",
            ]
            for one in waves.changes
        ],
    )
    for one in waves.not_compared:
        click.echo(f"Not compared: {one.question}. {one.reason}")


@ask.command()
@_SURVEY
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def forget(survey: Path, yes: bool, as_json: bool) -> None:
    """Delete what single people answered, as the privacy notice promised.

    The answers' file and what the form collected go; what was published stays, and a build
    goes on showing it. Stopped half way, run it again.
    Example: folkmoot ask forget survey.toml
    """
    from folkmoot.ask.collect.forgetting import files_to_forget, forget
    from folkmoot.ask.publish.publication import input_digest
    from folkmoot.ask.publish.run import is_published
    from folkmoot.ask.survey.file import read_survey

    found = read_survey(survey)
    inputs = input_digest(found)
    if not yes:
        click.echo(f"To be deleted: {', '.join(files_to_forget(found)) or 'nothing'}.")
        if not is_published(found, inputs):
            click.echo("Nothing was published from these answers as they stand.")
        click.confirm("Delete them? It cannot be undone", abort=True)
    done = forget(found, inputs=inputs, today=_today())
    if as_json:
        print_json({"date": done.date.isoformat(), "files": list(done.files)})
        return
    click.echo(f"Deleted: {', '.join(done.files)}.")
    click.echo("Delete copies, mail merges and backups of them too: nothing here can.")


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _say(one: Publication) -> None:
    """What became of every row, as the house promises."""
    declared = one.survey.declared.survey
    click.echo(
        f"{declared.id}: {one.rows_in_file:,} rows read, {one.rows_kept:,} counted, "
        f"{one.rows_in_file - one.rows_kept:,} left out; {len(one.pages):,} tables."
    )
    if declared.invented:
        click.echo("This survey is invented.")
    for issue in one.issues[:20]:
        place = f" ({issue.question})" if issue.question else ""
        click.echo(f"  row {issue.row}{place}: {issue.message}")
    if len(one.issues) > 20:
        click.echo(f"  … and {len(one.issues) - 20} more, in issues.csv")
    if one.unread:
        click.echo(f"Columns that no question reads: {', '.join(one.unread)}")


def _print_page(page: TablePage) -> None:
    from folkmoot.ask.survey.wording import said

    item = f" – {said(page.item_text)}" if page.item else ""
    click.echo(f"\nTable {page.number}: {said(page.title)}{item}")
    click.echo(f"{said(page.wording)}")
    headings = [
        (f"{said(c.division_label)}: " if c.division_label else "")
        + said(c.label)
        + (f" ({c.letter})" if c.letter else "")
        for c in page.columns
    ]
    rows = []
    for row in page.rows:
        cells = []
        for cell in row.cells:
            if not cell.is_shown or cell.value is None:
                cells.append(f"[{cell.state}]")
                continue
            sign = "+" if row.kind == "net" else ""
            marks = f" {cell.letters}" if cell.letters else ""
            cells.append(f"{cell.value:{sign}.1f}{marks}")
        rows.append([said(row.label), *cells])
    bases = [_base(column) for column in page.columns]
    print_table(["", *headings], [*rows, ["Unweighted base", *bases]])


def _base(column: Column) -> str:
    if column.has_base:
        return f"{column.base_unweighted:,}"
    return "few" if column.is_small else "hidden"
