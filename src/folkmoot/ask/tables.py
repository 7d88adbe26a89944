"""What the desk gives as data: the columns of its files, each with what it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from folkmoot.core.desk import ExportColumn
from folkmoot.core.schema import ColumnType, table

FIGURES: Final = (
    ExportColumn("survey", "survey"),
    ExportColumn("table", "table"),
    ExportColumn("question", "question"),
    ExportColumn("question_label", "question_label"),
    ExportColumn("item", "item"),
    ExportColumn("item_label", "item_label"),
    ExportColumn("row_kind", "row_kind"),
    ExportColumn("row", "row"),
    ExportColumn("row_label", "row_label"),
    ExportColumn("division", "division"),
    ExportColumn("division_label", "division_label"),
    ExportColumn("column", "column"),
    ExportColumn("column_label", "column_label"),
    ExportColumn("state", "state"),
    ExportColumn("value", "value", "number"),
    ExportColumn("standard_error", "standard_error", "number"),
    ExportColumn("lower", "lower", "number"),
    ExportColumn("upper", "upper", "number"),
    ExportColumn("letters", "letters"),
    ExportColumn("base_unweighted", "base_unweighted", "integer"),
    ExportColumn("base_weighted", "base_weighted", "number"),
    ExportColumn("effective_base", "effective_base", "number"),
    ExportColumn("inputs", "inputs"),
)
"""One row a published figure (`figures.csv`)."""

FIGURE_MEANINGS: Final = {
    "survey": "Id of the survey",
    "table": "Table of the report: t1, t2 …; g1 … of gaps, s1 … of profiles, p1 … of small places",
    "question": "Id of the question or of the segments",
    "question_label": "Its name in English",
    "item": "Id of the statement, of a grid",
    "item_label": "Its text in English",
    "row_kind": "share, net, mean, median, gap (between two groups) or estimate (of a small place)",
    "row": "Code, or id of the net or gap",
    "row_label": "Its label in English",
    "division": "What heads the column; blank for everybody",
    "division_label": "Its name in English",
    "column": "Code of the column; blank for everybody; both groups of a gap",
    "column_label": "Its label in English",
    "state": "shown, hidden, small base or no answers",
    "value": "Per cent; of means and medians the question's unit",
    "standard_error": "In the same unit",
    "lower": "Lower end of the 95 % interval",
    "upper": "Upper end of the 95 % interval",
    "letters": "Columns of the division that it is above",
    "base_unweighted": "People who answered; blank where too few; of a gap the smaller group",
    "base_weighted": "Their weights",
    "effective_base": "Kish's effective base",
    "inputs": "Digest of the inputs",
}

ISSUES: Final = (
    ExportColumn("row", "row", "integer"),
    ExportColumn("question", "question"),
    ExportColumn("rule", "rule"),
    ExportColumn("message", "message"),
    ExportColumn("lost", "lost"),
)
"""One row a thing that could not be taken as it stands (`issues.csv`). Values are left out:
what somebody answered wrongly is still somebody's answer."""

_TYPES: Final[Mapping[str, ColumnType]] = {
    "text": "text",
    "integer": "integer",
    "number": "real",
}
"""Kinds of columns of files as types of columns of tables."""

FINDING_SURVEYS: Final = table(
    "finding",
    "surveys",
    "One survey of the workspace: a folder of `surveys/` with a survey file.",
    ("survey_id", "text", "Name of its folder"),
    ("title", "text", "In English; the folder's name where the file cannot be read"),
    ("client", "text", "Who asked for it"),
    ("start_date", "date", "First day of fieldwork"),
    ("end_date", "date", "Last day of fieldwork"),
    (
        "state",
        "text",
        "published, not ready, faulty, deleted, or later (than the as-of date)",
    ),
    ("problem", "text", "Why nothing of it is shown; blank where it is published"),
    ("rows_in_file", "integer", "Answers in the file"),
    ("answers_counted", "integer", "Answers counted; the others have an issue each"),
    ("table_count", "integer", "Tables of its report"),
    ("is_invented", "boolean", "Whether people and answers are made up"),
    ("inputs", "text", "Digest of its input files, as printed on each table"),
    ("code", "text", "Version of the code that worked it out"),
    ("document", "json", "All that its page shows, as `folkmoot.survey/1` prints it"),
)

FINDING_SURVEY_TABLES: Final = table(
    "finding",
    "survey_tables",
    "One table of a published survey that a page may show; hidden cells hold no figure.",
    ("survey_id", "text", "Name of the survey's folder"),
    ("table_id", "text", "t1, t2 … in the report; of tables to pick a name of its own"),
    ("number", "integer", "Its number in the report; 0 of tables to pick"),
    ("question", "text", "Id of the question or of the segments"),
    ("item", "text", "Id of the statement, of a grid"),
    ("by", "text", "The division it is picked by; blank of tables of the report"),
    ("place", "integer", "Its place in the order of the survey"),
    ("document", "json", "The table: columns with their bases, rows with their cells"),
)

FINDING_SURVEY_FIGURES: Final = table(
    "finding",
    "survey_figures",
    "One figure of a table of a published survey.",
    ("survey_id", "text", "Name of the survey's folder"),
    ("table_id", "text", "As in `finding.survey_tables`"),
    (
        "picked_by",
        "text",
        "The division it is picked by; blank of tables of the report",
    ),
    *(
        (column.key, _TYPES[column.kind], FIGURE_MEANINGS[column.key])
        for column in FIGURES
    ),
)

FINDING_SURVEY_FILES: Final = table(
    "finding",
    "survey_files",
    "One file of a published survey, to read or to download.",
    ("survey_id", "text", "Name of the survey's folder"),
    ("name", "text", "Such as report.en.html"),
    ("sha256", "text", "Of the file"),
    ("content", "text", "The file in base64"),
)

FINDINGS: Final = (
    FINDING_SURVEYS,
    FINDING_SURVEY_TABLES,
    FINDING_SURVEY_FIGURES,
    FINDING_SURVEY_FILES,
)
