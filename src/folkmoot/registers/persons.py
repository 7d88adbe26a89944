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
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from folkmoot.registers.identifiers import REGISTERED, checked_identifier
from folkmoot.registers.name_words import TITLES, Word, word_kind

INDIVIDUAL = "an individual"
"""What every page, export and address shows instead of the name."""

COULD_BE = "could be a name"
"""The weakest reason: nothing but the absence of any word of an organisation."""

_REDACTED = re.compile(
    r"redact(?:ed|ions?)?\b|withheld|personal data|data protection|\bdp act\b|\bdpa\b|anonymi[sz]ed"
    r"|name removed|(?:private|personal) (?:individual|person|details|information)"
    r"|^(?:an )?individuals?$|^individual\b.*\bname|x{4,}|^confidential"
)
_ROLE = re.compile(
    r"\b(?:foster (?:carers?|parents?)|carers? \d|childmind(?:er|ing)\b|landlords?"
    r"|landlad(?:y|ies)|sole traders?|self[ -]employed|service users?|private persons?"
    r"|direct payments? (?:to|recipient|client)|personal budget|host famil(?:y|ies)"
    r"|special guardians?|adopters?|adoptive parents?|kinship carers?|householders?)\b"
)
_CATEGORY = re.compile(
    r"foster (?:carers?|allowance|payment|fee|parent)|fostering (?:allowance|payment|fee)"
    r"|\bfostering$|^fostering\b|in[- ]house foster|childmind|landlord|direct payment"
    r"|personal budget|shared lives|adult placement carer|guardianship|adoption allowance"
    r"|residence order|kinship|boarding out|care leavers? allowance|sole trader"
)
_ESTATE = re.compile(
    r"^(?:the )?(?:late |deceased |estates? of\b|est\.? of\b|exors?\b|executors?\b"
    r"|executrix\b|personal reps?\b|personal representatives?\b)"
    r"|\(?\b(?:deceased|dec'?d)\b\)?$|\bexors of\b"
)
_TRADING_AS = re.compile(
    r"(?<!\w)(?:t\s*[/\\]\s*as?|ta\s*[/\\]|t\.a\.|(?<=\w )ta(?= \w)"
    r"|trading\s+(?:as|under))(?!\w)"
)
_CARE_OF = re.compile(r"(?<!\w)(?:c\s*[/\\]\s*o|care\s+of)(?!\w)")
_OWN_TRUST = re.compile(r"\bindependent living (?:trust|fund|scheme)\b")
"""A trust that holds one person's care money and bears their name."""
_DOCTOR_WITHIN = re.compile(r"\b(?:mr|mrs|ms|miss|dr|prof)\.? [a-z]\.? [a-z]{2,}")
_LEGAL_FORM = re.compile(r"\b(?:limited|ltd|plc|llp|cic)\b")
_PART = re.compile(r"[#/]| - |: |\bc\s?/\s?o\b|\bcare of\b")
_STAGE_SCHOOL = re.compile(
    r"\bschools? of (?:dance|dancing|music|motoring|driving|drama|ballet|performing)\b"
    r"|\b(?:stage|dance|dancing|driving|riding|drama) (?:school|academy)\b"
)
"""Schools that one teacher may run under their own name."""
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|av|lane|ln|close|drive|dr|way|court|ct|crescent|cres"
    r"|place|pl|square|sq|terrace|tce|gardens|gdns|grove|gr|parade|hill|row|walk|view|mews"
    r"|rise|green|park|lodge|house|cottages?|mount|quay|wharf|villas?|buildings|gate|yard"
    r"|esplanade|promenade|embankment|circus|chambers)"
)
_ADDRESS = re.compile(
    rf"^(?:(?:flat|apartment|apt|room|unit|no)\b\.? ?\w+|\d+[a-z]?(?:\s?[-/&]\s?\d+[a-z]?)?,? "
    rf"(?:[a-z'.]+ ){{0,3}}{_STREET}\b(?!.*\d)|(?:[a-z'.]+ ){{1,3}}(?:cottages?|bungalow"
    rf"|farmhouse|vicarage|rectory)$)"
)
_SURNAME_FIRST = re.compile(
    r"^([a-z'’\-]+(?: [a-z'’\-]+)?),\s*([a-z'’.\-]+(?: [a-z'’.\-]+){0,2})$"
)
_NOBLE = frozenset(
    {"sir", "dame", "lord", "lady", "hon", "sister", "father", "canon", "captain"}
    | {"master"}
)
_BARRISTER = re.compile(r"\b(?:barrister|qc|kc)\b")
_BARRISTER_CATEGORY = re.compile(r"barrister|counsel'?s? fee|legal counsel")
_WORD = re.compile(r"[a-z0-9]+")
_CAMEL_CASE = re.compile(r"\b(?!Mc|Mac|De|Di|La|Le|Van|O)[A-Z]?[a-z]+[A-Z]")
_WEB_ADDRESS = re.compile(r"\.(?:co|com|org|net|uk|gov)\b|\bwww\b")
_PREMISES = frozenset({"court", "lodge", "hall"})
"""Last words of homes and chambers that are surnames too, but rare ones."""
_MOST_INITIALS = 3
"""From so many on, with a word that is no name, the letters are those of a firm."""
_LONGEST_WITH_GIVEN = 3
"""Words of a name in which the form of an ordinary word may be the surname."""
_LONGEST_BARE_NAME = 3
"""Words of a personal name that holds no given name known here."""


