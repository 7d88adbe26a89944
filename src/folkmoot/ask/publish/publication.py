"""A survey worked out: everything that any of its outputs shows, from one reading."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.ask.answers.coded import Issue
from folkmoot.ask.answers.reading import input_files, read_answers
from folkmoot.ask.book.declared import Profile, table_book
from folkmoot.ask.book.found_classes import found_classes
from folkmoot.ask.book.gaps import GapTable
from folkmoot.ask.book.response import ResponseTable, response_table
from folkmoot.ask.book.table_page import TablePage
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.frame.counted import read_frame
from folkmoot.ask.publish.claims import Claim, claims
from folkmoot.ask.publish.disclosure_page import Told, disclosure, problems
from folkmoot.ask.publish.places import PlacesTable, places_tables
from folkmoot.ask.publish.references import Beside, Reference, beside, conflicts_of
from folkmoot.ask.publish.segment_check import SegmentCheck, segment_checks
from folkmoot.ask.publish.themes import ThemeTable, theme_tables
from folkmoot.ask.survey.file import SURVEY_NAME, Survey
from folkmoot.core.exceptions import SurveyFileError

DIGEST_SHOWN = 16
"""Signs of the inputs' digest that are printed: enough that two never meet by chance."""


@dataclass(frozen=True, eq=False)
class Publication:
    """All results of one survey; `problems` say why it may not be published yet."""

    survey: Survey
    pages: Sequence[TablePage]
    gaps: Sequence[GapTable]
    statements: Sequence[Claim]
    told: Sequence[Told]
    problems: Sequence[str]
    places: Sequence[PlacesTable]
    themes: Sequence[ThemeTable]
    response: ResponseTable | None
    beside: Sequence[Beside]
    conflicts: Sequence[Reference]
    segment_checks: Sequence[SegmentCheck]
    profiles: Sequence[Profile]
    issues: Sequence[Issue]
    unread: Sequence[str]
    rows_in_file: int
    rows_kept: int
    inputs: dict[str, str]
    picks: Sequence[TablePage] = ()
    """Tables that a reader may pick; worked out only where somebody can."""

    @property
    def digest(self) -> str:
        """One digest of every input file, as it is printed on each table."""
        return digest_of(self.inputs)[:DIGEST_SHOWN]


def worked_out(survey: Survey, *, with_picks: bool = False) -> Publication:
    """Read, weigh, count and judge a survey, `with_picks` also for who picks tables.

    Raises a `FolkmootError` where something cannot be read or weighed; what is only
    missing for publication is in `problems`.
    """
    read = read_answers(survey)
    frame = read_frame(survey)
    sample = weighed(survey, read, frame)
    classes = found_classes(survey, read.answers, sample.design)
    book = table_book(survey, read, sample, with_picks=with_picks, classes=classes)
    pages = book.pages
    statements = claims(survey, pages, book.gaps)
    told = disclosure(survey, read, sample)
    return Publication(
        survey=survey,
        pages=pages,
        gaps=book.gaps,
        statements=statements,
        told=told,
        problems=problems(survey, told, pages, statements),
        places=places_tables(survey, read, sample, frame),
        themes=theme_tables(survey, read.answers, sample.design),
        response=response_table(survey, read, frame),
        beside=beside(survey, pages),
        conflicts=conflicts_of(survey),
        segment_checks=segment_checks(
            survey, read.answers, sample.design, classes.values()
        ),
        profiles=book.profiles,
        issues=read.answers.issues,
        unread=read.unread,
        rows_in_file=read.rows_in_file,
        rows_kept=read.answers.rows,
        inputs=input_digests(survey),
        picks=book.picks,
    )


def input_digests(survey: Survey) -> dict[str, str]:
    """SHA-256 of the survey file and of each file that it names, by name."""
    found = {SURVEY_NAME: hashlib.sha256(survey.text.encode()).hexdigest()}
    for path in input_files(survey):
        name = path.relative_to(survey.folder).as_posix()
        found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def input_digest(survey: Survey) -> str:
    """The digest of a survey's inputs as tables print it; blank where one is missing."""
    try:
        return digest_of(input_digests(survey))[:DIGEST_SHOWN]
    except SurveyFileError:
        return ""


def digest_of(inputs: dict[str, str]) -> str:
    """One digest of all inputs, whatever their order."""
    lines = "".join(f"{name}:{digest}\n" for name, digest in sorted(inputs.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
