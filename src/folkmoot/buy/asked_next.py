"""What a procurement lead asks next of a proposal, question by question.

Each answer is a sentence with its measured value and rows; a question of which nothing
is known has no answer and is not printed.
"""

from __future__ import annotations

from collections.abc import Callable

from folkmoot.buy.background import Background
from folkmoot.buy.case import Case, Reason
from folkmoot.buy.concentration import concentration
from folkmoot.buy.exclusivity import binding_words
from folkmoot.buy.frameworks import frameworks_instead
from folkmoot.buy.lead import who_could_lead
from folkmoot.buy.lotting import lotting_questions
from folkmoot.buy.material import Material
from folkmoot.buy.per_head import values_a_head
from folkmoot.buy.reorganisation import reorganisations
from folkmoot.buy.ring import whom_to_ring
from folkmoot.buy.staff import staff_questions

Answer = Callable[[Case, Material, Background], list[Reason]]

QUESTIONS: tuple[tuple[str, str, Answer], ...] = (
    ("who_could_lead", "Who could lead", who_could_lead),
    ("frameworks", "Frameworks that could be called off instead", frameworks_instead),
    ("binding_words", "Exclusivity and minimum volumes", binding_words),
    ("staff", "Whether staff would transfer", staff_questions),
    ("lots", "Lots for small suppliers", lotting_questions),
    ("reorganisation", "Councils that end within the term", reorganisations),
    ("concentration", "Incumbents and concentration", concentration),
    ("per_head", "Value a head", values_a_head),
    ("whom_to_ring", "Whom to ring", whom_to_ring),
)
"""Key in the document, heading on the page, and what answers it; in the order of asking."""


def asked_next(
    case: Case, material: Material, background: Background
) -> dict[str, list[Reason]]:
    """The answers by key; only those that say something."""
    told = {key: answer(case, material, background) for key, _, answer in QUESTIONS}
    return {key: reasons for key, reasons in told.items() if reasons}
