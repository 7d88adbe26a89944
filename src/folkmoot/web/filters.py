"""Which filters each list has above it."""

from __future__ import annotations

from collections.abc import Mapping

from folkmoot.ask.findings import (
    divisions_of_surveys,
    questions_of_surveys,
    surveys,
)
from folkmoot.core.store import Reader
from folkmoot.registers import answers
from folkmoot.registers.publication.code import transparency_code
from folkmoot.registers.reviewing.lists import suggested_needs
from folkmoot.web.forms import Field, Option


def _councils(reader: Reader, as_of: str) -> list[Option]:
    found = answers.council_choices(reader, members_only=False)
    return [(row["council_id"], row["name"]) for row in found]


def _members(reader: Reader, as_of: str) -> list[Option]:
    found = answers.council_choices(reader, members_only=True)
    return [(row["council_id"], row["name"]) for row in found]


def _services(reader: Reader, as_of: str) -> list[Option]:
    return [(name, name) for name in answers.service_areas(reader)]


def _fixed(*options: Option) -> list[Option]:
    return list(options)


def _ends(reader: Reader, as_of: str) -> list[Option]:
    return _fixed(
        ("60", "Within 60 days"),
        ("120", "Within 120 days"),
        ("365", "Within a year"),
        ("later", "More than a year ahead"),
        ("ended", "Already ended"),
        ("unknown", "No end date known"),
    )


def _contract_order(reader: Reader, as_of: str) -> list[Option]:
    return _fixed(
        ("end", "Ending soonest"),
        ("value", "Largest value"),
        ("council", "Council"),
        ("title", "Title"),
    )


def _opportunity_order(reader: Reader, as_of: str) -> list[Option]:
    return _fixed(
        ("rank", "Best first"),
        ("start", "Must start soonest"),
        ("value", "Largest value"),
        ("confidence", "Surest"),
    )


def _groups(reader: Reader, as_of: str) -> list[Option]:
    return _fixed(("members", "Members of the group only"))


def _severities(reader: Reader, as_of: str) -> list[Option]:
    return _fixed(
        ("refused", "Row not kept"),
        ("cell", "One value not kept"),
        ("note", "Kept, but worth a look"),
    )


def _surveys(reader: Reader, as_of: str) -> list[Option]:
    return [(row["survey_id"], row["title"]) for row in surveys(reader, {})]


def _survey_questions(reader: Reader, as_of: str) -> list[Option]:
    return questions_of_surveys(reader)


def _survey_divisions(reader: Reader, as_of: str) -> list[Option]:
    own = ("report", "Tables of the report only")
    return [own, *divisions_of_surveys(reader)]


def _question_order(reader: Reader, as_of: str) -> list[Option]:
    return _fixed(
        ("money", "Most money first"), ("score", "Surest first"), ("label", "Name")
    )


def _sureness(reader: Reader, as_of: str) -> list[Option]:
    return _fixed(("obvious", "75% and more"), ("open", "Below 75%"))


def _suggested(reader: Reader, as_of: str) -> list[Option]:
    return suggested_needs(reader)


def _publication_kinds(reader: Reader, as_of: str) -> list[Option]:
    return [(kind.name, kind.label) for kind in transparency_code().kinds.values()]


_WORDS = Field("q", "Search", "text", hint="Names and titles")
_WHOSE = Field("council", "Council", "choice", options=_councils)
_TOUCHES = Field("value", "Touches at least", "money", hint="Pounds")
_ORDER = Field("sort", "Order", "choice", options=_question_order)
_LIKELY = Field("sure", "Likelihood", "choice", options=_sureness)
_DATE_HINT = "For example 31/03/2027"

FORMS: Mapping[str, tuple[Field, ...]] = {
    "opportunities": (
        Field("category", "Service area", "choice", options=_services),
        Field("council", "Council", "choice", options=_members),
        Field("from", "Could start from", "date", hint=_DATE_HINT),
        Field("to", "Could start by", "date", hint=_DATE_HINT, not_before="from"),
        Field("value", "Worth at least", "money", hint="Pounds a year"),
        Field("sort", "Order", "choice", options=_opportunity_order),
    ),
    "contracts": (
        Field("q", "Search", "text", hint="Title, supplier, council or reference"),
        Field("council", "Council", "choice", options=_councils),
        Field("service", "Service area", "choice", options=_services),
        Field("ends", "Ends", "choice", options=_ends),
        Field("group", "Whose contracts", "choice", options=_groups),
        Field("sort", "Order", "choice", options=_contract_order),
    ),
    "calendar": (Field("council", "Council", "choice", options=_members),),
    **dict.fromkeys(
        ("quality", "quality-fields", "quality-trend"),
        (
            Field("council", "Council", "choice", options=_councils),
            Field("kind", "What is published", "choice", options=_publication_kinds),
        ),
    ),
    "survey-figures": (
        Field("survey", "Survey", "choice", options=_surveys),
        Field("question", "Question", "choice", options=_survey_questions),
        Field("by", "Picked by", "choice", options=_survey_divisions),
    ),
    **dict.fromkeys(
        ("review-supplier", "review-contract"),
        (_WORDS, _WHOSE, _LIKELY, _TOUCHES, _ORDER),
    ),
    "review-category": (
        _WORDS,
        _WHOSE,
        Field("need", "Need suggested", "choice", options=_suggested),
        _TOUCHES,
        _ORDER,
    ),
    "issues": (Field("severity", "What happened", "choice", options=_severities),),
}
"""By the name of the list; a list that is not here has no filters."""
