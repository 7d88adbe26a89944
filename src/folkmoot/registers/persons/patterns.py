"""What ledgers write when a supplier may be a person: the patterns of `persons.py`.

All are applied to lower-case text without accents and with single blanks, save
`CAMEL_CASE`, which looks at the name as published.
"""

from __future__ import annotations

import re

REDACTED = re.compile(
    r"redact(?:ed|ions?)?\b|withheld|personal data|data protection|\bdp act\b|\bdpa\b|anonymi[sz]ed"
    r"|name removed|(?:private|personal) (?:individual|person|details|information)"
    r"|^(?:an )?individuals?$|^individual\b.*\bname|x{4,}|^confidential"
)
ROLE = re.compile(
    r"\b(?:foster (?:carers?|parents?)|carers? \d|childmind(?:er|ing)\b|landlords?"
    r"|landlad(?:y|ies)|sole traders?|self[ -]employed|service users?|private persons?"
    r"|direct payments? (?:to|recipient|client)|personal budget|host famil(?:y|ies)"
    r"|special guardians?|adopters?|adoptive parents?|kinship carers?|householders?)\b"
)
CATEGORY = re.compile(
    r"foster (?:carers?|allowance|payment|fee|parent)|fostering (?:allowance|payment|fee)"
    r"|\bfostering$|^fostering\b|in[- ]house foster|childmind|landlord|direct payment"
    r"|personal budget|shared lives|adult placement carer|guardianship|adoption allowance"
    r"|residence order|kinship|boarding out|care leavers? allowance|sole trader"
)
ESTATE = re.compile(
    r"^(?:the )?(?:late |deceased |estates? of\b|est\.? of\b|exors?\b|executors?\b"
    r"|executrix\b|personal reps?\b|personal representatives?\b)"
    r"|\(?\b(?:deceased|dec'?d)\b\)?$|\bexors of\b"
)
TRADING_AS = re.compile(
    r"(?<!\w)(?:t\s*[/\\]\s*as?|ta\s*[/\\]|t\.a\.|(?<=\w )ta(?= \w)"
    r"|trading\s+(?:as|under))(?!\w)"
)
CARE_OF = re.compile(r"(?<!\w)(?:c\s*[/\\]\s*o|care\s+of)(?!\w)")
OWN_TRUST = re.compile(r"\bindependent living trust\b")
"""A trust that holds one person's care money and bears their name."""
DOCTOR_WITHIN = re.compile(r"\b(?:mr|mrs|ms|miss|dr|prof)\.? [a-z]\.? [a-z]{2,}")
TITLED = re.compile(
    r"(?<![\w'’&.-])(?:mr|mrs|ms|miss|mx|messrs|dr|drs|prof|professor|rev|revd|reverend"
    r"|cllr|councillor|sir|lady|esq)(?![\w'’])"
    r"|(?:^|[(,/&]\s*|\band )(?:the )?doctor [a-z]"
)
"""A personal title anywhere in the name, whatever organisation is named after it."""
NAMESAKE = re.compile(
    r"^(?:the )?(?:(?:dr|doctor|prof|professor|rev|reverend|sir)\.? [a-z]{2,}(?:['’]?s)?"
    r"|lady|our lady)\b[^(/]*"
    r"\b(?:schools?|academy|colleges?|university|hospital)\b[^(/]*$"
)
"""Schools and hospitals named after somebody long gone, or after Our Lady."""
LEGAL_FORM = re.compile(r"\b(?:limited|ltd|plc|llp|cic)\b")
PART = re.compile(r"[#/]| - |: |\bc\s?/\s?o\b|\bcare of\b")
STAGE_SCHOOL = re.compile(
    r"\bschools? of (?:dance|dancing|music|motoring|driving|drama|ballet|performing)\b"
    r"|\b(?:stage|dance|dancing|driving|riding|drama) (?:school|academy)\b"
)
"""Schools that one teacher may run under their own name."""
STREET = (
    r"(?:street|st|road|rd|avenue|ave|av|lane|ln|close|drive|dr|way|court|ct|crescent|cres"
    r"|place|pl|square|sq|terrace|tce|gardens|gdns|grove|gr|parade|hill|row|walk|view|mews"
    r"|rise|green|park|lodge|house|cottages?|mount|quay|wharf|villas?|buildings|gate|yard"
    r"|esplanade|promenade|embankment|circus|chambers)"
)
ADDRESS = re.compile(
    rf"^(?:(?:flat|apartment|apt|room|unit|no)\b\.? ?\w+|\d+[a-z]?(?:\s?[-/&]\s?\d+[a-z]?)?,? "
    rf"(?:[a-z'.]+ ){{0,3}}{STREET}\b(?!.*\d)|(?:[a-z'.]+ ){{1,3}}(?:cottages?|bungalow"
    rf"|farmhouse|vicarage|rectory)$)"
)
SURNAME_FIRST = re.compile(
    r"^([a-z'’\-]+(?: [a-z'’\-]+)?),\s*([a-z'’.\-]+(?: [a-z'’.\-]+){0,2})$"
)
NOBLE = frozenset(
    {"sir", "dame", "lord", "lady", "hon", "sister", "father", "canon", "captain"}
    | {"master"}
)
BARRISTER = re.compile(r"\b(?:barrister|qc|kc)\b")
BARRISTER_CATEGORY = re.compile(r"barrister|counsel'?s? fee|legal counsel")
WORD = re.compile(r"[a-z0-9]+")
CAMEL_CASE = re.compile(r"\b(?!Mc|Mac|De|Di|La|Le|Van|O)[A-Z]?[a-z]+[A-Z]")
WEB_ADDRESS = re.compile(r"\.(?:co|com|org|net|uk|gov)\b|\bwww\b")
PREMISES = frozenset({"court", "lodge", "hall"})
"""Last words of homes and chambers that are surnames too, but rare ones."""
MOST_INITIALS = 3
"""From so many on, with a word that is no name, the letters are those of a firm."""
LONGEST_WITH_GIVEN = 3
"""Words of a name in which the form of an ordinary word may be the surname."""
LONGEST_BARE_NAME = 3
"""Words of a personal name that holds no given name known here."""
