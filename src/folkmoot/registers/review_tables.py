"""Tables of what was linked, what a person should look at, and what people decided."""

from __future__ import annotations

from folkmoot.core.schema import table

FACT_SUPPLIER_LINKS = table(
    "fact",
    "supplier_links",
    "One link that joined two names to one supplier; the names alone would have been two.",
    ("supplier_id", "text", "The supplier that both are now"),
    ("joined_id", "text", "The id that the joined name has by itself"),
    ("joined_name", "text", "Its commonest spelling"),
    ("linked_id", "text", "The id that the name it was linked to has by itself"),
    ("linked_name", "text", "Its commonest spelling"),
    ("method", "text", "likely, identifier_and_name, or judged by a person"),
    ("score", "real", "0 to 1; 1 where a person decided"),
    ("reason", "text", "In a sentence"),
    ("judgement_id", "integer", "The decision that joined them, if one did"),
)

FACT_CONTRACT_STATEMENTS = table(
    "fact",
    "contract_statements",
    "One entry that a contract was brought together from: an award, or a register's entry.",
    (
        "statement_id",
        "text",
        "Stays while its council and process, or its reference, title and dates, stay",
    ),
    ("contract_id", "text", ""),
    ("council_id", "text", "Empty where the buyer is not a known council"),
    ("process_key", "text", "The procurement process, where one is published"),
    ("reference_key", "text", "The reference reduced to letters and digits"),
    ("title_key", "text", "The title reduced to letters and digits"),
    ("suppliers", "text", "Ids of its suppliers"),
    ("start_date", "date", ""),
    ("end_date", "date", "As this entry gives it"),
    ("value_gbp", "money", "As this entry gives it"),
    ("source_id", "text", ""),
    ("table_name", "text", ""),
    ("row_number", "integer", "Its first row"),
)

FACT_REVIEWS = table(
    "fact",
    "reviews",
    "One question for a person: two things that may be one, or a need that is not sure.",
    ("topic", "text", "supplier, contract or category"),
    ("subject", "text", "What a judgement is kept under"),
    ("one_id", "text", "The supplier, entry or contract that it is about"),
    ("other_id", "text", "Empty where the question is about one thing"),
    ("one_label", "text", "Never the name of an individual"),
    ("other_label", "text", "Never the name of an individual"),
    ("score", "real", "How likely the answer at hand is right, 0 to 1"),
    ("reason", "text", "What speaks for it and against it, in a sentence"),
    ("contract_count", "integer", "Contracts that the answer touches"),
    ("amount_gbp", "money", "Their values and what was paid, in the files at hand"),
)

FACT_JUDGEMENTS = table(
    "fact",
    "judgements",
    "One decision of a person as this build applied it.",
    ("judgement_id", "integer", "As `folkmoot judge list` shows it"),
    ("topic", "text", "supplier, contract or category"),
    ("subject", "text", "What it is about"),
    ("verdict", "text", "same, not-same or unsure; of a category: is"),
    (
        "state",
        "text",
        "applied, contradicted (by what was published since or by another decision), "
        "not_found, or open where the person was unsure",
    ),
    ("is_applied", "boolean", "Whether the build follows it"),
    ("note", "text", "What contradicts it, or what was done for it, in a sentence"),
)

REVIEWS = (
    FACT_SUPPLIER_LINKS,
    FACT_CONTRACT_STATEMENTS,
    FACT_REVIEWS,
    FACT_JUDGEMENTS,
)
