"""What a reader must be told about a survey, and the refusal to publish without it.

The list follows what the British Polling Council asks of published polls (objects and
rules, "disclosure"): client, dates, mode, universe, how many and how chosen, the full
wording, weighted and unweighted bases, weighting, and where the tables are. Whoever is no
member may follow it, but must not claim to be one, and the page does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.ask.answers.reading import Read
from folkmoot.ask.book.table_page import TablePage
from folkmoot.ask.book.weighted import Weighed, design_in_words
from folkmoot.ask.estimation.weights import effective_base, kish_deff
from folkmoot.ask.publish.claims import Claim, title_problems
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import LANGUAGES, has_language, said


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a reader is told: its heading and text; blank where it is missing."""

    heading: str
    text: str
    key: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether the survey file does not say it."""
        return not self.text.strip()


def disclosure(survey: Survey, read: Read, weighed: Weighed) -> list[Told]:
    """Everything that the page about the survey tells, in its order."""
    about, work = survey.declared.survey, survey.declared.fieldwork
    dates = ""
    if work.start_date is not None and work.end_date is not None:
        dates = f"{_day(work.start_date)} to {_day(work.end_date)}"
    told = [
        Told("Client", about.client, "survey, client"),
        Told("Carried out by", about.conducted_by, "survey, conducted_by"),
        Told("Dates of fieldwork", dates, "fieldwork, start_date and end_date"),
        Told("How people answered", work.mode, "fieldwork, mode"),
        Told("Who the results speak for", work.universe, "fieldwork, universe"),
        Told("How people were chosen", work.method, "fieldwork, method"),
        Told("Answers", " ".join((_answers(read), *_same(survey, read)))),
        Told("Percentages", _percentages(weighed)),
        Told("Weighting", _weighting(survey, weighed)),
        Told("Errors", _errors(weighed)),
        Told("Small numbers", _small_numbers(survey)),
        Told("Where to ask for the tables", work.contact, "fieldwork, contact"),
    ]
    private = survey.declared.privacy
    told += [
        Told(
            "Data controller and lawful basis",
            _controller(survey),
            "privacy, controller and lawful_basis",
        ),
        Told(
            "Individual answers are deleted on",
            _day(private.retention_date) if private else "",
            "privacy, retention_date",
        ),
        Told(
            "Withdrawal",
            said(private.withdrawal) if private else "",
            "privacy, withdrawal",
        ),
    ]
    return told


def problems(
    survey: Survey,
    told: Sequence[Told],
    pages: Sequence[TablePage],
    statements: Sequence[Claim],
) -> list[str]:
    """Why the survey may not be published yet; none where it may."""
    return [
        *(
            f"“{one.heading}” is missing: add it to survey.toml ({one.key})."
            for one in told
            if one.is_missing
        ),
        *_of_notice(survey),
        *_of_tables(pages),
        *(
            f"Statement “{said(one.text)}”: {problem}"
            for one in statements
            for problem in one.problems
        ),
        *(
            f"Title “{said(survey.declared.survey.title, language)}”: {problem}"
            for language in survey.declared.survey.languages
            for problem in title_problems(said(survey.declared.survey.title, language))
        ),
        *_of_languages(survey),
    ]


def _controller(survey: Survey) -> str:
    """Who controls the data and why they may; blank where either is not said."""
    private = survey.declared.privacy
    parts = [private.controller, private.lawful_basis] if private else []
    parts = [part.strip().rstrip(".") for part in parts]
    return f"{'. '.join(parts)}." if parts and all(parts) else ""


def _of_notice(survey: Survey) -> Iterator[str]:
    """The report prints the privacy notice in full, in each of its languages."""
    private = survey.declared.privacy
    notice = private.notice if private is not None else ""
    if not said(notice).strip():
        yield "“Privacy notice” is missing: add it to survey.toml (privacy, notice)."
    elif not isinstance(notice, str):
        for language in survey.declared.survey.languages:
            if not has_language(notice, language):
                yield (
                    f"The {LANGUAGES[language]} wording of the privacy notice is missing: "
                    "add it to survey.toml (privacy, notice)."
                )


def _of_tables(pages: Sequence[TablePage]) -> Iterator[str]:
    if not pages:
        yield "There is no table to publish."
    for page in pages:
        if not said(page.wording):
            yield f"Table {page.number} has no question wording."
        if all(not cell.is_shown for row in page.rows for cell in row.cells[:1]):
            yield (
                f"Table {page.number} ({said(page.title)}) rests on too few answers to "
                "show anything: leave it out, or lower what [publishing] asks."
            )


def _of_languages(survey: Survey) -> Iterator[str]:
    """A report in a language needs every question in it."""
    for language in survey.declared.survey.languages:
        lacking = [
            question.id
            for question in survey.declared.questions
            if not all(has_language(one, language) for one in question.wordings())
        ]
        if lacking:
            yield (
                f"The {LANGUAGES[language]} wording is missing in part of "
                f"{', '.join(lacking[:8])}{' and more' if len(lacking) > 8 else ''}."
            )


def _answers(read: Read) -> str:
    kept, left = read.answers.rows, read.rows_in_file - read.answers.rows
    text = f"{kept:,} answers are counted of {read.rows_in_file:,} in the file"
    return (
        f"{text}; {left:,} {'was' if left == 1 else 'were'} left out (withdrawn, "
        "unfinished or twice)."
        if left
        else f"{text}."
    )


def _same(survey: Survey, read: Read) -> Iterator[str]:
    """What readers are told of answers that are another's; nothing where there are none."""
    if not read.same:
        return
    copies = sum(len(one.rows) - 1 for one in read.same)
    rule = survey.declared.answers
    reason = rule.same_answers_reason.strip() if rule is not None else ""
    yield (
        f"{copies:,} {'is' if copies == 1 else 'are'} in every question the same as "
        "another's, more than chance explains, and counted all the same"
        + (
            f": {reason.rstrip('.')}."
            if reason
            else "; they may be one person's twice."
        )
    )


