"""What leaves this room: who and what is what, each with the way it was settled."""

from __future__ import annotations

from folkmoot.core.schema import table
from folkmoot.registers.review_tables import REVIEWS

SPREAD_METHODS = ("category_median", "division_median", "workspace_median")
"""Ways to an end (`fact.contracts.end_method`) that is only usual for contracts like it."""

FACT_COUNCILS = table(
    "fact",
    "councils",
    "One council that this workspace knows: members of the group and neighbours that appear in its files.",
    ("council_id", "text", "GSS code"),
    ("name", "text", "Official short name"),
    (
        "type",
        "text",
        "county, district, unitary, metropolitan, london_borough, combined_authority, scottish, welsh, northern_irish …",
    ),
    ("region", "text", "Region of England, or the nation"),
    ("nation", "text", "England, Scotland, Wales or Northern Ireland"),
    (
        "combined_authority_id",
        "text",
        "GSS code of the combined authority it belongs to; empty where none",
    ),
    ("start_date", "date", "First day; empty where older than the register"),
    ("end_date", "date", "Last day, for a council that was abolished"),
    ("successor_id", "text", "GSS code of the council that took over"),
    ("is_member", "boolean", "Named in the group of this workspace"),
    ("residents", "integer", "Usual residents; empty where not known"),
    ("residents_source", "text", "Where that number is from, such as Census 2021"),
)

FACT_COUNCIL_NAMES = table(
    "fact",
    "council_names",
    "One name of a buyer as people wrote it, and the council it was taken to be.",
    (
        "published_name",
        "text",
        "As written; for files that name no buyer, the hint that was used",
    ),
    (
        "council_id",
        "text",
        "GSS code; empty where it is no council or none was recognised",
    ),
    ("council_ids", "list", "Every council the name means, the one counted first"),
    ("sub_unit", "text", "The part of the name that is a department or school"),
    (
        "method",
        "text",
        "identifier, exact, alias, sub_unit, file_rows, file_name, declared, several or none",
    ),
    ("confidence", "real", "0 to 1"),
    ("reason", "text", "In a sentence"),
)

FACT_SUPPLIERS = table(
    "fact",
    "suppliers",
    "One supplier after names and identifiers were brought together.",
    (
        "supplier_id",
        "text",
        "That of one of its normalised names, kept while names are added; of an individual, keyed by the workspace's secret and on no page, export or API",
    ),
    ("display_name", "text", "The commonest published name, or `an individual`"),
    ("is_individual", "boolean", "May be a natural person: never shown by name"),
    ("individual_reason", "text", "The rule that says so, never the name"),
    ("scheme", "text", "GB-COH, GB-CHC …; empty where there is none"),
    ("identifier", "text", "Empty where none, or where the published ones disagree"),
    ("name_count", "integer", "Published spellings brought together"),
    (
        "has_many_needs",
        "boolean",
        "A reseller or large contractor: its name says nothing of the need",
    ),
)

FACT_SUPPLIER_NAMES = table(
    "fact",
    "supplier_names",
    "One published spelling with its number, and the supplier it was taken to be.",
    ("published_name", "text", "As cleaned, before normalising"),
    ("scheme", "text", "Scheme of the number published beside it"),
    ("identifier", "text", "The number published beside it"),
    ("supplier_id", "text", "Empty where the text names no supplier"),
    (
        "name_id",
        "text",
        "The id that the name has by itself, before it was joined to others",
    ),
    (
        "normalised_name",
        "text",
        "What was compared: its telling words in alphabetical order",
    ),
    (
        "method",
        "text",
        "identifier_and_name, exact_name, alone, likely, judged (by a person), own_name (others were linked to it), or none where the text names no supplier",
    ),
    ("confidence", "real", "0 to 1"),
    ("reason", "text", "In a sentence"),
)

FACT_NEEDS = table(
    "fact",
    "needs",
    "One need: what a contract is for, at the level at which buyers could join.",
    ("need_id", "text", "`cpv:` and the leading digits of the class or group"),
    ("label", "text", "In words a council officer uses"),
    ("division_label", "text", "The CPV division it lies in"),
    ("service_area", "text", "Council service, by our own mapping"),
    ("is_technology", "boolean", "Software, hardware, telecoms or data services"),
)

FACT_JOINT_COUNCILS = table(
    "fact",
    "joint_councils",
    "One contract that several councils buy together, and one of those after the first.",
    ("contract_id", "text", "The contract, which is one row under the first council"),
    ("council_id", "text", "GSS code of a further council that its buyer's name names"),
)

