"""Stage, status and kind of a contract, from the words that registers and notices use.

The patterns are plain enough to mean the same to every engine. The order matters: the
first that is found holds.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
from ibis.expr.types import StringColumn, StringValue

_STAGES: Mapping[str, str] = {
    "contract notice|contract opportunit": "tender",
    "plan|pipeline|future|prior information|preliminary|engagement|pre-?procurement"
    "|uk[123]([^0-9]|$)": "planned",
    "award|uk[56]([^0-9]|$)|transparency": "award",
    "contract|implementation|terminat|amendment|modif|uk(7|1[01])([^0-9]|$)": "contract",
    "tender|opportunit|competition|invitation|uk4([^0-9]|$)": "tender",
}
_STATUSES: Mapping[str, str] = {
    "cancel|withdrawn|terminat|abandon": "cancelled",
    "unsuccessful|not awarded|no award|no bid": "unsuccessful",
    "not started|plan|pending|future|pipeline": "planned",
    "complete|closed|expired|ended|finish|inactive|not live|archiv": "complete",
    "active|live|current|award|open|in force|running|signed|extended": "active",
}
_KINDS: Mapping[str, str] = {
    # What is bought from a framework or a dynamic market names it, so this comes first.
    "call[- ]?off|mini[- ]?competition|further competition|direct award (from|under|via)"
    "|(from|under|via|through|using) (a |an |the )?[a-z0-9 ]{0,40}"
    "(framework|dps|dynamic)": "call_off",
    "dynamic (purchasing|market)|(^|[^a-z])dps([^a-z]|$)": "dynamic_market",
    "framework": "framework",
}
_PUBLISHED_KINDS: Mapping[str, str] = {
    **_KINDS,
    "contract|agreement|one[- ]?off": "contract",
}
_NOT_A_FRAMEWORK = (
    "((policy|competency|assessment|evaluation|performance|planning|outcomes?|strategic"
    "|quality|inspection|regulatory|data|climbing) framework|window framework)"
)
"""Frameworks that are documents or steel, and bought like anything else."""

_CALL_OFF_IN_DESCRIPTION = (
    "call[- ]?off (contract|order|agreement)? ?(from|under|via|against)"
    "|called off (from|under)|awarded (under|via|through|from) (a |an |the )?"
    "[a-z0-9 ]{0,40}framework"
)


def stages(stage_text: StringColumn) -> StringValue:
    """planned, tender, award or contract; a register that does not say lists contracts."""
    return _first_found(stage_text, _STAGES).fill_null("contract")


def statuses(status_text: StringColumn) -> StringValue:
    """active, planned, cancelled, unsuccessful or complete; empty where not said."""
    return _first_found(status_text, _STATUSES)


def kinds(
    kind_text: StringColumn, title: StringColumn, description: StringColumn
) -> StringValue:
    """contract, call_off, framework or dynamic_market; empty where nothing says.

    What is published as the kind comes first, then the title. A description speaks of
    frameworks too freely to be believed, unless it says that this is a call-off.
    """
    lowered = description.lower()
    # Most descriptions are long and hold neither word, which is soon found out.
    may_call_off = lowered.contains("call") | lowered.contains("framework")
    called_off = ibis.cases(
        (may_call_off & lowered.re_search(_CALL_OFF_IN_DESCRIPTION), "call_off")
    )
    in_title = ibis.cases(
        (title.lower().re_search(_NOT_A_FRAMEWORK), ibis.null("string")),
        else_=_first_found(title, _KINDS),
    )
    return ibis.coalesce(
        _first_found(kind_text, _PUBLISHED_KINDS), in_title, called_off
    )


def _first_found(words: StringColumn, patterns: Mapping[str, str]) -> StringValue:
    lowered = words.lower()
    return ibis.cases(
        *[(lowered.re_search(pattern), found) for pattern, found in patterns.items()]
    )
