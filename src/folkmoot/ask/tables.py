"""What the desk gives as data: the columns of its files, each with what it means."""

from __future__ import annotations

from typing import Final

from folkmoot.core.desk import ExportColumn

FIGURES: Final = (
    ExportColumn("survey", "survey"),
    ExportColumn("table", "table"),
    ExportColumn("question", "question"),
    ExportColumn("item", "item"),
    ExportColumn("row_kind", "row_kind"),
    ExportColumn("row", "row"),
    ExportColumn("row_label", "row_label"),
    ExportColumn("division", "division"),
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
    "table": "Table of the report, t1, t2 …",
    "question": "Id of the question or of the segments",
    "item": "Id of the statement, of a grid",
    "row_kind": "share, net, mean or median",
    "row": "Code, or id of the net",
    "row_label": "Its label in English",
    "division": "What heads the column; blank for everybody",
    "column": "Code of the column; blank for everybody",
    "column_label": "Its label in English",
    "state": "shown, hidden, small base or no answers",
    "value": "Per cent; of means and medians the question's unit",
    "standard_error": "In the same unit",
    "lower": "Lower end of the 95 % interval",
    "upper": "Upper end of the 95 % interval",
    "letters": "Columns of the division that it is above",
    "base_unweighted": "People who answered; blank where too few",
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
