"""Which statements speak of one contract: units of a register or process, brought together.

Table to table, as in `steps`; what people said is one contract, or two, arrives as a
table to join.
"""

from __future__ import annotations

from functools import reduce

import ibis
from ibis import Column, Table
from ibis import _ as this

SHORTEST_REFERENCE = 4
"""Shorter references ("12", "n/a") are shared by unlike contracts."""
STATEMENT_ID_LENGTH = 16
"""Hexadecimal digits, as of a contract's id."""


def reference_key(reference: Column) -> Column:
    """A reference reduced to letters and digits; empty where it could be anybody's."""
    plain = reference.fill_null("").upper().re_replace(r"[^A-Z0-9]", "")
    is_telling = (plain.length() >= SHORTEST_REFERENCE) & plain.re_search(r"[1-9]")
    return is_telling.ifelse(plain, "")


def title_key(title: Column) -> Column:
    """A title reduced to letters and digits."""
    return title.fill_null("").lower().re_replace(r"[^a-z0-9]", "")


def statement_units(statements: Table, supplier_sets: Table) -> Table:
    """Statements with their unit: one award of one process, or one entry of one register.

    Rows of a register that differ only in the supplier are one contract of several
    suppliers, so that its value counts once. Rows of different notices stay apart, and
    rows with neither reference nor title.
    """
    s = statements.mutate(
        reference_key=reference_key(statements.reference),
        title_key=title_key(statements.title),
        award_key=ibis.coalesce(
            statements.award_id, statements.award_link, ibis.literal("")
        ),
        process_key=ibis.coalesce(
            statements.process_id,
            statements.bundle_id + "|" + statements.release_link,
            ibis.literal(""),
        ),
    )
    has_words = (s.reference_key != "") | (s.title_key != "")
    own = ibis.literal("row|") + s.contract_row_id
    entry = reduce(
        lambda a, b: a + "|" + b,
        [
            ibis.literal("entry"),
            s.source_id,
            s.table_name.fill_null(""),
            s.council_id.fill_null(""),
            s.buyer_name.fill_null(""),
            s.notice_id.fill_null(""),
            s.reference_key,
            s.title_key,
            _text(s.start_date),
            _text(s.end_date),
            _text(s.value_gbp),
        ],
    )
    award = ibis.literal("award|") + s.process_key + "|" + s.award_key
    s = s.mutate(
        unit_key=ibis.cases((s.process_key != "", award), (has_words, entry), else_=own)
    )
    joined = s.left_join(
        supplier_sets, s.contract_row_id == supplier_sets.of_row
    ).select(*[s[c] for c in s.columns], supplier_set=supplier_sets.supplier_set)
    return joined.mutate(
        unit_id=joined.contract_row_id.min().over(ibis.window(group_by="unit_key"))
    )


def grouped_statements(units: Table, said_same: Table) -> Table:
    """Statements with `group_id`: those that speak of one contract share it.

    Units join when council and reference agree with title or suppliers and no start date
    contradicts, or when council, title, suppliers, start and end all agree. A key that
    stands twice in one table, or on two awards of one process, tells nothing apart and
    joins nothing. When in doubt they stay apart. `said_same` maps a `statement_id` to
    the `k0` that people gave it: what they said is one contract joins whatever the keys.
    """
    u = _unit_facts(units)
    by_title, by_supplier, by_all = _holding(u)
    keys = {
        "k1": (by_title, [u.council, u.reference_key, u.title_key]),
        "k2": (by_supplier, [u.council, u.reference_key, u.suppliers]),
        "k3": (
            by_all,
            [u.council, u.title_key, u.suppliers, _text(u.start), _text(u.end)],
        ),
    }
    u = u.mutate(
        **{
            name: holds.ifelse(reduce(lambda a, b: a + "|" + b, parts), ibis.null(str))
            for name, (holds, parts) in keys.items()
        }
    )
    for name in keys:
        u = _only_telling(u, name)
    said = said_same.rename(of_statement="statement_id")
    u = u.left_join(said, u.statement_id == said.of_statement).drop("of_statement")
    u = u.mutate(label=u.unit_id)
    joining = ("k0", *keys)
    for name in (*joining, *joining):
        near = u.label.min().over(ibis.window(group_by=name))
        u = u.mutate(label=u[name].notnull().ifelse(near, u.label))
    labels = u.select("statement_id", *joining, of_unit=u.unit_id, group_id=u.label)
    return units.join(labels, units.unit_id == labels.of_unit).drop("of_unit")


def parted_statements(grouped: Table, parts: Table) -> Table:
    """Statements whose group is another where `parts` says so of their unit."""
    joined = grouped.left_join(parts, grouped.unit_id == parts.of_unit)
    return joined.mutate(group_id=ibis.coalesce(joined.part_id, joined.group_id)).drop(
        "of_unit", "part_id"
    )


def _unit_facts(units: Table) -> Table:
    """One row a unit: what it says that could join it, and the id people judge it by.

    The id stays while its council and process, or its reference, title and dates, stay:
    a file that is published again brings it again.
    """
    u = units.group_by("unit_id").agg(
        council=this.council_id.max().fill_null(""),
        reference_key=this.reference_key.max(),
        title_key=this.title_key.max(),
        suppliers=this.supplier_set.max().fill_null(""),
        start=this.start_date.max(),
        end=this.end_date.max(),
        process_key=this.process_key.max(),
        award_key=this.award_key.max(),
        source_id=this.source_id.min(),
        table_name=this.table_name.min(),
    )
    by_words = reduce(
        lambda a, b: a + "|" + b,
        [u.council, u.reference_key, u.title_key, _text(u.start), _text(u.end)],
    )
    by_process = u.council + "|" + u.process_key + "|" + u.award_key
    told = ibis.ifelse(
        u.process_key != "", "process|" + by_process, "words|" + by_words
    )
    digest = told.hexdigest("sha256").substr(0, STATEMENT_ID_LENGTH)
    return u.mutate(statement_id=ibis.literal("entry-") + digest)


def _holding(u: Table) -> tuple[Column, Column, Column]:
    """Which of the three joining keys a unit has enough words for."""
    known = u.council != ""
    has_reference = known & (u.reference_key != "")
    dated = u.start.notnull() & u.end.notnull()
    return (
        has_reference & (u.title_key != ""),
        has_reference & (u.suppliers != ""),
        known & (u.title_key != "") & (u.suppliers != "") & dated,
    )


def _only_telling(units: Table, key: str) -> Table:
    """The key blanked where it stands for more than one contract of a table or process."""
    in_key = ibis.window(group_by=key)
    in_table = ibis.window(group_by=[key, "source_id", "table_name"])
    in_process = ibis.window(group_by=[key, "process_key"])
    counted = units.mutate(
        in_table=units.unit_id.count().over(in_table),
        in_process=(units.process_key != "").ifelse(
            units.unit_id.count().over(in_process), 1
        ),
        first_start=units.start.min().over(in_key),
        last_start=units.start.max().over(in_key),
    )
    counted = counted.mutate(
        worst=ibis.greatest(counted.in_table, counted.in_process)
    ).mutate(worst_of_key=this.worst.max().over(in_key))
    is_telling = (counted.worst_of_key == 1) & (
        counted.first_start.isnull() | (counted.first_start == counted.last_start)
    )
    kept = counted.mutate(**{key: is_telling.ifelse(counted[key], ibis.null(str))})
    return kept.drop(
        "in_table", "in_process", "first_start", "last_start", "worst", "worst_of_key"
    )


def _text(value: Column) -> Column:
    return value.cast("string").fill_null("")
