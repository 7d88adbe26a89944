"""The form of a supplier's name in which two spellings of one supplier are equal.

Distinct names are normalised once, here in Python, and the result joins the tables as
data, so that no two engines can disagree on it. The rules are classes of rules, each
for a way in which ledgers spell, written from one half of a labelled sample and scored
on the other (`benchmarks/supplier_names.py`).
"""

from __future__ import annotations

import html
import re
import unicodedata

_MOST_PASSES = 8
"""Passes until nothing changes; real names need two, and the cap keeps it finite."""

_CONTACTS = re.compile(
    r"\S+@\S+"  # an e-mail address
    r"|\*+\s*\d*"  # the last digits of a card or account: ****8091
    r"|(?<![\w])(?:tel\W*)?(?:\+44|\(?0)[\d\s()\-]{8,}\d"  # a telephone number
)
_CUT = re.compile(
    r"(?<!\w)(?:t\s*[/\\]\s*as?|ta\s*[/\\]|trading\s+(?:as|under)|"
    r"(?:and|also|formerly|previously|now)?\s*known\s+as|a\s*[/\\]?\s*k\s*[/\\]?\s*a|"
    r"d\s*/\s*b\s*/\s*a|formerly|formally|previously|"
    r"c\s*[/\\]\s*o|care\s+of|on\s+behalf\s+of|in\s+administration|in\s+liquidation|"
    r"client\s+acc\w*|re:)(?!\w)"
)
_COUNTRY = re.compile(
    r"\((?:u\.?\s?k\.?|g\.?\s?b\.?|united kingdom|great britain|england|england and wales|europe|emea)\)"
)
_PUNCTUATION = re.compile(r"[^0-9a-z]+")
_SINGLES = re.compile(r"\b[a-z](?: [a-z])+\b")

_LEGAL = frozenset(
    "limited ltd lmtd limted limitied limitd limtied limiited limted limite limit lt lts lrd "
    "plc llp cic cio lp inc corp corporation gmbh bv sa ag llc pllc "
    "uk gb".split()
)
_LEGAL_PHRASES = re.compile(
    r"\b(?:public limited company|public limited co|limited liability partnership|"
    r"community interest company|community interest co|charitable incorporated organi[sz]ation|"
    r"limited by guarantee|united kingdom|great britain)\b"
)
_SPELLINGS = {
    "and": "",
    "the": "",
    "of": "",
    "company": "co",
    "st": "saint",
    "assoc": "association",
    "assocn": "association",
    "assn": "association",
    "servs": "services",
    "srvs": "services",
    "srvcs": "services",
    "servcs": "services",
    "serv": "services",
    "service": "services",
    "servc": "services",
    "svcs": "services",
    "bros": "brothers",
    "dept": "department",
    "mgmt": "management",
    "mngmnt": "management",
    "mangmnt": "management",
    "mngt": "management",
    "univ": "university",
    "hsing": "housing",
    "grp": "group",
    "intl": "international",
    "solicitor": "solicitors",
    "centre": "center",
    "cllege": "college",
    "coll": "college",
    "tech": "technology",
    "technologies": "technology",
    "sys": "systems",
    "system": "systems",
    "solution": "solutions",
    "council": "council",
    "cncl": "council",
    "councl": "council",
    "soc": "society",
    "constr": "construction",
    "eng": "engineering",
    "partnershp": "partnership",
}

_NO_SUPPLIER = re.compile(
    r"(?:not? (?:yet )?(?:awarded|applicable|available|known|disclosed|specified|stated|published|supplied)(?: to supplier)?"
    r"|no (?:award|supplier|bids?|tenders?|name)\w*.*|none|null|nil|unknown|various(?: suppliers?| providers?| contractors?)?"
    r"|multiple(?: suppliers?| providers?)?|see (?:attached|below|notes?|list|description|above|additional).*"
    r"|tbc|tba|tbd|to be (?:confirmed|awarded|determined|advised)|test(?: supplier)?"
    r"|n a|na|xx+|redacted.*|.* redacted|name withheld|withheld|supplier name|supplier|suppliers|misc\w*"
    r"|(?:individual|personal|private) (?:data|person|details).*|sundry(?: suppliers?)?|multi supplier framework|framework"
    r"|award(?:ed)? to multiple suppliers|all suppliers|confidential)"
)


def normalised_name(name: str) -> str:
    """The name as it is compared: lower case, without legal form, marks or contacts.

    Empty where nothing is left to compare, which includes what people write when there
    is no supplier ("not awarded to supplier", "various", "see attached", "redacted").
    Applying it twice changes nothing.
    """
    text = name
    for _ in range(_MOST_PASSES):
        after = _one_pass(text)
        if after == text:
            return after
        text = after
    return text


def _one_pass(name: str) -> str:
    text = html.unescape(html.unescape(name))
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = _CONTACTS.sub(" ", text)
    parts = [part for part in _CUT.split(text) if _PUNCTUATION.sub("", part)]
    text = parts[0] if parts else ""
    text = _COUNTRY.sub(" ", text)
    text = text.replace("'", "").replace("’", "").replace("`", "").replace("&", " and ")
    text = _PUNCTUATION.sub(" ", text).strip()
    if _NO_SUPPLIER.fullmatch(text):
        return ""
    text = _LEGAL_PHRASES.sub(" ", text)
    text = _SINGLES.sub(lambda found: found[0].replace(" ", ""), text)
    words = text.split()
    kept = [spelt for word in words if (spelt := _SPELLINGS.get(word, word))]
    while len(kept) > 1 and kept[-1] in _LEGAL:
        kept.pop()
    kept = [w for i, w in enumerate(kept) if i == 0 or w not in _LEGAL] or kept
    return " ".join(kept or words)