def individual_reason(
    name: str, *, scheme: str = "", identifier: str = "", category: str = ""
) -> str | None:
    """The rule by which a supplier may be a natural person; none for organisations.

    `category` is what the payment was for. A company or charity number of right form
    or a legal form in the name settles it for the organisation; a VAT number does not,
    as sole traders have them.
    """
    text = _folded(name)
    if not _WORD.search(text):
        return None
    if _REDACTED.search(text):
        return "redacted"
    number = checked_identifier(scheme, identifier)
    if number.identifier and number.scheme in REGISTERED:
        return None
    return _reason(name, text, _folded(category))


@lru_cache(maxsize=20_000)
def is_of_people(category: str) -> bool:
    """Whether payments of this category go to people, such as foster carers."""
    text = _folded(category)
    found = _CATEGORY.search(text) or _BARRISTER_CATEGORY.search(text)
    return found is not None


def is_certain_organisation(name: str) -> bool:
    """Whether the name holds a legal form or a public body, whoever's name stands by."""
    return _is_certain(_folded(name))


def _is_certain(text: str) -> bool:
    if _STAGE_SCHOOL.search(text) and not _LEGAL_FORM.search(text):
        return False
    return any(word_kind(word) is Word.CERTAIN for word in _WORD.findall(text))


def _reason(name: str, text: str, category: str) -> str | None:
    trading = _TRADING_AS.split(text, maxsplit=1)
    if len(trading) > 1 and _WORD.search(trading[0]):
        return _trading_as_reason(trading[0].strip(" (,-"), category)
    if (reason := _reason_of_parts(text)) is not None:
        return reason
    care_of = _CARE_OF.split(text, maxsplit=1)
    if len(care_of) > 1 and _WORD.search(care_of[0]):
        return _reason(care_of[0], care_of[0].strip(" (,-"), category)
    if _ESTATE.search(text):
        return "estate of a person"
    if _is_certain(text) and not _OWN_TRUST.search(text):
        return None
    return _said_reason(text, category) or _shape_reason(name, text)


def _said_reason(text: str, category: str) -> str | None:
    """The reason that the name or the category says in so many words."""
    said = {
        "called by a role": _ROLE.search(text) or _OWN_TRUST.search(text),
        "paid as a carer or landlord": _CATEGORY.search(category),
        "barrister": _BARRISTER.search(text)
        or (_BARRISTER_CATEGORY.search(category) and "chambers" not in text),
        "contact details": "@" in text,
        "address as a name": _ADDRESS.match(text),
    }
    return next((reason for reason, found in said.items() if found), None)


def _reason_of_parts(text: str) -> str | None:
    """The reason in one part of the name, such as the person behind a firm or surgery."""
    if _DOCTOR_WITHIN.search(text) and not _LEGAL_FORM.search(text):
        return "title before a name"
    parts = [part.strip() for part in _PART.split(text)]
    for part in parts if len(parts) > 1 else ():
        shape = _shape(part) if part and not _is_certain(part) else None
        if shape and shape.given and shape.names and not shape.ordinary:
            return "given name and surname"
    return None


