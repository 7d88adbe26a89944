"""The form of a supplier's name in which two spellings of one supplier are equal.

Distinct names are normalised once, here in Python, and the result joins the tables as
data, so that no two engines can disagree on it. The rules are classes of rules, each
for a way in which ledgers spell, written from one half of a labelled sample and scored
on the other (`benchmarks/supplier_names.py`).
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from importlib.resources import files

_MOST_PASSES = 8
"""Passes until nothing changes; real names need two, and the cap keeps it finite."""

_SPELLING_DATA = tomllib.loads(
    files("folkmoot.registers")
    .joinpath("reference/supplier_spellings.toml")
    .read_text(encoding="utf-8")
)
# Left out even where two exclude one another: of 19 labelled pairs of one name with such
# forms (plc and Ltd, LLP and Ltd), 17 carry one number, as publishers mix them up.
_LEGAL_FORMS = frozenset(_SPELLING_DATA["legal_forms"].split())
_DROPPED = frozenset(_SPELLING_DATA["dropped"].split())
_BRANCHES = frozenset(_SPELLING_DATA["branches"].split())
_SPELLINGS = {
    variant: word
    for word, variants in _SPELLING_DATA["spellings"].items()
    for variant in variants.split()
}

_CONTACTS = re.compile(
    r"\S{1,64}@\S{1,255}"  # an e-mail address
    r"|\*+\s*[a-z]*\s*\d*\**"  # the last digits of a card or account: ****8091
    r"|(?<!\w)(?:tel\W{0,3})?(?:\+44|\(?0)[\d\s()\-]{8,20}\d"  # a telephone number
    r"|\bp\.?\s?o\.? box \d+"
)
_CUT = re.compile(
    r"(?<!\w)(?:t\s*[/\\]\s*as?|ta\s*[/\\]|trading\s+(?:as|under)|"
    r"(?:(?:and|also|formerly|previously|now)\s+)?known\s+as|"
    r"a\s*[/\\]\s*k\s*[/\\]\s*a|d\s*/\s*b\s*/\s*a|formerly|formally|previously|"
    r"c\s*[/\\]\s*o|care\s+of|on\s+behalf\s+of|in\s+administration|in\s+liquidation|"
    r"client\s+acc\w*|part\s+of\s+the)(?!\w)"
)
_LAST_BRACKET = re.compile(r"^(?=[^(]*\w)([^(]*?)\s*\(+[^()]*\)*\s*$")
_WORD = re.compile(r"[0-9a-z]+")
_LEGAL_PHRASES = re.compile(
    r"\b(?:public limited co(?:mpany)?|limited liability partnership|"
    r"community interest co(?:mpany)?|charitable incorporated organi[sz]ation|"
    r"limited by guarantee|united kingdom|great britain)\b"
)
_SINGLES = re.compile(r"\b[a-z](?: [a-z])+\b")

_NO_SUPPLIER = re.compile(
    r"not? (?:yet )?(?:awarded|applicable|available|known|disclosed|specified|stated"
    r"|published|supplied)(?: to supplier)?"
    r"|no (?:award|supplier|bid|tender|name|contract|data)s?\b.*"
    r"|none|null|nil|unknown|n a|na|tb[acd]|xx+|supplier(?: name|s)?|misc\w*"
    r"|(?:various|multiple|sundry|several|all|multi)"
    r"(?: (?:suppliers?|providers?|contractors?|bidders?)\b.*)?"
    r"|see (?:attach|below|note|list|description|above|additional|contract|award).*"
    r"|to be (?:confirmed|awarded|determined|advised)|test(?: supplier)?"
    r"|.*\bredacted\b.*|redact(?:ion|ed).*|(?:name )?withheld.*|confidential"
    r"|(?:individual|personal|private) (?:data|person|details|individual)s?\b.*"
    r"|award(?:ed)? to (?:multiple|various|several) suppliers.*"
)


def normalised_name(name: str) -> str:
    """The name as it is compared: its telling words, in alphabetical order.

    Legal forms, small words, contacts, trading and former names and a closing bracket
    are left out; alphabetical order makes "SMITH JOHN HAULAGE" and "John Smith Haulage"
    equal. Empty where nothing is left to compare, which includes what people write
    when there is no supplier ("not awarded to supplier", "various", "see attached",
    "redacted"). Applying it twice changes nothing.
    """
    text = name
    for _ in range(_MOST_PASSES):
        after = _one_pass(text)
        if after == text:
            break
        text = after
    return text


def _one_pass(name: str) -> str:
    text = html.unescape(html.unescape(name)) if "&" in name else name
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = _CONTACTS.sub(" ", " ".join(text.casefold().split()))
    parts = [part for part in _CUT.split(text) if _WORD.search(part)]
    text = _without_last_bracket(parts[0] if parts else "")
    text = text.replace("'", "").replace("’", "").replace("`", "")
    text = " ".join(_WORD.findall(text))
    if _NO_SUPPLIER.fullmatch(text):
        return ""
    text = _LEGAL_PHRASES.sub(" ", text)
    text = _SINGLES.sub(lambda found: found[0].replace(" ", ""), text)
    words = text.split()
    kept = [
        _SPELLINGS.get(word, word)
        for word in words
        if word not in _DROPPED and word not in _LEGAL_FORMS
    ]
    return " ".join(sorted(kept or words))


def _without_last_bracket(text: str) -> str:
    """The text without a closing bracket, which mostly holds a place or an acronym.

    The branches of councils, schools, charities and the like keep theirs: two branches
    of one federation are two suppliers.
    """
    found = _LAST_BRACKET.match(text)
    if found is None or not _BRANCHES.isdisjoint(_WORD.findall(found[1])):
        return text
    return found[1]
