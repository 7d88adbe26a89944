"""From aligned rows to clean ones: typed, every loss an issue, every row accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from folkmoot.core.kept import kept_table, loaded_table
from folkmoot.core.schema import TableSpec
from folkmoot.core.store import Writer
from folkmoot.sources import problems, steps
from folkmoot.sources.accounting import account_once, is_any_beside
from folkmoot.sources.meanings import columns, readings
from folkmoot.sources.outcomes import (
    accounting,
    refused_at_reading,
    tables_left_over,
)
from folkmoot.sources.tables import (
    ALIGNED_CONTRACT_BUYERS,
    ALIGNED_CONTRACT_SUPPLIERS,
    ALIGNED_CONTRACTS,
    ALIGNED_PAYMENTS,
    CLEAN_CONTRACT_BUYERS,
    CLEAN_CONTRACT_SUPPLIERS,
    CLEAN_CONTRACTS,
    CLEAN_PAYMENTS,
    ISSUE_ROWS,
    SOURCE_ACCOUNTING,
    SOURCE_TABLES,
)

_BUYER_TEXTS = ("buyer_name", "buyer_scheme", "buyer_identifier")
_LATEST_DATES = (Path(__file__).parent / "sql" / "latest_dates.sql").read_text("utf-8")


def clean_sources(writer: Writer) -> None:
    """Fill the clean tables, the issues and the accounting from everything aligned.

    Files carried over from an earlier build are accounted for already and are left as
    they are: only what stands in the aligned tables is cleaned.
    """
    cleaning = _Cleaning(writer)
    for spec, clean in (
        (ALIGNED_CONTRACTS, cleaning.contracts),
        (ALIGNED_CONTRACT_SUPPLIERS, cleaning.listed_suppliers),
        (ALIGNED_CONTRACT_BUYERS, cleaning.listed_buyers),
        (ALIGNED_PAYMENTS, cleaning.payments),
    ):
        if writer.has_rows(writer.table(spec)):
            clean()
    cleaning.refused_before()
    cleaning.once_for_each_row()
    cleaning.close()
    writer.connection.execute(_LATEST_DATES)


class _Cleaning:
    """One run: the temporary tables that its steps pass on, dropped at the end."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.temporary: list[str] = []
        accounted = writer.table(SOURCE_ACCOUNTING).select("source_id").distinct()
        self.before = self.keep("accounted_before", accounted)
        self.is_any_beside = is_any_beside(writer)
        kinds = writer.rows("SELECT DISTINCT kind FROM source.tables")
        self.kinds = {row["kind"] for row in kinds}
        self.lost_beside: list[Table] = []

    def keep(self, name: str, rows: Table | pa.Table) -> Table:
        """A temporary table of this run."""
        name = f"_cleaning_{name}"
        self.temporary.append(name)
        if isinstance(rows, Table):
            return kept_table(self.writer, name, rows)
        return loaded_table(self.writer, name, rows)

    def close(self) -> None:
        """Drop what only this run needed."""
        for name in self.temporary:
            self.writer.ibis.drop_table(name, force=True)

    def read(
        self,
        name: str,
        distinct: Table,
        reader: Callable[[Iterable[Any]], list[dict[str, Any]]],
        types: Mapping[str, str],
    ) -> Table:
        """A table of readings of distinct texts."""
        found = self.writer.connection.execute(self.writer.ibis.compile(distinct))
        rows = found.fetchall()
        values = [row[0] if len(row) == 1 else row for row in rows]
        return self.keep(name, readings.arrow_table(reader(values), types))

    def tidies(
        self, name: str, aligned: Table, names: Sequence[str]
    ) -> Callable[[Table], Table]:
        """A step that leaves the named texts folded, decoded and never empty."""
        untidy = readings.untidy_texts(aligned, names)
        found = self.writer.connection.execute(self.writer.ibis.compile(untidy))
        pairs = found.fetchall()
        hard = sorted({field for field, _ in pairs})
        texts = sorted({text for _, text in pairs})
        reads = readings.arrow_table(readings.tidy_reads(texts), readings.TIDY_READS)
        tidy = self.keep(f"{name}_tidy", reads)
        return partial(columns.tidied, tidy=tidy, columns=names, hard=hard)

    def dates(self, name: str, rows: Table, names: Sequence[str]) -> Table:
        """What the dates of the named columns mean, unproved orders noted as issues."""
        texts = self.keep(f"{name}_date_texts", readings.date_texts(rows, names))
        reads = self.read(
            f"{name}_date_reads",
            texts.select("text").distinct(),
            readings.date_reads,
            readings.DATE_READS,
        )
        orders = columns.date_orders(texts, reads)
        self.writer.append(ISSUE_ROWS, problems.order_problems(orders))
        return self.keep(f"{name}_dates", columns.dates(texts, reads))

    def identifiers(self, name: str, rows: Table) -> Table:
        """The known forms of the suppliers' identifiers."""
        pairs = rows.filter(rows.supplier_identifier != "").select(
            scheme=rows.supplier_scheme.fill_null(""), text=rows.supplier_identifier
        )
        return self.read(
            f"{name}_identifiers",
            pairs.distinct(),
            readings.identifier_reads,
            readings.IDENTIFIER_READS,
        )

    def postcodes(self, name: str, rows: Table) -> Table:
        """The postcodes that the suppliers' cells hold."""
        return self.read(
            f"{name}_postcodes",
            readings.texts(rows, ["supplier_postcode"]),
            readings.postcode_reads,
            readings.POSTCODE_READS,
        )

    def account(self, read: Table, spec: TableSpec, kinds: Sequence[str]) -> None:
        """Count what became of the rows of tables that are of this kind."""
        self.append_accounting(accounting(read), kinds)
        self.remember(spec.name, read)

    def remember(self, name: str, read: Table) -> None:
        """Keep what was not kept of tables side by side, until all of them are cleaned."""
        if not self.is_any_beside:
            return
        tables = self.writer.table(SOURCE_TABLES)
        own = tables.filter(tables.beside != "").select("source_id", "table_name")
        lost = read.filter(read.outcome != "kept").semi_join(
            own, ["source_id", "table_name"]
        )
        lost = lost.select(
            "source_id", "table_name", "row_number", "outcome", kind="outcome_kind"
        )
        self.lost_beside.append(self.keep(f"lost_beside_{name}", lost.distinct()))

    def once_for_each_row(self) -> None:
        """Count rows that tables side by side share once, where any was read."""
        if self.lost_beside:
            self.keep("lost_beside", ibis.union(*self.lost_beside))
            account_once(
                self.writer,
                lost="_cleaning_lost_beside",
                before="_cleaning_accounted_before",
            )

    def append_accounting(self, counted: Table, kinds: Sequence[str]) -> None:
        """Add counts of tables of these kinds to the accounting."""
        if self.kinds.isdisjoint(kinds):
            return  # suppliers of releases: the release is the row that is accounted for
        tables = self.writer.table(SOURCE_TABLES)
        own = tables.filter(tables.kind.isin(kinds)).select("source_id", "table_name")
        own_counts = counted.semi_join(own, ["source_id", "table_name"])
        self.writer.append(SOURCE_ACCOUNTING, own_counts)

    def payments(self) -> None:
        """Clean every spend table."""
        writer = self.writer
        aligned = writer.table(ALIGNED_PAYMENTS)
        moneys = self.read(
            "payment_moneys",
            readings.odd_amounts(aligned, ["amount_text"]),
            readings.money_reads,
            readings.MONEY_READS,
        )
        dates = self.dates("payment", aligned, ["payment_date_text"])
        identifiers = self.identifiers("payment", aligned)
        postcodes = self.postcodes("payment", aligned)
        tidied = self.tidies("payment", aligned, steps.PAYMENT_TEXTS)

        def read(payments: Table) -> Table:
            rows = steps.read_payments(payments, dates, moneys)
            rows = columns.with_identifier(rows, identifiers)
            return tidied(columns.with_postcode(rows, postcodes))

        with writer.joining_as_written():
            typed = _declared(steps.payments(read(aligned)), CLEAN_PAYMENTS)
            writer.append(CLEAN_PAYMENTS, typed)
            # Few rows are anything but whole payments: those are looked at again.
            clean = writer.table(CLEAN_PAYMENTS)
            others = problems.rows_to_look_at(aligned, clean, dates, identifiers)
            others = self.keep("payments_to_look_at", others)
        odd = self.keep("odd_payments", problems.odd_payments(read(others)))
        writer.append(ISSUE_ROWS, problems.payment_problems(odd))
        writer.append(ISSUE_ROWS, problems.identifier_problems(odd))
        self.append_accounting(steps.payment_accounting(aligned, odd), ["payments"])
        self.remember(ALIGNED_PAYMENTS.name, odd)

    def contracts(self) -> None:
        """Clean every contracts table and every release, and the suppliers in their rows."""
        writer = self.writer
        aligned = writer.table(ALIGNED_CONTRACTS)
        moneys = self.read(
            "contract_moneys",
            readings.odd_amounts(aligned, list(steps.MONEYS.values())),
            readings.money_reads,
            readings.MONEY_READS,
        )
        dates = self.dates(
            "contract", aligned, [f"{field}_text" for field in steps.DATES]
        )
        cpvs = self.read(
            "cpvs", readings.texts(aligned, ["cpv_text"]),
            readings.cpv_reads, readings.CPV_READS,
        )  # fmt: skip
        terms = self.read(
            "terms", readings.texts(aligned, ["term_text"]),
            readings.term_reads, readings.TERM_READS,
        )  # fmt: skip
        rows = steps.read_contracts(aligned, dates, moneys)
        read = self.keep("contracts", steps.with_codes_and_terms(rows, cpvs, terms))
        tidied = self.tidies("contract", aligned, steps.CONTRACT_TEXTS)
        typed = steps.contracts(tidied(steps.kept_contracts(aligned, read)))
        writer.append(CLEAN_CONTRACTS, _declared(typed, CLEAN_CONTRACTS))
        writer.append(ISSUE_ROWS, problems.contract_problems(read))
        self.account(read, ALIGNED_CONTRACTS, ["contracts", "releases"])
        self._suppliers_in_rows(read)

    def _suppliers_in_rows(self, read: Table) -> None:
        texts = readings.texts(read, ["supplier_name"])
        if not self.writer.has_rows(texts):
            return  # releases list their suppliers apart
        names = self.read(
            "supplier_names", texts, readings.supplier_reads, readings.SUPPLIER_READS
        )
        self.writer.append(ISSUE_ROWS, problems.unnamed_suppliers(read, names))
        found = steps.suppliers_in_rows(read, names)
        self._append_suppliers("contract", read, found)

    def listed_suppliers(self) -> None:
        """Clean the suppliers that releases and flattened bundles list apart."""
        aligned = self.writer.table(ALIGNED_CONTRACT_SUPPLIERS)
        read = self.keep(
            "listed_suppliers",
            steps.read_parties(
                aligned,
                name="supplier_name",
                identifier="supplier_identifier",
                rule="no_supplier_given",
                kept="supplier",
            ),
        )
        names = self.read(
            "listed_names", readings.texts(read, ["supplier_name"]),
            readings.supplier_reads, readings.SUPPLIER_READS,
        )  # fmt: skip
        self.writer.append(ISSUE_ROWS, problems.unnamed_suppliers(read, names))
        self._append_suppliers("listed", read, steps.suppliers_apart(read, names))
        self.account(read, ALIGNED_CONTRACT_SUPPLIERS, ["contract_suppliers"])
        self._refused(read, "contract_suppliers")

    def _append_suppliers(self, name: str, read: Table, found: Table) -> None:
        """Add suppliers `found` in rows as read, their numbers and postcodes made out."""
        rows = columns.with_identifier(found, self.identifiers(name, read))
        rows = columns.with_postcode(rows, self.postcodes(name, read))
        rows = self.keep(f"{name}_suppliers_read", rows)
        self.writer.append(
            CLEAN_CONTRACT_SUPPLIERS, _declared(rows, CLEAN_CONTRACT_SUPPLIERS)
        )
        self.writer.append(ISSUE_ROWS, problems.identifier_problems(rows).distinct())

    def listed_buyers(self) -> None:
        """Clean the buyers that flattened bundles list apart."""
        aligned = self.writer.table(ALIGNED_CONTRACT_BUYERS)
        rows = steps.read_parties(
            aligned,
            name="buyer_name",
            identifier="buyer_identifier",
            rule="no_buyer_given",
            kept="buyer",
        )
        tidied = self.tidies("buyer", aligned, _BUYER_TEXTS)
        read = self.keep("buyers", tidied(rows))
        kept = read.filter(read.outcome == "kept")
        self.writer.append(
            CLEAN_CONTRACT_BUYERS, _declared(kept, CLEAN_CONTRACT_BUYERS)
        )
        self.account(read, ALIGNED_CONTRACT_BUYERS, ["contract_buyers"])
        self._refused(read, "contract_buyers")

    def _refused(self, read: Table, kind: str) -> None:
        if kind not in self.kinds:
            return
        tables = self.writer.table(SOURCE_TABLES)
        own = tables.filter(tables.kind == kind).select("source_id", "table_name")
        refused = problems.refusals(read).semi_join(own, ["source_id", "table_name"])
        self.writer.append(ISSUE_ROWS, refused)

    def refused_before(self) -> None:
        """Count what the readers refused, and tables that nobody understood."""
        writer = self.writer
        aligned = [
            writer.table(spec).select("source_id", "table_name", "row_number")
            for spec in (ALIGNED_CONTRACTS, ALIGNED_CONTRACT_SUPPLIERS,
                         ALIGNED_CONTRACT_BUYERS, ALIGNED_PAYMENTS)
        ]  # fmt: skip
        issues = writer.table(ISSUE_ROWS)
        issues = issues.anti_join(self.before, "source_id")
        refused = refused_at_reading(issues, aligned)
        writer.append(SOURCE_ACCOUNTING, self.keep("refused_before", refused))
        left = tables_left_over(
            writer.table(SOURCE_TABLES), writer.table(SOURCE_ACCOUNTING)
        )
        whole = self.keep("not_understood", left)
        writer.append(SOURCE_ACCOUNTING, whole)
        unread = whole.anti_join(writer.table(ISSUE_ROWS), ["source_id", "table_name"])
        writer.append(ISSUE_ROWS, problems.tables_not_understood(unread))


def _declared(rows: Table, spec: TableSpec) -> Table:
    return rows.select(*[name for name in spec.column_names if name in rows.columns])
