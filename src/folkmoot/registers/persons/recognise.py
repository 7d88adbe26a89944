"""Suppliers that may be natural persons, and texts without their names.

Published files name sole traders, foster carers, landlords and people paid directly.
Hiding an organisation costs a reader one lookup in the published file; showing a
person cannot be undone. So, when in doubt, hide. The cases are in
`tests/golden/persons.toml`, the words in `registers/reference`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

from folkmoot.registers.names.identifiers import REGISTERED, checked_identifier
from folkmoot.registers.names.words import TITLES, Word, word_kind
from folkmoot.registers.persons import patterns as say
from folkmoot.registers.persons.shapes import NAMES, Shape, shape_of

INDIVIDUAL = "an individual"
"""What every page, export and address shows instead of the name."""

COULD_BE = "could be a name"
"""The weakest reason: nothing but the absence of any word of an organisation."""


def individual_reason(
    name: str, *, scheme: str = "", identifier: str = "", category: str = ""
) -> str | None:
    """The rule by which a supplier may be a natural person; none for organisations.

    `category` is what the payment was for. A company or charity number of right form
    or a legal form in the name settles it for the organisation; a VAT number does not,
    as sole traders have them. A title settles it the other way unless number and legal
    form stand together, and so does a person's name before "trading as" or by itself:
    registers copy the number of the home or firm beside the name of its owner.
    """
    text = _folded(name)
    if not say.WORD.search(text):
        return None
    if say.REDACTED.search(text):
        return "redacted"
    number = checked_identifier(scheme, identifier)
    is_registered = bool(number.identifier) and number.scheme in REGISTERED
    if reason := _reason_despite_number(text, is_registered=is_registered):
        return reason
    return None if is_registered else _reason(name, text, _folded(category))


@lru_cache(maxsize=20_000)
def is_of_people(category: str) -> bool:
    """Whether payments of this category go to people, such as foster carers."""
    text = _folded(category)
    found = say.CATEGORY.search(text) or say.BARRISTER_CATEGORY.search(text)
    return found is not None


def is_certain_organisation(name: str) -> bool:
    """Whether the name holds a legal form or a public body, whoever's name stands by."""
    return _is_certain(_folded(name))


def _is_certain(text: str) -> bool:
    if say.STAGE_SCHOOL.search(text) and not say.LEGAL_FORM.search(text):
        return False
    return any(word_kind(word) is Word.CERTAIN for word in say.WORD.findall(text))


def _reason_despite_number(text: str, *, is_registered: bool) -> str | None:
    """The reason that no company or charity number beside the name takes away."""
    owner, *trade = say.TRADING_AS.split(text, maxsplit=1)
    owner = owner.strip(" (,-")
    if trade and say.WORD.search(owner):
        first = " ".join(say.WORD.findall(owner)[:_FEWEST_IN_PROSE])
        is_person = (
            _is_titled(owner) or _is_bare_person(owner) or _is_bare_person(first)
        )
        is_company = say.LEGAL_FORM.search(owner) is not None
        return "trading as" if is_person and not is_company else None
    if _is_titled(text):
        is_company = say.LEGAL_FORM.search(text) is not None
        return None if is_registered and is_company else "title before a name"
    if say.ESTATE.search(text):
        return "estate of a person"
    if is_registered and _is_bare_person(text):
        return "given name and surname"
    return _reason_of_parts(text)


def _is_titled(text: str) -> bool:
    """Whether a personal title stands in the name, and not that of a school's namesake."""
    if say.TITLED.search(text) is None:
        return False
    is_namesake = say.NAMESAKE.match(text) and not say.STAGE_SCHOOL.search(text)
    return not is_namesake


def _is_bare_person(text: str) -> bool:
    """Whether the text is nothing but a personal name with a given name or initials."""
    if _is_certain(text) or len(words := say.WORD.findall(text)) < _FEWEST_IN_PROSE:
        return False
    shape = shape_of(text)
    if shape.ordinary or words[-1] in say.PREMISES:
        return False
    if shape.given:
        return shape.given + shape.names + shape.initials > 1
    return shape.initials > 0 and shape.names > 0 and shape.initial_by_name


def _reason(name: str, text: str, category: str) -> str | None:
    trading = say.TRADING_AS.split(text, maxsplit=1)
    if len(trading) > 1 and say.WORD.search(trading[0]):
        owner, trade = trading[0].strip(" (,-"), trading[1].strip(" (),-")
        if _is_certain(trade) or _is_certain(owner):
            return _trading_as_reason(owner, category)
        shape = shape_of(trade)
        is_surname = shape.has_surname and shape.names > 1 and not shape.ordinary
        if is_surname or _is_bare_person(trade):
            return "trading as"
        return _trading_as_reason(owner, category)
    if (reason := _reason_of_parts(text)) is not None:
        return reason
    care_of = say.CARE_OF.split(text, maxsplit=1)
    if len(care_of) > 1 and say.WORD.search(care_of[0]):
        return _reason(care_of[0], care_of[0].strip(" (,-"), category)
    if say.ESTATE.search(text):
        return "estate of a person"
    if _is_certain(text) and not say.OWN_TRUST.search(text):
        return None
    return _said_reason(text, category) or _shape_reason(name, text)


def _said_reason(text: str, category: str) -> str | None:
    """The reason that the name or the category says in so many words."""
    said = {
        "called by a role": say.ROLE.search(text) or say.OWN_TRUST.search(text),
        "paid as a carer or landlord": say.CATEGORY.search(category),
        "barrister": say.BARRISTER.search(text)
        or (say.BARRISTER_CATEGORY.search(category) and "chambers" not in text),
        "contact details": "@" in text,
        "address as a name": say.ADDRESS.match(text),
    }
    return next((reason for reason, found in said.items() if found), None)


