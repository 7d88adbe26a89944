"""What the buy desk takes and gives."""

from __future__ import annotations

from folkmoot.core.schema import table

FINDING_WINDOWS = table(
    "finding",
    "buy_windows",
    "One contract and the span of days in which a joint successor could go live.",
    ("contract_id", "text", ""),
    ("council_id", "text", "GSS code"),
    ("is_member", "boolean", ""),
    ("need_id", "text", ""),
    ("window_from_date", "date", "Earliest go-live: the end less early exit"),
    ("window_to_date", "date", "Latest go-live: the latest end plus bridging"),
    (
        "end_date",
        "date",
        "Current end; of the first term, where that lies ahead and the end published counts options",
    ),
    (
        "latest_end_date",
        "date",
        "With all extensions; equal to end_date where none is known",
    ),
    ("end_confidence", "real", "0 to 1: how surely the end is known"),
    ("yearly_low_gbp", "money", "Pounds a year; empty where not known"),
    ("yearly_mid_gbp", "money", "Pounds a year; empty where not known"),
    ("yearly_high_gbp", "money", "Pounds a year; empty where not known"),
    (
        "value_method",
        "text",
        "annual, total_over_term, ceiling_over_term, payments or none",
    ),
    (
        "window_method",
        "text",
        "What the window stands on: end, planned (expected start), open_ended, paid_after_end or none",
    ),
    (
        "value_doubt",
        "text",
        "Why there is no value, or why it is not the published one; empty where it is",
    ),
    (
        "left_out",
        "text",
        "Why it takes no part (ended, no end, no need, cancelled …); empty where it does",
    ),
)

FINDING_OPTIONS_SEEN = table(
    "finding",
    "buy_options_seen",
    "One contract whose first option to extend has fallen due, and whether it was taken.",
    ("contract_id", "text", ""),
    ("council_id", "text", "GSS code"),
    ("need_id", "text", ""),
    ("ended_date", "date", "End of its first term"),
    ("was_taken", "boolean", "Empty where nothing shows"),
    (
        "seen_by",
        "text",
        "end moved later, end counts an option, paid after the end, another contract followed, no longer paid or nothing",
    ),
)

FINDING_OPPORTUNITIES = table(
    "finding",
    "buy_opportunities",
    "One proposal: at least two members whose contracts for one need could be replaced together.",
    (
        "opportunity_id",
        "text",
        "Stable between builds while its need and most members stay",
    ),
    ("rank", "integer", "From 1, best first"),
    (
        "is_headline",
        "boolean",
        "Chosen by packing; the others are alternatives that share a contract with one",
    ),
    (
        "is_set_aside",
        "boolean",
        "Rejected by people: no headline, but kept so that it can still be read",
    ),
    ("need_id", "text", ""),
    ("need_label", "text", ""),
    ("service_area", "text", ""),
    ("is_technology", "boolean", ""),
    ("member_count", "integer", "Councils of the group"),
    ("neighbour_count", "integer", "Councils outside it that could be asked"),
    ("contract_count", "integer", ""),
    ("supplier_count", "integer", "Different incumbents"),
    ("go_live_from_date", "date", ""),
    ("go_live_to_date", "date", ""),
    (
        "latest_safe_start_date",
        "date",
        "By the slowest route not yet too late; the last day passed where all are",
    ),
    ("value_low_gbp", "money", "Pounds a year; empty where no contract has one"),
    ("value_mid_gbp", "money", "Pounds a year; empty where no contract has one"),
    ("value_high_gbp", "money", "Pounds a year; empty where no contract has one"),
    ("confidence", "real", "0 to 1"),
    ("score", "real", "What ranks it; no unit"),
    ("document", "json", "The opportunity as `folkmoot.opportunities/1` prints it"),
)

FINDING_OPPORTUNITY_CONTRACTS = table(
    "finding",
    "buy_opportunity_contracts",
    "One contract of one proposal.",
    ("opportunity_id", "text", ""),
    ("contract_id", "text", ""),
    ("council_id", "text", "GSS code"),
    ("is_member", "boolean", ""),
)

FINDING_RUNS = table(
    "finding",
    "buy_runs",
    "One row: how the search went.",
    ("contracts_searched", "integer", ""),
    ("contracts_left_out", "integer", ""),
    ("candidates", "integer", "Groups scored"),
    ("packed", "integer", "Headline proposals"),
    ("packing_method", "text", "exact or greedy"),
    (
        "packing_gap",
        "real",
        "0 to 1: how far the packing may lie below the best; 0 when exact",
    ),
    (
        "needs_capped",
        "integer",
        "Needs so large that only their most promising groups were scored",
    ),
    (
        "packed_not_kept",
        "integer",
        "Headline proposals beyond the most that a build keeps",
    ),
    ("left_out_reasons", "json", "Contracts left out, counted by reason"),
)

FINDING_CHANGES = table(
    "finding",
    "buy_changes",
    "One change of one headline proposal since the build before; empty in a first build.",
    ("number", "integer", "From 1: what is new, what is gone, what moved"),
    ("opportunity_id", "text", "Of this build, or of the one before where it is gone"),
    ("kind", "text", "new, gone, dates, value or members"),
    ("need_label", "text", ""),
    ("what", "text", "In a sentence"),
    ("why", "text", "As far as the contracts tell; empty where they do not"),
)

FINDINGS = (
    FINDING_WINDOWS,
    FINDING_OPTIONS_SEEN,
    FINDING_OPPORTUNITIES,
    FINDING_OPPORTUNITY_CONTRACTS,
    FINDING_RUNS,
    FINDING_CHANGES,
)
