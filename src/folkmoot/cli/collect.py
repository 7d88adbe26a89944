"""Commands that collect the answers of a survey: invitations, the form, what came in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from folkmoot.core.terminal import json_option, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from folkmoot.ask.collect.invitations import Invitation
    from folkmoot.ask.survey.file import Survey

_SURVEY = click.argument(
    "survey", type=click.Path(path_type=Path), default=Path("survey.toml")
)
_ADDRESS = click.option(
    "--address",
    default="http://127.0.0.1:8720",
    show_default=True,
    help="Where people reach the form, as in https://survey.example.org.",
)
_OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The CSV file to write; never one that exists.",
)
_PORT = click.option(
    "--port", type=click.IntRange(1, 65535), default=8720, show_default=True,
    help="Port on this machine.",
)  # fmt: skip


@click.group()
def collect() -> None:
    """Collect the answers of a survey with a form of your own.

    Nothing leaves your machine. Example: folkmoot collect invite survey.toml --out links.csv
    """


@collect.command()
@_SURVEY
@_ADDRESS
@click.option(
    "--sample",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help="Invite only the people of this file, as `folkmoot ask sample` wrote it.",
)
@_OUT
@json_option
def invite(
    survey: Path, address: str, sample: Path | None, out: Path, as_json: bool
) -> None:
    """Give everybody asked a link that works once, as a file for a mail merge.

    Without --sample the whole frame is invited. Inviting again changes no link. The file
    lets anyone answer in another's name: keep it as you keep the addresses.
    Example: folkmoot collect invite survey.toml --out links.csv
    """
    from folkmoot.ask.collect.collection import Collection
    from folkmoot.ask.collect.invitations import invite as invited
    from folkmoot.ask.survey.file import read_survey

    read = read_survey(survey)
    found = invited(
        read, Collection.beside(read.folder), address=address, sample=sample
    )
    _write(found, out, as_json)
    _say_if_closed(read)


@collect.command()
@_SURVEY
@_ADDRESS
@_OUT
@json_option
def remind(survey: Path, address: str, out: Path, as_json: bool) -> None:
    """Write the mail merge of everybody invited who has not sent answers.

    Each carries the link of the invitation.
    Example: folkmoot collect remind survey.toml --out reminders.csv
    """
    from folkmoot.ask.collect.collection import Collection
    from folkmoot.ask.collect.invitations import reminders
    from folkmoot.ask.survey.file import read_survey

    read = read_survey(survey)
    found = reminders(read, Collection.beside(read.folder), address=address)
    _write(found, out, as_json)
    _say_if_closed(read)


@collect.command()
@_SURVEY
@_PORT
@click.option(
    "--behind",
    "public_name",
    default="",
    help="Public name of the server in front that holds the certificate and passes "
    "requests on to this machine, such as survey.example.org.",
)
def serve(survey: Path, port: int, public_name: str) -> None:
    """Answer with the form, to this machine or to the server in front of it.

    Without --behind only this machine reaches it, to try it.
    Example: folkmoot collect serve survey.toml --behind survey.example.org
    """
    from folkmoot.ask.collect.collection import Collection
    from folkmoot.ask.survey.file import read_survey
    from folkmoot.web.collecting import collecting_application
    from folkmoot.web.security import LOOPBACK_HOSTS
    from folkmoot.web.server import check_port, serve_here

    read = read_survey(survey)
    answers = Collection.beside(read.folder)
    check_port(port)
    hosts = LOOPBACK_HOSTS | {public_name} if public_name else LOOPBACK_HOSTS
    form = collecting_application(read, answers, today=_today, hosts=hosts)
    click.echo(
        f"{read.declared.survey.id}: the form answers on port {port} of this machine "
        "(stop with Ctrl+C). Each person opens their own link."
    )
    serve_here(form, port=port, is_behind=bool(public_name))


@collect.command()
@_SURVEY
@click.option("--serve", "is_page", is_flag=True, help="Show it as a page instead.")
@_PORT
@json_option
def responses(survey: Path, is_page: bool, port: int, as_json: bool) -> None:
    """Say how many answered: of all, by council, and by what is known of them.

    For those who run the survey only. Example: folkmoot collect responses survey.toml
    """
    from folkmoot.ask.collect.collected import responses as counted
    from folkmoot.ask.collect.collection import Collection
    from folkmoot.ask.survey.file import read_survey

    read = read_survey(survey)
    answers = Collection.beside(read.folder)
    if is_page:
        from folkmoot.web.responding import responding_application
        from folkmoot.web.server import check_port, serve_here

        check_port(port)
        click.echo(f"Who has answered: http://127.0.0.1:{port}/ (stop with Ctrl+C)")
        serve_here(responding_application(read, answers), port=port)
        return
    rows = counted(read, answers)
    if as_json:
        print_json(
            {
                "survey": read.declared.survey.id,
                "responses": [
                    {
                        "heading": row.heading, "group": row.group,
                        "invited": row.invited, "begun": row.begun,
                        "answered": row.answered, "rate": round(row.rate, 4),
                    }
                    for row in rows
                ],
            }
        )  # fmt: skip
        return
    print_table(
        ["by", "group", "invited", "began", "answered", "rate"],
        [
            [r.heading, r.group, r.invited, r.begun, r.answered, f"{r.rate:.0%}"]
            for r in rows
        ],
    )


@collect.command()
@_SURVEY
@json_option
def export(survey: Path, as_json: bool) -> None:
    """Write the answers sent so far as the file that the survey's [answers] names.

    Receipts number them, in no order that tells who answered when. An answers file that
    is not from here is never replaced. Example: folkmoot collect export survey.toml
    """
    from folkmoot.ask.collect.collected import answer_columns, answer_rows, answers_rule
    from folkmoot.ask.collect.collection import Collection
    from folkmoot.ask.survey.file import read_survey
    from folkmoot.core.exceptions import SurveyFileError
    from folkmoot.core.export import csv_bytes

    read = read_survey(survey)
    rule = answers_rule(read)
    out = read.folder / rule.file
    columns = answer_columns(read)
    if out.exists() and not _is_ours(out, [column.heading for column in columns]):
        raise SurveyFileError(
            f"{rule.file} is there already and has other columns than this survey's form.",
            "Move it away, or name another file under [answers].",
        )
    rows = answer_rows(read, Collection.beside(read.folder))
    part = out.with_name(f"{out.name}.part")
    part.write_bytes(b"".join(csv_bytes(columns, rows)))
    part.replace(out)
    if as_json:
        print_json({"file": str(out), "answers": len(rows)})
        return
    click.echo(
        f"{len(rows):,} answers written to {out}. Next: folkmoot ask run {survey}"
    )


@collect.command()
@_SURVEY
@click.argument("receipt")
def withdraw(survey: Path, receipt: str) -> None:
    """Delete the answers with a RECEIPT, as their author asked.

    Example: folkmoot collect withdraw survey.toml 3f6c0a91d2b47e58
    """
    from folkmoot.ask.collect.collection import Collection
    from folkmoot.ask.survey.file import read_survey
    from folkmoot.core.exceptions import NotFoundError

    read = read_survey(survey)
    if not Collection.beside(read.folder).withdraw(receipt):
        raise NotFoundError(
            "No answers have that receipt.",
            "Compare it with what the person was shown after sending.",
        )
    click.echo(
        "Deleted here. Export again; a file exported before still holds them until then."
    )


@collect.command()
@_SURVEY
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(survey: Path, yes: bool) -> None:
    """Delete every answer, what is under way, and all invitations.

    The answers' file stays; `folkmoot ask forget` deletes both.
    Example: folkmoot collect erase survey.toml
    """
    from folkmoot.ask.collect.collection import Collection
    from folkmoot.ask.survey.file import read_survey

    read = read_survey(survey)
    if not yes:
        click.confirm("Delete all that was collected? It cannot be undone", abort=True)
    count = Collection.beside(read.folder).erase()
    click.echo(f"{count:,} answers deleted, with all invitations.")


def _write(invitations: Sequence[Invitation], out: Path, as_json: bool) -> None:
    from folkmoot.ask.collect.invitations import COLUMNS, rows_of
    from folkmoot.core.exceptions import WorkspaceError
    from folkmoot.core.export import csv_bytes

    rows: list[dict[str, Any]] = list(rows_of(invitations))
    try:
        with out.open("xb") as stream:
            out.chmod(0o600)
            stream.writelines(csv_bytes(COLUMNS, rows))
    except OSError as error:
        raise WorkspaceError(
            f"{out} cannot be written: {error.strerror}.",
            "Choose another name; a file is never overwritten.",
        ) from error
    if as_json:
        print_json({"file": str(out), "people": len(rows)})
        return
    click.echo(f"{len(rows):,} links written to {out}.")


def _is_ours(path: Path, headings: Sequence[str]) -> bool:
    from folkmoot.ask.answers.grid import table_of
    from folkmoot.core.exceptions import SourceError

    try:
        return list(table_of(path).columns) == list(headings)
    except SourceError:
        return False


def _say_if_closed(survey: Survey) -> None:
    end = survey.declared.fieldwork.end_date
    if end is not None and end < _today():
        click.echo(
            f"Fieldwork ended on {end}: whoever opens a link now is told that the survey "
            "has closed. Correct end_date in the survey file if it has not.",
            err=True,
        )


def _today() -> Any:
    return datetime.now(UTC).astimezone().date()
