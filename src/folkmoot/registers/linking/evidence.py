"""Why two names may be one supplier, and what speaks against it, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from folkmoot.registers.linking.candidates import Node
from folkmoot.registers.linking.model import DIFFERENT, NEARBY, SAME, Vector
from folkmoot.registers.linking.names import Likeness, NameForms

_RARE = 6.0
"""Weight of a word that one name in 400 has or fewer."""
_WORDS_SHOWN = 3
_SCHEME_WORDS = {
    "GB-COH": "company number",
    "GB-VAT": "VAT number",
    "GB-CHC": "charity number",
}


def evidence_sentence(
    one: Node,
    other: Node,
    found: Likeness,
    vector: Vector,
    weight: Mapping[str, float],
) -> str:
    """One sentence: what agrees, the most telling first, then what does not."""
    agrees = [*_facts_that_agree(one, other, vector), *_name(one, other, found, weight)]
    against = [*_facts_against(vector), *_name_against(one.forms, other.forms, weight)]
    text = _joined(agrees) or "little but the look of the names agrees"
    if against:
        text += f"; but {_joined(against)}"
    return f"{text[0].upper()}{text[1:]}."


def _facts_that_agree(one: Node, other: Node, vector: Vector) -> list[str]:
    agrees = []
    if vector.number_level == SAME:
        scheme = sorted(one.numbers & other.numbers)[0][0]
        agrees.append(f"same {_SCHEME_WORDS.get(scheme, 'number')}")
    if vector.postcode_level == SAME:
        agrees.append("same postcode")
    elif vector.postcode_level == NEARBY:
        agrees.append("postcodes of one district")
    return agrees


def _facts_against(vector: Vector) -> list[str]:
    against = []
    if vector.number_level == DIFFERENT:
        against.append("the published numbers differ")
    if vector.postcode_level == DIFFERENT:
        against.append("the postcodes differ")
    return against


def _name(
    one: Node, other: Node, found: Likeness, weight: Mapping[str, float]
) -> list[str]:
    if found.is_one_spelling:
        return ["the same letters but for blanks, signs and legal form"]
    equal = (one.forms.others & other.forms.others) - {""}
    if equal:
        name = max(equal, key=lambda text: (len(text), text))
        return [f"'{name}' is a trading, former or second name of one of them"]
    if one.forms.key == other.forms.key:
        return ["the normalised name is the same"]
    shared = sorted(
        set(one.forms.words) & set(other.forms.words),
        key=lambda word: (-weight[word], word),
    )
    rare = [f"'{word}'" for word in shared[:_WORDS_SHOWN] if weight[word] >= _RARE]
    says = []
    if rare:
        says.append(
            f"{_joined(rare)} {'is' if len(rare) == 1 else 'are'} rare and in both"
        )
    elif shared:
        words = _joined([f"'{word}'" for word in shared[:_WORDS_SHOWN]])
        says.append(
            f"{words} {'is' if len(shared) == 1 else 'are'} in both, though not rare"
        )
    if found.words_mistyped:
        says.append("a word is cut off or spelt otherwise in one of them")
    elif found.is_cut_off:
        says.append("one begins like the other, which may have been cut off")
    return says


def _name_against(
    one: NameForms, other: NameForms, weight: Mapping[str, float]
) -> list[str]:
    """The most telling words that stand in one name only."""
    if one.letters == other.letters or one.others & other.others:
        return []
    alone = sorted(
        set(one.words) ^ set(other.words), key=lambda word: (-weight[word], word)
    )
    rare = [f"'{word}'" for word in alone[:_WORDS_SHOWN] if weight[word] >= _RARE]
    if not rare:
        return []
    return [f"{_joined(rare)} {'stands' if len(rare) == 1 else 'stand'} in one only"]


def _joined(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