def _reason_of_parts(text: str) -> str | None:
    """The reason in one part of the name, such as the person behind a firm or surgery."""
    if say.DOCTOR_WITHIN.search(text) and not say.LEGAL_FORM.search(text):
        return "title before a name"
    parts = [part.strip() for part in say.PART.split(text)]
    for part in parts if len(parts) > 1 else ():
        shape = shape_of(part) if part and not _is_certain(part) else None
        if shape and shape.given and shape.names and not shape.ordinary:
            return "given name and surname"
    return None


def _trading_as_reason(owner: str, category: str) -> str | None:
    if _is_certain(owner):
        return None
    reason = _reason(owner, owner, category)
    return None if reason is None and shape_of(owner).ordinary else "trading as"


def _shape_reason(name: str, text: str) -> str | None:
    """The reason that lies in the form of the name alone."""
    words = say.WORD.findall(text)
    shape = shape_of(text)
    noble = words[0] in say.NOBLE and shape.given + shape.names
    if noble or any(word in TITLES for word in words):
        return "title before a name"
    if say.WEB_ADDRESS.search(text) or (
        say.CAMEL_CASE.search(name) and not shape.given
    ):
        return None
    if say.SURNAME_FIRST.match(text) and shape.given + shape.names:
        return "surname, first name"
    if shape.given:
        return _reason_of_given(shape)
    if shape.initials:
        beside = shape.initial_by_name
        many = (
            shape.initials >= say.MOST_INITIALS
            and shape.ordinary
            and not shape.has_surname
        )
        return "initials and surname" if shape.names and beside and not many else None
    if shape.ordinary or words[-1] in say.PREMISES:
        return None
    bare = 1 < shape.names <= say.LONGEST_BARE_NAME
    return COULD_BE if bare or shape.has_surname else None


def _reason_of_given(shape: Shape) -> str | None:
    if shape.given + shape.names + shape.initials > 1:
        return "sole trader" if shape.ordinary else "given name and surname"
    return None if shape.ordinary else COULD_BE


@lru_cache(maxsize=4_096)
def _folded(name: str) -> str:
    text = html.unescape(html.unescape(name)) if "&" in name else name
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(text.casefold().replace("_", " ").split())


def is_name_in_prose(name: str) -> bool:
    """Whether a hidden spelling can be told from ordinary words wherever it stands.

    One word by itself ("Hope") cannot, nor what a ledger writes in a name's place.
    """
    words = say.WORD.findall(_folded(name))
    return len(words) >= _FEWEST_IN_PROSE and not is_written_for_a_name(name)


def is_written_for_a_name(name: str) -> bool:
    """Whether the spelling is `Redacted`, `Foster carer` or the like, with no name beside it."""
    text = _folded(name)
    if not (say.REDACTED.search(text) or say.ROLE.search(text)):
        return False
    rest = say.WORD.findall(say.ROLE.sub(" ", say.REDACTED.sub(" ", text)))
    return not any(word_kind(word) in NAMES for word in rest)


_FEWEST_IN_PROSE = 2

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
"""Bounded by the lengths of RFC 5321, so that a long cell takes no longer than it must."""
_TELEPHONE = re.compile(
    r"(?<![\w/.-])(?:\+44[\s-]?(?:\(0\))?[\s-]?|\(?0)(?:\d\)?[\s-]?){8,9}\d(?![\w/])"
)


def without_names(text: str, names: Collection[str]) -> str:
    """The text with the names replaced by `an individual`, and no contact details.

    A name is found whole, in any case and spacing, with or without its title, and also
    as "Surname, First". E-mail addresses and telephone numbers are dropped.
    """
    if not text:
        return text
    # Most texts hold no @, and to look for an address in one takes longer than all else.
    cleared = _TELEPHONE.sub("", _EMAIL.sub("", text) if "@" in text else text)
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        pattern = _name_pattern(name)
        if pattern is not None:
            cleared = pattern.sub(INDIVIDUAL, cleared)
    return cleared if cleared == text else " ".join(cleared.split())


_LONGEST_TURNED = 6
"""Words of a name that is also looked for with its surname first or last."""


def spelt_orders(words: Sequence[str]) -> set[tuple[str, ...]]:
    """The words of a name as published, without its title, and surname first or last."""
    bare = tuple(word for word in words if word.casefold() not in TITLES)
    orders = {tuple(words)}
    if 1 < len(bare) <= _LONGEST_TURNED:
        orders |= {bare, bare[1:] + bare[:1], bare[-1:] + bare[:-1]}
    return orders


@lru_cache(maxsize=20_000)
def _name_pattern(name: str) -> re.Pattern[str] | None:
    words = re.findall(r"\w+", html.unescape(name))
    if not words:
        return None
    between = r"(?:&\w+;|[\W_])+"
    spelt = sorted(spelt_orders(words), key=lambda order: (-len(order), order))
    whole = "|".join(between.join(re.escape(word) for word in order) for order in spelt)
    titles = "|".join(sorted(TITLES))
    closing = re.search(r"[.)]+$", name.rstrip())
    stop = f"(?:{re.escape(closing[0])})?" if closing else ""
    return re.compile(
        rf"(?<!\w)(?:(?:{titles})\.?\s+)?(?:{whole})(?!\w){stop}", re.IGNORECASE
    )
