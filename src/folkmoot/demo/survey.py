"""An invented survey of invented councillors: the survey file, its answers and its frame.

Councillors of one council answer more alike than those of two, some answers break the
rules of the questionnaire, one was withdrawn, and the answers' file carries an e-mail
column that must never be read: what a real one would have to be proof against.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from folkmoot.demo.names import PLACES

SURVEY = "saltmarch-digital-2026"
"""Id of the survey, and the folder that a workspace keeps it in."""
RESPONSE = 0.42
"""The share that answers, about what an online survey of councillors gets at best."""
SEATS = {"county": 62, "unitary": 56, "metropolitan": 54, "district": 38}
PARTIES = (("harbour", 0.40), ("orchard", 0.33), ("lantern", 0.17), ("none", 0.10))
ROLES = ("leader", "cabinet", "scrutiny", "other")
_CABINET, _SCRUTINY = 8, 18
"""Seats of the cabinet (its leader included) and of scrutiny, of those that remain."""
_LEVELS = ("very_positive", "positive", "neither", "negative", "very_negative")
_CHALLENGES = (
    ("exclusion", 1.5), ("design", 1.25), ("connectivity", 1.15), ("cyber", 1.0),
    ("pace", 0.9), ("skills", 0.8), ("money", 1.1), ("legacy", 0.6),
)  # fmt: skip
_WORDS = {
    "training": (
        "Members need training before the next system arrives, not after it.",
        "More training for councillors, and in the evening.",
        "I was trained once in eight years.",
    ),
    "signal": (
        "Half my ward has no signal and no broadband worth the name.",
        "Broadband first. Everything else depends on it.",
        "Connectivity in the villages is what residents ask me about.",
    ),
    "left_behind": (
        "Do not leave behind those who cannot go online.",
        "Older residents are excluded when the counter closes.",
        "My worry is exclusion: people without a device or the money for data.",
    ),
    "money": (
        "Show me what it saves and what it costs over ten years.",
        "The savings never arrive in the budget they were promised to.",
    ),
    "": (
        "Keep going.",
        "It should be simpler for everybody.",
        "Ask residents first.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Councillor:
    id: str
    council: str
    kind: str
    party: str
    gender: str
    role: str
    mood: float
    """How well they think of technology, about 0; the council's own mood included."""


