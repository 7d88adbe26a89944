"""From cleaned rows to facts, table to table: what is visible, who buys, what is one contract.

Every function takes and gives Ibis tables and touches no file, clock or connection, so
that the same rows come out on DuckDB and on Spark. Names and titles were settled before,
once for each distinct spelling, and arrive here as tables to join.
"""

from __future__ import annotations

from datetime import date

import ibis
from ibis import Table
from ibis import _ as this

from folkmoot.registers.councils.file_buyers import same_buyer


def visible_contracts(contracts: Table, *, as_of: date) -> Table:
    """Statements published by `as_of`, or awarded by then where no publication is dated.

    A contract that starts or ends later stays: that is what is looked for. A statement
    with neither date stays too, as nothing says that it was hidden.
    """
    dated = ibis.coalesce(contracts.published_date, contracts.awarded_date)
    return contracts.filter(dated.isnull() | (dated <= ibis.literal(as_of)))


def with_text_apart(contracts: Table) -> Table:
    """Statements whose description is the id of the row that gives it.

    Descriptions are four fifths of all bytes: while rows are ordered and brought together
    their text stays where it is, and `with_text` fetches it at the end.
    """
    given = contracts.description.notnull()
    return contracts.mutate(
        description=given.ifelse(contracts.contract_row_id, ibis.null(str))
    )


def with_text(rows: Table, statements: Table) -> Table:
    """Rows with the description whose row `with_text_apart` noted."""
    texts = statements.select(
        of_text=statements.contract_row_id, text=statements.description
    )
    joined = rows.left_join(texts, rows.description == texts.of_text)
    return joined.mutate(description=joined.text).drop("of_text", "text")


def visible_payments(payments: Table, *, as_of: date) -> Table:
    """Payments dated by `as_of`; an undated payment stays."""
    paid = payments.payment_date
    return payments.filter(paid.isnull() | (paid <= ibis.literal(as_of)))


def with_links(rows: Table) -> Table:
    """Rows whose blank links are empty values: only a bundle's tables have links to join by."""
    links = ("release_link", "award_link")
    return rows.mutate(**{name: rows[name].nullif("") for name in links})


def named_buyers(contracts: Table, contract_buyers: Table) -> Table:
    """Statements with their buyer: their own, else the first that their bundle lists apart."""
    first = (
        contract_buyers.filter(contract_buyers.release_link.notnull())
        .group_by("bundle_id", "release_link")
        .agg(
            first_row=this.row_number.min(),
        )
    )
    listed = first.join(
        contract_buyers,
        [
            first.bundle_id == contract_buyers.bundle_id,
            first.release_link == contract_buyers.release_link,
            first.first_row == contract_buyers.row_number,
        ],
    ).select(
        bundle=first.bundle_id,
        link=first.release_link,
        listed_name=contract_buyers.buyer_name,
        listed_scheme=contract_buyers.buyer_scheme,
        listed_identifier=contract_buyers.buyer_identifier,
    )
    listed = listed.group_by("bundle", "link").agg(
        listed_name=this.listed_name.min(),
        listed_scheme=this.listed_scheme.min(),
        listed_identifier=this.listed_identifier.min(),
    )
    joined = contracts.left_join(
        listed,
        [contracts.bundle_id == listed.bundle, contracts.release_link == listed.link],
    )
    names_none = contracts.buyer_name.isnull() & contracts.buyer_identifier.isnull()
    return joined.select(
        *[c for c in contracts.columns if not c.startswith("buyer_")],
        buyer_name=names_none.ifelse(joined.listed_name, contracts.buyer_name),
        buyer_scheme=names_none.ifelse(joined.listed_scheme, contracts.buyer_scheme),
        buyer_identifier=names_none.ifelse(
            joined.listed_identifier, contracts.buyer_identifier
        ),
    )


def with_council(rows: Table, named: Table, sources: Table) -> Table:
    """Rows with the council that their buyer's name means, else their file's.

    `named` maps buyer_name, buyer_scheme, buyer_identifier to council_id and sub_unit;
    `sources` maps a file to the council it was added for or named after. A file named
    after a council speaks only for rows that name nobody; a council given with the file
    also for rows whose buyer is no known body, as many publishers write their own
    departments there.
    """
    joined = rows.left_join(
        named,
        same_buyer(rows, named),
    ).select(
        *[rows[c] for c in rows.columns],
        name_council=named.council_id,
        sub_unit=named.sub_unit,
        is_other_body=named.is_other_body,
    )
    full = joined.left_join(sources, joined.source_id == sources.of_source)
    is_blank = joined.buyer_name.isnull() & joined.buyer_identifier.isnull()
    is_department = (
        joined.name_council.isnull()
        & ~joined.is_other_body.fill_null(False)
        & sources.is_declared.fill_null(False)
        & ~is_blank
    )
    dropped = {"name_council", "is_other_body", "sub_unit", "buyer_name"}
    return full.select(
        *[joined[c] for c in joined.columns if c not in dropped],
        council_id=(is_blank | is_department).ifelse(
            sources.file_council, joined.name_council
        ),
        buyer_name=is_blank.ifelse(sources.file_council_name, joined.buyer_name),
        sub_unit=is_department.ifelse(joined.buyer_name, joined.sub_unit),
    )


def statement_suppliers(contracts: Table, suppliers: Table) -> Table:
    """One row for each supplier of each statement, by row and item or by the bundle's link."""
    in_place = contracts.join(
        suppliers,
        [
            contracts.source_id == suppliers.source_id,
            contracts.table_name == suppliers.table_name,
            contracts.row_number == suppliers.row_number,
            contracts.item_number == suppliers.item_number,
        ],
    )
    linked = contracts.filter(contracts.award_link.notnull()).join(
        suppliers.filter(suppliers.award_link.notnull()),
        [
            contracts.bundle_id == suppliers.bundle_id,
            contracts.award_link == suppliers.award_link,
            (contracts.source_id != suppliers.source_id)
            | (contracts.table_name != suppliers.table_name),
        ],
    )
    return ibis.union(
        *[
            joined.select(
                contract_row_id=contracts.contract_row_id,
                source_id=suppliers.source_id,
                table_name=suppliers.table_name,
                row_number=suppliers.row_number,
                pointer=suppliers.pointer,
                item_number=suppliers.item_number,
                supplier_number=suppliers.supplier_number,
                published_name=suppliers.supplier_name,
                scheme=suppliers.supplier_scheme,
                identifier=suppliers.supplier_identifier,
                postcode=suppliers.supplier_postcode,
            )
            for joined in (in_place, linked)
        ],
    )