FACT_CONTRACTS = table(
    "fact",
    "contracts",
    "One contract of one council, brought together from every statement about it.",
    (
        "contract_id",
        "text",
        "Stable while its council and its process or reference stay",
    ),
    ("council_id", "text", "GSS code; empty where the buyer is not a known council"),
    ("buyer_name", "text", "As published"),
    ("sub_unit", "text", "Department, where the name gave one"),
    ("is_member", "boolean", "The council is a member of the group"),
    ("references", "list", "As published: contract references, process and notice ids"),
    ("title", "text", "Names of individuals replaced by `an individual`"),
    ("description", "text", "The same"),
    ("kind", "text", "contract, call_off, framework or dynamic_market"),
    ("stage", "text", "planned, tender, award or contract: the furthest published"),
    (
        "status",
        "text",
        "active, planned, cancelled, unsuccessful or complete; empty where not said",
    ),
    ("procedure_text", "text", "As published"),
    ("value_gbp", "money", "Once a contract, never once a supplier"),
    ("value_basis", "text", "total, annual or ceiling"),
    ("ceiling_gbp", "money", "Framework ceiling or upper estimate"),
    ("start_date", "date", ""),
    ("end_date", "date", "Current end; estimated where end_method says so"),
    (
        "latest_end_date",
        "date",
        "With all extensions, as published or as its words count them",
    ),
    (
        "latest_end_method",
        "text",
        "published, words, in_end_date (the end already counts every option), contradicted (words and dates disagree) or none",
    ),
    (
        "first_end_date",
        "date",
        "End of the first term, where the end published already counts options",
    ),
    (
        "earlier_end_date",
        "date",
        "The end first published, where a later statement moved it later",
    ),
    ("option_count", "integer", "Options to extend that its words give"),
    ("option_months", "integer", "How many months they come to"),
    ("options_in_end", "integer", "How many of them the end already counts"),
    ("break_date", "date", "First day from which its words let the buyer leave"),
    ("notice_days", "integer", "Notice that its words ask for; a month is 30"),
    (
        "end_method",
        "text",
        "published, term (start plus length in words), category_median, division_median, workspace_median (from contracts like it) or none",
    ),
    ("end_reason", "text", "Where the end comes from, in a few words"),
    (
        "end_early_date",
        "date",
        "Where the end is that of its like: a quarter of them end before this day",
    ),
    (
        "end_late_date",
        "date",
        "Where the end is that of its like: a quarter of them end after this day",
    ),
    ("is_open_ended", "boolean", "Rolling or perpetual, as published"),
    (
        "extension_text",
        "text",
        "Wording found in the row, its title or its description",
    ),
    ("published_date", "date", "Of the latest statement"),
    ("awarded_date", "date", ""),
    ("category_text", "text", "The buyer's own category"),
    ("cpv_codes", "list", "As published"),
    ("need_id", "text", "Empty where unknown"),
    ("need_method", "text", "code, title, learned, supplier, category or none"),
    ("need_confidence", "real", "0 to 1"),
    ("need_reason", "text", "In a sentence"),
    ("statement_count", "integer", "Published statements brought together"),
)

FACT_CONTRACT_OPTIONS = table(
    "fact",
    "contract_options",
    "One thing that the words of one contract say of extending or leaving it, with those words.",
    ("contract_id", "text", ""),
    ("option_number", "integer", "From 1, within the contract"),
    (
        "kind",
        "text",
        "option, total (of the whole term), latest_end, break, notice, condition, or unread (speaks of more time, but gives no length)",
    ),
    ("option_count", "integer", "Options of this length"),
    ("length_months", "integer", "Of each option, or of the total"),
    ("length_days", "integer", "Of a notice; a month is counted as 30"),
    ("total_months", "integer", "Options of this length together"),
    ("day_date", "date", "The latest end given as a day"),
    (
        "condition",
        "text",
        "performance, funding, review, agreement, approval or discretion",
    ),
    ("field", "text", "Where the words stand: extension_text, title or description"),
    ("words", "text", "As published; names of individuals replaced"),
    ("words_start", "integer", "Their first character in the field, from 0"),
    ("words_end", "integer", "The character after their last"),
)

FACT_CONTRACT_SUPPLIERS = table(
    "fact",
    "contract_suppliers",
    "One supplier of one contract.",
    ("contract_id", "text", ""),
    ("supplier_id", "text", ""),
)