def write_survey(folder: Path, *, seed: int) -> None:
    """Write survey.toml, answers.csv and frame.csv into a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(f"survey-{seed}")  # noqa: S311 (no secret)
    people = _councillors(chance)
    (folder / "frame.csv").write_text(_frame(people), "utf-8", newline="")
    answered = [one for one in people if chance.random() < _willing(one)]
    (folder / "answers.csv").write_text(_answers(chance, answered), "utf-8", newline="")
    template = (files("folkmoot.demo") / "survey.toml").read_text("utf-8")
    places = [place for place, *_ in PLACES]
    codes = [
        f'  {{ code = "{p.lower()}", label = {{ en = "{p}", cy = "{p}" }} }},'
        for p in places
    ]
    text = template.replace("@withdrawn@", answered[4].id)
    text = text.replace("@councils@", "\n".join(codes))
    (folder / "survey.toml").write_text(text, "utf-8", newline="")


def _councillors(chance: random.Random) -> list[_Councillor]:
    people: list[_Councillor] = []
    for place, _, _, kind in PLACES:
        council_mood = chance.gauss(0.25, 0.45)
        seats = SEATS[kind] + chance.randrange(-4, 5)
        roles = ["leader", *["cabinet"] * (_CABINET - 1), *["scrutiny"] * _SCRUTINY]
        roles += ["other"] * (seats - len(roles))
        for number, role in enumerate(roles):
            party = chance.choices(
                [p for p, _ in PARTIES], [share for _, share in PARTIES]
            )[0]
            people.append(
                _Councillor(
                    id=f"{place[:3].upper()}{number + 1:03d}",
                    council=place,
                    kind=kind,
                    party=party,
                    gender="female" if chance.random() < 0.36 else "male",
                    role=role,
                    mood=council_mood
                    + chance.gauss(0, 1)
                    + (0.35 if role in ("leader", "cabinet") else 0)
                    + (0.2 if party == "lantern" else 0),
                )
            )
    return people


def _willing(one: _Councillor) -> float:
    """Enthusiasts and cabinet members answer more, as they do."""
    more = 0.06 * one.mood + (0.1 if one.role in ("leader", "cabinet") else 0)
    return min(max(RESPONSE + more, 0.05), 0.95)


def _frame(people: Sequence[_Councillor]) -> str:
    heading = ("councillor_id", "council", "council_type", "party", "gender", "role")
    rows = [(p.id, p.council, p.kind, p.party, p.gender, p.role) for p in people]
    return _csv(heading, rows)


_HEADING = (
    "id", "email", "council", "council_type", "party", "gender", "role",
    "decade", "views_data", "views_automation", "views_online",
    "challenge_1", "challenge_2", "challenge_3", "impacts", "champion", "champion_who",
    "years", "words", "quote_me",
)  # fmt: skip


def _answers(chance: random.Random, people: Sequence[_Councillor]) -> str:
    rows = []
    for number, one in enumerate(people):
        champion = chance.choices(("yes", "no", "unsure"), (55, 25, 20))[0]
        row = {
            "id": one.id,
            "email": f"{one.id.lower()}@invented.example",
            "council": one.council,
            "council_type": one.kind,
            "party": one.party,
            "gender": one.gender,
            "role": one.role,
            "decade": _view(chance, one.mood + 0.4),
            "views_data": _view(chance, one.mood + 0.35),
            "views_automation": _view(chance, one.mood + 0.05),
            "views_online": _view(chance, one.mood + 0.6),
            **_challenges(chance),
            "impacts": _impacts(chance, one.mood),
            "champion": champion,
            "champion_who": chance.choice(("member", "officer", "chief", "mayor"))
            if champion == "yes"
            else "",
            "years": str(max(int(chance.expovariate(1 / 9)), 0)),
            "words": _said(chance),
            "quote_me": chance.choices(("yes", "no", ""), (50, 35, 15))[0],
        }
        rows.append(tuple(_spoilt(row, number)[name] for name in _HEADING))
    chance.shuffle(rows)
    return _csv(_HEADING, rows)


def _view(chance: random.Random, mood: float) -> str:
    """One of five levels, or don't know; blank now and then."""
    if chance.random() < 0.03:
        return ""
    if chance.random() < 0.06:
        return "dont_know"
    at = mood + chance.gauss(0, 0.7)
    for level, least in zip(_LEVELS, (1.3, 0.3, -0.45, -1.3), strict=False):
        if at >= least:
            return level
    return _LEVELS[-1]


def _challenges(chance: random.Random) -> dict[str, str]:
    left = dict(_CHALLENGES)
    found = []
    for _ in range(chance.choices((1, 2, 3), (5, 15, 80))[0]):
        names = list(left)
        picked = chance.choices(names, [left[name] for name in names])[0]
        del left[picked]
        found.append(picked)
    found += [""] * (3 - len(found))
    return {f"challenge_{n}": name for n, name in enumerate(found, start=1)}


def _impacts(chance: random.Random, mood: float) -> str:
    shares = (
        ("online", 0.8),
        ("savings", 0.7),
        ("sharing", 0.62),
        ("satisfaction", 0.5),
    )
    found = [n for n, share in shares if chance.random() < share + 0.06 * mood]
    return ";".join(found) if found else "none"


def _said(chance: random.Random) -> str:
    if chance.random() < 0.45:
        return ""
    theme = chance.choices(tuple(_WORDS), (26, 22, 24, 14, 14))[0]
    return chance.choice(_WORDS[theme])


def _spoilt(row: dict[str, str], number: int) -> dict[str, str]:
    """A few answers as people do give them: against the questionnaire's rules."""
    if number == 11:
        return {**row, "decade": "rather good"}
    if number == 23:
        return {**row, "champion": "no", "champion_who": "mayor"}
    if number == 37:
        return {**row, "years": "since 1998"}
    if number == 51:
        return {**row, "impacts": "online;none"}
    if number == 64:
        return {
            **row,
            "words": "Write to me at someone@invented.example about training.",
        }
    return row


def _csv(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([heading, *rows])
    return out.getvalue()
