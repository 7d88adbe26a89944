"""Who is asked, with a link each: the file for a mail merge, and for reminders.

A link is made from the person's id and the survey's secret, so that a reminder carries
the link of the invitation although the collection keeps no link at all.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from folkmoot.ask.answers.grid import table_of
from folkmoot.ask.collect.collection import Collection
from folkmoot.ask.frame.counted import Frame, read_frame
from folkmoot.ask.survey.file import Survey
from folkmoot.core.desk import ExportColumn
from folkmoot.core.exceptions import SurveyError, SurveyFileError
from folkmoot.core.secret import workspace_secret

COLUMNS = (ExportColumn("id", "Id"), ExportColumn("link", "Link"))
"""A mail merge joins addresses by id: they are no part of Folkmoot's files."""

_LINK_BYTES = 16
"""128 bits, as many as keep a link from being guessed."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One row of the mail merge: the person's id in the frame and their link."""

    id: str
    link: str


def invite(
    survey: Survey, collection: Collection, *, address: str, sample: Path | None
) -> list[Invitation]:
    """Invite the people of a drawn sample, or the whole frame, and give each a link.

    `address` is where the form will answer; `sample` the file that `folkmoot ask sample`
    wrote, of which those who stand ready as replacements are left out. Inviting the same
    people again changes nothing. Raises `SurveyFileError` where there is no frame, or it
    lacks a column that the survey needs of everybody.
    """
    frame = _frame(survey)
    records = _records(survey, frame)
    people = list(records) if sample is None else _sampled(sample, records)
    links = {person: _link(survey, person) for person in people}
    collection.invite((p, links[p], records[p]) for p in people)
    return _addressed(links, address)


def reminders(
    survey: Survey, collection: Collection, *, address: str
) -> list[Invitation]:
    """Who was invited and has not sent answers, each with the link of the invitation."""
    waiting = [p.person_id for p in collection.everyone() if not p.is_answered]
    return _addressed({person: _link(survey, person) for person in waiting}, address)


def record_columns(survey: Survey) -> dict[str, str]:
    """Columns of the answers' file that come from the frame, and where they stand there.

    The survey's record questions, and what its design needs: council, strata, weight.
    Raises `SurveyFileError` where the frame gives no such column.
    """
    declared = survey.declared
    frame = declared.frame
    if frame is None:
        raise SurveyFileError(
            "The survey names no [frame], so nobody can be invited.",
            "Add the list of everybody who could be asked.",
        )
    found = {
        question.column or question.id: frame.columns.get(question.id, question.id)
        for question in declared.questions
        if question.source == "record"
    }
    if declared.design.cluster:
        found.setdefault(declared.design.cluster, frame.cluster)
    for column in (*declared.design.strata, declared.design.weight):
        if column:
            found.setdefault(column, column)
    return found


def _records(survey: Survey, frame: Frame) -> dict[str, dict[str, str]]:
    wanted = record_columns(survey)
    rule = survey.declared.frame
    lacking = sorted({c for c in wanted.values() if c not in frame.grid.columns})
    if lacking or rule is None or not rule.id:
        what = ", ".join(lacking) or "id"
        raise SurveyFileError(
            f"The frame does not give what is known of everybody asked: {what}.",
            "Name the column under [frame], or ask it as a question.",
        )
    ids = frame.grid.column(rule.id)
    if len(set(ids)) != len(ids) or not all(ids):
        raise SurveyError(
            f"The frame's ids in '{rule.id}' are not all there and all different.",
            "Give each person an id of their own.",
        )
    cells = {name: frame.grid.column(column) for name, column in wanted.items()}
    return {
        person: {name: column[row] for name, column in cells.items()}
        for row, person in enumerate(ids)
    }


def _sampled(path: Path, records: Mapping[str, Mapping[str, str]]) -> list[str]:
    grid = table_of(path)
    if not {"Id", "Role"} <= set(grid.columns):
        raise SurveyFileError(
            f"{path.name} is no sample that `folkmoot ask sample` wrote.",
            "It must have the columns Id and Role.",
        )
    pairs = zip(grid.column("Id"), grid.column("Role"), strict=True)
    people = [person for person, role in pairs if role == "asked"]
    strangers = [person for person in people if person not in records]
    if strangers:
        raise SurveyFileError(
            f"{path.name} names {len(strangers)} people who are not in the frame, "
            f"the first '{strangers[0]}'.",
            "Draw the sample again from this frame.",
        )
    return people


def _frame(survey: Survey) -> Frame:
    record_columns(survey)
    frame = read_frame(survey)
    if frame is None:
        raise SurveyFileError("The survey names no [frame].", "Add it.")
    return frame


def _link(survey: Survey, person: str) -> str:
    """The part of the address that only this person has."""
    told = f"{survey.declared.survey.id}\n{person}".encode()
    digest = hmac.new(workspace_secret(survey.folder), told, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:_LINK_BYTES]).decode().rstrip("=")


def _addressed(links: Mapping[str, str], address: str) -> list[Invitation]:
    return [
        Invitation(person, f"{address.rstrip('/')}/a/{link}")
        for person, link in links.items()
    ]


def rows_of(invitations: Sequence[Invitation]) -> Iterator[dict[str, str]]:
    """The invitations as rows of a file."""
    return ({"id": one.id, "link": one.link} for one in invitations)
