"""What a procurement lead asks next of a proposal, question by question.

Each answer is a sentence with its measured value and rows; a question of which nothing
is known has no answer and is not printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from folkmoot.buy.asked.concentration import concentration
from folkmoot.buy.asked.exclusivity import binding_words
from folkmoot.buy.asked.frameworks import frameworks_instead
from folkmoot.buy.asked.lead import who_could_lead
from folkmoot.buy.asked.lotting import lotting_questions
from folkmoot.buy.asked.per_head import values_a_head
from folkmoot.buy.asked.reorganisation import reorganisations
from folkmoot.buy.asked.ring import whom_to_ring
from folkmoot.buy.asked.staff import staff_questions
from folkmoot.buy.headings import ASKED
from folkmoot.buy.proposal.background import Background
from folkmoot.buy.proposal.case import Case, Reason
from folkmoot.buy.proposal.material import Material

Answer = Callable[[Case, Material, Background], list[Reason]]

ANSWERS: Mapping[str, Answer] = {
    "who_could_lead": who_could_lead,
    "frameworks": frameworks_instead,
    "binding_words": binding_words,
    "staff": staff_questions,
    "lots": lotting_questions,
    "reorganisation": reorganisations,
    "concentration": concentration,
    "per_head": values_a_head,
    "whom_to_ring": whom_to_ring,
}
"""What answers each question of `headings.ASKED`."""


def asked_next(
    case: Case, material: Material, background: Background
) -> dict[str, list[Reason]]:
    """The answers by key; only those that say something."""
    told = {key: ANSWERS[key](case, material, background) for key, _ in ASKED}
    return {key: reasons for key, reasons in told.items() if reasons}