FACT_CONTRACT_EVIDENCE = table(
    "fact",
    "contract_evidence",
    "One place in one file that speaks of one contract.",
    ("contract_id", "text", ""),
    ("source_id", "text", ""),
    ("table_name", "text", ""),
    ("row_number", "integer", ""),
    ("pointer", "text", ""),
    ("item_number", "integer", ""),
    ("role", "text", "contract, supplier or buyer: what the place told"),
    ("published_date", "date", ""),
)

FACT_PAYMENTS = table(
    "fact",
    "payments",
    "One payment with its council and supplier resolved.",
    ("source_id", "text", ""),
    ("table_name", "text", ""),
    ("row_number", "integer", ""),
    ("council_id", "text", "GSS code; empty where the payer is not a known council"),
    ("supplier_id", "text", "Empty where the name was blank or redacted"),
    ("payment_date", "date", ""),
    ("amount_gbp", "money", "Refunds are negative"),
    ("category_text", "text", ""),
    ("service_text", "text", ""),
    ("contract_reference", "text", ""),
)

FACT_LEARNED_CATEGORIES = table(
    "fact",
    "learned_categories",
    "How well needs could be learned from this workspace's own coded contracts, one level a row.",
    (
        "level",
        "text",
        "class, group or division of CPV; empty where nothing was learned",
    ),
    (
        "told",
        "text",
        "What the publisher's code had said already: nothing, division or group",
    ),
    (
        "rows_learned",
        "integer",
        "Coded contracts with a title, each wording of a council once",
    ),
    ("councils_learned", "integer", "Councils that coded them"),
    (
        "rows_tried",
        "integer",
        "Of them, read by a model that had not seen their council",
    ),
    ("rows_accepted", "integer", "Of these, above the bar"),
    (
        "precision",
        "real",
        "Share of the accepted that had the publisher's code, 0 to 1",
    ),
    (
        "bar",
        "real",
        "Least distance between the best code and the second; empty where none is enough",
    ),
    (
        "list_right",
        "integer",
        "Accepted, our list of words differing: times that the list was right",
    ),
    ("learned_right", "integer", "The same: times that what was learned was right"),
    ("is_before_list", "boolean", "Whether it is asked before our list of words"),
    ("note", "text", "In a sentence"),
)

FACT_PUBLICATION_QUALITY = table(
    "fact",
    "publication_quality",
    "Rows of one publisher, table and period by what they tell of one field that the Code asks for.",
    (
        "publisher_id",
        "text",
        "GSS code of the council; the file's source_id where its rows are of no known council",
    ),
    ("kind", "text", "payments, contracts or notices"),
    ("source_id", "text", ""),
    ("table_name", "text", ""),
    (
        "period",
        "text",
        "Month of payment, or year of start or award, of the row; else the period that most rows of its table are of; empty where none has one",
    ),
    ("field", "text", "A field of `registers/reference/publication_code.toml`"),
    ("asked_rows", "integer", "Rows of which the Code asks it"),
    ("filled_rows", "integer", "Of these, rows in which something stands"),
    ("valid_rows", "integer", "Of these, rows that tell what is asked"),
    (
        "no_column_rows",
        "integer",
        "Of the rows asked, those whose table has no column for it",
    ),
    (
        "not_asked_rows",
        "integer",
        "Rows of which it is not asked: small contracts, details of individuals, notices before the award",
    ),
)

FACT_PUBLICATION_GAPS = table(
    "fact",
    "publication_gaps",
    "One of the first rows of one table in which a field that the Code asks for is blank or unclear.",
    ("publisher_id", "text", "As in `fact.publication_quality`"),
    ("kind", "text", "payments, contracts or notices"),
    ("source_id", "text", ""),
    ("table_name", "text", ""),
    ("row_number", "integer", ""),
    ("field", "text", "As in `fact.publication_quality`"),
    (
        "problem",
        "text",
        "blank, or unclear: something stands there that tells nothing or cannot be read",
    ),
)

FACTS = (
    FACT_COUNCILS,
    FACT_COUNCIL_NAMES,
    FACT_SUPPLIERS,
    FACT_SUPPLIER_NAMES,
    FACT_NEEDS,
    FACT_LEARNED_CATEGORIES,
    FACT_CONTRACTS,
    FACT_JOINT_COUNCILS,
    FACT_CONTRACT_OPTIONS,
    FACT_CONTRACT_SUPPLIERS,
    FACT_CONTRACT_EVIDENCE,
    FACT_PAYMENTS,
    FACT_PUBLICATION_QUALITY,
    FACT_PUBLICATION_GAPS,
    *REVIEWS,
)