def _percentages(weighed: Weighed) -> str:
    if _is_weighted(weighed):
        return (
            "Percentages are weighted, of those who answered the question. Weighted and "
            "unweighted bases stand under each column."
        )
    return (
        "Percentages are not weighted; they are of those who answered the question, whose "
        "number stands under each column."
    )


def _weighting(survey: Survey, weighed: Weighed) -> str:
    if weighed.weighting is None:
        given = survey.declared.design.weight
        return (
            f"Weights were given with the answers (column {given}). {_cost(weighed)}"
            if given
            else "None: every answer counts the same."
        )
    one = weighed.weighting
    names = [
        survey.questions[m.name].named().rstrip("?")
        if m.name in survey.questions
        else m.name
        for m in weighed.margins
    ]
    rules = survey.declared.weighting
    is_crossed = rules is not None and rules.method == "post-stratify"
    how = "Post-stratified by the cells of " if is_crossed else "Raked to "
    by = " × ".join(names) if is_crossed else ", ".join(names)
    trimmed = f" {one.trimmed:,} of the weights lie on a limit." if one.trimmed else ""
    return f"{how}{by}. {_cost(weighed)}{trimmed}"


def _cost(weighed: Weighed) -> str:
    """What unequal weights cost, by Kish; the efficiency is the base left of the answers."""
    weights = weighed.design.weights
    base = effective_base(weights)
    return (
        f"Weighting efficiency {100 * base / len(weights):.0f} %: an effective base of "
        f"{base:,.0f} from {len(weights):,} answers (Kish's design effect "
        f"{kish_deff(weights):.2f}). Largest weight over smallest: "
        f"{weights.max() / weights.min():.1f}."
    )


def _errors(weighed: Weighed) -> str:
    how = said(design_in_words(weighed.design))
    return (
        f"Intervals are of 95 per cent ({how}). They tell how far "
        "other samples drawn alike would differ; they know nothing of people who would not "
        "answer, nor of how a question was worded."
    )


def _small_numbers(survey: Survey) -> str:
    rule = survey.declared.publishing
    text = (
        f"Columns on fewer than {rule.suppress_below} answers are not shown; those on fewer "
        f"than {rule.caution_below} are marked."
    )
    text += " What would give a hidden figure away is hidden with it."
    if rule.smallest_cell > 1:
        text += (
            f" Counts of 1 to {rule.smallest_cell - 1} are hidden where the answer may tell "
            "who somebody is."
        )
    return f"{text} These limits are our own choice; no law sets one."


def _is_weighted(weighed: Weighed) -> bool:
    weights = weighed.design.weights
    return bool((weights != weights[0]).any())


def _day(day: object) -> str:
    return f"{day:%-d %B %Y}"
