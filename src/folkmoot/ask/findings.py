"""What pages, lists and the API ask of the surveys in a sealed build.

A build holds no answer of one person, so nothing here can give one away that the tables do
not: what may be picked was worked out, and hidden where it must be, when the build was made.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import msgspec

from folkmoot.ask.book.table_page import TablePage
from folkmoot.ask.publish.words import report_words
from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.store import Reader


def surveys(reader: Reader, filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every survey of the workspace, the latest fieldwork first."""
    return [
        {**row, "document": msgspec.json.decode(row["document"])}
        for row in reader.rows(
            "SELECT * FROM finding.surveys ORDER BY end_date DESC NULLS LAST, survey_id"
        )
    ]


def survey(reader: Reader, survey_id: str) -> dict[str, Any]:
    """One survey as `folkmoot.survey/1` prints it; raises NotFoundError."""
    row = reader.row(
        "SELECT document FROM finding.surveys WHERE survey_id = $1", [survey_id]
    )
    if row is None:
        raise NotFoundError(
            f"There is no survey “{survey_id}” in this build.",
            "See the list of surveys for those there are.",
        )
    found: dict[str, Any] = msgspec.json.decode(row["document"])
    return found


def survey_file(reader: Reader, survey_id: str, name: str) -> bytes:
    """The bytes of one file; raises NotFoundError."""
    row = reader.row(
        "SELECT content FROM finding.survey_files WHERE survey_id = $1 AND name = $2",
        [survey_id, name],
    )
    if row is None:
        raise NotFoundError(
            f"The survey “{survey_id}” has no file {name} in this build.",
            "Its page names the files there are.",
        )
    return base64.b64decode(row["content"])


def survey_paper(reader: Reader, survey_id: str, language: str) -> bytes:
    """The report in one language as PDF, made once while pages are served."""
    return _pdf(survey_file(reader, survey_id, f"paper.{language}.html"))


@lru_cache(maxsize=8)
def _pdf(paper: bytes) -> bytes:
    from folkmoot.ask.publish.report import paper_styles
    from folkmoot.core.paper import pdf_bytes

    return pdf_bytes(paper.decode(), styles=paper_styles())


def tables(
    reader: Reader, survey_id: str, *, question: str, by: str
) -> list[TablePage]:
    """The tables of one question: those of the report, or by the division picked."""
    rows = reader.rows(
        "SELECT document FROM finding.survey_tables "
        'WHERE survey_id = $1 AND question = $2 AND "by" = $3 ORDER BY place',
        [survey_id, question, by],
    )
    return [msgspec.json.decode(row["document"], type=TablePage) for row in rows]


def figures(reader: Reader, filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """Figures of tables, in the order of the surveys and their tables.

    `filters` knows `survey`, `question` and `by` (a division; blank for every table of the
    report and every table to pick, `report` for those of the report alone).
    """
    names = [filters.get(name, "") for name in ("survey", "question", "by")]
    return reader.rows(
        """
        SELECT figures.* FROM finding.survey_figures AS figures
        LEFT JOIN finding.survey_tables AS tables USING (survey_id, table_id)
        WHERE ($1 = '' OR survey_id = $1) AND ($2 = '' OR figures.question = $2)
          AND ($3 = '' OR picked_by = CASE $3 WHEN 'report' THEN '' ELSE $3 END)
        ORDER BY survey_id, tables.place NULLS LAST, figures.rowid
        """,
        names,
    )


def questions_of_surveys(reader: Reader) -> list[tuple[str, str]]:
    """Each question of any survey that has figures: its id and its name in English."""
    return _named(reader, "question", "question_label")


def divisions_of_surveys(reader: Reader) -> list[tuple[str, str]]:
    """Each division by which a table can be picked: its id and its name in English."""
    return _named(reader, "picked_by", "division_label")


def _named(reader: Reader, column: str, label: str) -> list[tuple[str, str]]:
    rows = reader.rows(
        f"SELECT {column} AS name, min({label}) AS label "  # noqa: S608
        f"FROM finding.survey_figures WHERE {column} <> '' AND {label} <> '' "
        "GROUP BY 1 ORDER BY 2, 1"
    )
    return [(row["name"], row["label"]) for row in rows]


def survey_page(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    """One survey as its page shows it."""
    found = survey(reader, path["survey_id"])
    return {
        "survey": found,
        "is_overdue": is_overdue(found, _today()),
        "words": report_words("en"),
    }


def is_overdue(document: Mapping[str, Any], today: date) -> bool:
    """Whether the day on which single answers were to go has passed and nobody said so.

    It is measured from the day the page is opened, as the promise is, not from the build.
    """
    promised = document.get("retention_date")
    if not promised or document.get("answers_deleted_on"):
        return False
    return date.fromisoformat(promised) < today


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def tables_page(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    """The tables of the question picked, by the division picked; the first where none is."""
    found = survey(reader, path["survey_id"])
    questions = found.get("questions", [])
    asked = query.get("question") or (questions[0]["id"] if questions else "")
    by = query.get("by", "")
    question = next((one for one in questions if one["id"] == asked), None)
    division = next((d for d in found.get("divisions", []) if d["id"] == by), None)
    if questions and question is None:
        raise NotFoundError(
            f"This survey has no tables of “{asked}”.",
            "Choose a question from the list on the page of its tables.",
        )
    if by and division is None:
        raise NotFoundError(
            f"Tables of this survey cannot be picked by “{by}”.",
            "Choose a division from the list; a banner of the survey file adds one.",
        )
    pages = tables(reader, path["survey_id"], question=asked, by=by)
    return {
        "survey": found,
        "question": question,
        "division": division,
        "tables": pages,
        "words": report_words("en"),
    }


def segments_page(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    """The segments of a survey, each with its profile: every question by its segments."""
    found = survey(reader, path["survey_id"])
    divisions = [
        name
        for one in found.get("segments", [])
        for name in (one["id"], (one["classes"] or {}).get("division"))
        if name
    ]
    profiles = {
        name: [
            page
            for question in found["questions"]
            if not question["is_segments"]
            for page in tables(
                reader, path["survey_id"], question=question["id"], by=name
            )
        ]
        for name in divisions
    }
    return {"survey": found, "profiles": profiles, "words": report_words("en")}


def glance(reader: Reader, as_of: str) -> dict[str, Any]:
    """How many surveys there are, by what can be shown of them."""
    rows = reader.rows(
        "SELECT state, count(*) AS n FROM finding.surveys GROUP BY state"
    )
    by_state = {row["state"]: row["n"] for row in rows}
    return {
        "published": by_state.get("published", 0),
        "unshown": sum(n for state, n in by_state.items() if state != "published"),
    }