def _trading_as_reason(owner: str, category: str) -> str | None:
    if _is_certain(owner):
        return None
    reason = _reason(owner, owner, category)
    return None if reason is None and _shape(owner).ordinary else "trading as"


class _Shape(NamedTuple):
    """How many words of each kind a name has, surnames and unknown words as one."""

    given: int
    initials: int
    names: int
    ordinary: int
    has_surname: bool


def _shape(text: str) -> _Shape:
    """The name's words counted; a saint's name at the start is no given name.

    A form of an ordinary word (`roofer`, `fields`) counts as a possible surname where
    it stands in a short name beside a given name or one initial.
    """
    words = _WORD.findall(text.replace("'", "").replace("’", ""))
    if len(words) > 1 and words[0] in {"st", "saint", "ss"}:
        words = words[2:] or ["saint"]
    kinds = Counter(word_kind(word) for word in words)
    given, initials = kinds[Word.GIVEN], kinds[Word.INITIAL]
    names = kinds[Word.SURNAME] + kinds[Word.UNKNOWN]
    ordinary = kinds[Word.ORDINARY]
    forms = kinds[Word.BEGINNING] + (kinds[Word.PLACE] if given else 0)
    longest = _LONGEST_WITH_GIVEN if given else 2 if initials else 0
    if given + names < 2 and sum(kinds.values()) - kinds[Word.CONNECTOR] <= longest:
        names += forms
    else:
        ordinary += forms
    if not given:
        ordinary += kinds[Word.PLACE]
    return _Shape(given, initials, names, ordinary, kinds[Word.SURNAME] > 0)


def _shape_reason(name: str, text: str) -> str | None:
    """The reason that lies in the form of the name alone."""
    words = _WORD.findall(text)
    shape = _shape(text)
    noble = words[0] in _NOBLE and shape.given + shape.names
    if noble or any(word in TITLES for word in words):
        return "title before a name"
    if _WEB_ADDRESS.search(text) or (_CAMEL_CASE.search(name) and not shape.given):
        return None
    if _SURNAME_FIRST.match(text) and shape.given + shape.names:
        return "surname, first name"
    if shape.given:
        return _reason_of_given(shape)
    if shape.initials:
        many = shape.initials >= _MOST_INITIALS and shape.ordinary
        return "initials and surname" if shape.names and not many else None
    if shape.ordinary or words[-1] in _PREMISES:
        return None
    bare = 1 < shape.names <= _LONGEST_BARE_NAME
    return COULD_BE if bare or shape.has_surname else None


def _reason_of_given(shape: _Shape) -> str | None:
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


_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
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
    cleared = _TELEPHONE.sub("", _EMAIL.sub("", text))
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        pattern = _name_pattern(name)
        if pattern is not None:
            cleared = pattern.sub(INDIVIDUAL, cleared)
    return cleared if cleared == text else " ".join(cleared.split())


@lru_cache(maxsize=20_000)
def _name_pattern(name: str) -> re.Pattern[str] | None:
    words = re.findall(r"\w+", html.unescape(name))
    if not words:
        return None
    bare = [word for word in words if word.casefold() not in TITLES]
    orders = {tuple(words)}
    if len(bare) > 1:
        orders |= {
            tuple(bare),
            tuple(bare[1:] + bare[:1]),
            tuple(bare[-1:] + bare[:-1]),
        }
    between = r"(?:&\w+;|[\W_])+"
    spelt = sorted(orders, key=lambda order: (-len(order), order))
    whole = "|".join(between.join(re.escape(word) for word in order) for order in spelt)
    titles = "|".join(sorted(TITLES))
    closing = re.search(r"[.)]+$", name.rstrip())
    stop = f"(?:{re.escape(closing[0])})?" if closing else ""
    return re.compile(
        rf"(?<!\w)(?:(?:{titles})\.?\s+)?(?:{whole})(?!\w){stop}", re.IGNORECASE
    )
