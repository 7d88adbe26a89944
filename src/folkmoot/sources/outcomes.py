"""What becomes of each physical row: kept, refused by a rule, or furniture.

Furniture is what a table needs to be read by people and machines do without: titles,
blank lines, headers, totals and footers. A row is one of these and never two, so that
the counts of a table sum to its rows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, StringColumn, StringValue

_OF_WHAT = "(grand |sub[- ]?|overall |report |page |monthly |period |final |sum )*"
_WORD = "(totals?|cyfanswm|is-?gyfanswm)"
"""In English or in Welsh, where a part is `is-gyfanswm`."""
_TOTAL = rf"^{_OF_WHAT}{_WORD}([ :=-].{{0,40}})?$"
_BARE_TOTAL = rf"^{_OF_WHAT}{_WORD}[ :=]*$"
FURNITURE = ("title", "blank", "header", "repeated_header", "total", "footer")
KEPT = ("payment", "contract", "supplier", "buyer")
FEW_CELLS = 2
"""A note under a table fills one cell, with its date or page number two."""


_REMARK = (
    r"^[*\s]*(?:published|printed|source|notes?|produced|prepared|extracted|generated"
    r"|page|please|n\.?b|for (?:further|more)|this (?:register|list|report|data|file|document)"
    r"|the above|end of)\b"
)
"""How a remark above or under a table begins, in lower case; our own list."""


@dataclass(frozen=True, slots=True)
class Has:
    """What a row can show of what its kind needs."""

    main: BooleanValue
    dates: BooleanValue
    supplier: StringColumn


def is_remark_text(first: StringColumn) -> BooleanValue:
    """Whether the one cell of a row begins as remarks under tables do."""
    return first.fill_null("").lower().re_search(_REMARK)


def outcome_kinds(
    rows: Table, has: Has, refusal: StringValue, *, kept: str
) -> StringValue:
    """The kind of furniture, the rule of a refusal, or `kept`, for each row.

    A total is told by its word where no date, and no supplier but that word, stands
    beside it; a figure alone in its row is a total too.
    """
    filled = rows.filled_cells
    first = rows.first_text.fill_null("")
    supplier = has.supplier.fill_null("")
    no_supplier = (supplier == "") | (supplier.strip() == "") | (supplier == first)
    word = first.lower()
    # Total Gas Ltd is a supplier; the word by itself in that column is none.
    is_bare = word.re_search(_BARE_TOTAL) & no_supplier
    is_total = is_bare | (word.re_search(_TOTAL) & (supplier.strip() == ""))
    is_total &= ~has.dates
    few = (filled <= FEW_CELLS) & ~has.dates & (rows.pointer.fill_null("") == "")
    is_lone_figure = (filled == 1) & first.re_search(r"^[-(£0-9,. )]*[0-9][-0-9,. )]*$")
    # Most rows are whole: they are told first, so that the rest is asked of few.
    is_whole = (rows.position == "body") & has.main & has.dates & (supplier > " ")
    return ibis.cases(
        (is_whole & ~rows.is_header_again.fill_null(False) & refusal.isnull(), kept),
        ((rows.position == "above_header") & (filled == 0), "blank"),
        (rows.position == "above_header", "title"),
        (rows.position == "header", "header"),
        (rows.is_header_again.fill_null(False), "repeated_header"),
        (filled == 0, "blank"),
        (is_total, "total"),
        (few & is_lone_figure & no_supplier, "total"),
        (few & ~has.main & refusal.notnull(), "footer"),
        (refusal.notnull(), refusal),
        else_=kept,
    )


def with_outcome(
    rows: Table,
    kind: StringValue,
    *,
    of_release: bool = False,
    without: Collection[str] = (),
) -> Table:
    """The rows with `outcome` (kept, refused, furniture) and `outcome_kind`.

    With `of_release` the items of one row share what befell the best of them. Columns
    that nobody needs hereafter are left out by `without`.
    """
    names = [name for name in rows.columns if name not in without]
    told = rows.select(*names, outcome_kind=kind)
    if not of_release:
        return told.mutate(outcome=_outcome(told.outcome_kind))
    # Joined and not a window: a window would sort every description along.
    release = ["source_id", "table_name", "row_number"]
    kept = told.outcome_kind.isin(KEPT)
    shared = told.group_by(release).agg(
        best_kind=ibis.coalesce(
            told.outcome_kind.min(where=kept), told.outcome_kind.min()
        )
    )
    joined = told.join(shared, release)
    return joined.select(
        *[joined[name] for name in names],
        outcome_kind=joined.best_kind,
        outcome=_outcome(joined.best_kind),
    )


def _outcome(kind: StringValue) -> StringValue:
    return ibis.cases(
        (_is_one_of(kind, KEPT), "kept"),
        (_is_one_of(kind, FURNITURE), "furniture"),
        else_="refused",
    )


def _is_one_of(kind: StringValue, kinds: Sequence[str]) -> BooleanValue:
    # One by one: of a list the engine makes a table, and joins every row to it.
    return ibis.or_(*[kind == name for name in kinds])


def accounting(read: Table) -> Table:
    """Physical rows of each table by what became of them; items of one row count once."""
    counted = read.group_by(
        "source_id", "table_name", "outcome", kind=read.outcome_kind
    )
    return counted.agg(row_count=read.row_number.nunique())


def refused_at_reading(issues: Table, aligned: Sequence[Table]) -> Table:
    """Counts of rows that a reader refused, so that they stand in no aligned table."""
    told = issues.filter(issues.severity == "refused")
    for rows in aligned:
        told = told.anti_join(rows, ["source_id", "table_name", "row_number"])
    counted = told.group_by("source_id", "table_name", kind=told.rule).agg(
        row_count=told.row_number.nunique()
    )
    return counted.mutate(outcome=ibis.literal("refused"))


def tables_left_over(tables: Table, accounted: Table) -> Table:
    """Counts of tables none of whose rows was read, as their columns have no meaning."""
    rows = tables.mutate(row_count=tables.row_count + tables.shared_rows.fill_null(0))
    unknown = rows.filter((rows.kind == "none") & (rows.row_count > 0))
    return unknown.anti_join(accounted, ["source_id", "table_name"]).select(
        "source_id",
        "table_name",
        "row_count",
        outcome=ibis.literal("refused"),
        kind=ibis.literal("table_not_understood"),
    )
