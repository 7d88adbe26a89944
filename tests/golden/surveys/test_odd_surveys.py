"""Odd survey files: each fault is named with the line that a person must mend."""

import re
from pathlib import Path

import pytest

from folkmoot.ask.survey.file import parsed_survey
from folkmoot.core.exceptions import SurveyFileError

FOLDER = Path(__file__).parent
SOUND = (FOLDER / "sound.toml").read_text("utf-8")


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def refusal(text: str) -> str:
    with pytest.raises(SurveyFileError) as refused:
        parsed_survey(text, name="survey.toml")
    assert refused.value.exit_code == 16
    return refused.value.what


def test_the_sound_file_has_no_fault():
    declared = parsed_survey(SOUND, name="survey.toml")
    assert [q.id for q in declared.questions] == [
        *("party", "mood", "views", "top", "who", "age", "words"),
    ]


ODD = [
    # what is replaced, by what, what stands on the line at fault, what is said
    ('id = "odd"', 'id = "Odd Survey"', 'id = "Odd', "cannot be in file names"),
    ('kind = "scale"', 'kind = "skale"', '"skale"', "no choice 'skale'"),
    ('text = "Age?"', "text = 5", "text = 5", "text or a table"),
    ('text = "Age?"', "", "# age", "`text` is missing"),
    ('unit = "years"', 'units = "years"', "units", "nothing reads the key `units`"),
    ("least_number = 18", "least_number = 180", "least_number", "bounds are crossed"),
    (', side = "neutral"', "", '"Neither", score', "a code of a scale has no side"),
    (
        '{ code = "b", label = "B" }',
        '{ code = "a", label = "B" }',
        '"B"',
        "`a` stands for two",
    ),
    ('written = ["Party A"]', 'written = ["b"]', '["b"]', "`b` stands for two codes"),
    ("most = 2", "most = 9", "most = 9", "more may be chosen than is offered"),
    (
        'any_of = ["good"] }]',
        'any_of = ["great"] }]',
        '"great"',
        "offers no code `great`",
    ),
    (
        'question = "mood", any_of',
        'question = "words", any_of',
        '"words", any_of',
        "asked later",
    ),
    (
        'question = "mood", any_of',
        'question = "moods", any_of',
        '"moods"',
        "not declared",
    ),
    (', any_of = ["good"] }]', " }]", '"mood" }]', "the condition asks nothing"),
    ('item = "work"', 'item = "play"', '"play"', "no statement `play`"),
    (
        'minus = ["bad"]',
        'minus = ["good"]',
        'minus = ["good"]',
        "both added and taken off",
    ),
    (
        'by = ["party", "camp"]',
        'by = ["party", "top"]',
        '"top"]',
        "`top` is not declared",
    ),
    ('banner = "main"', 'banner = "maim"', '"maim"', "`maim` is not declared"),
    (
        "targets = { a = 0.5, b = 0.5 }",
        "targets = { a = 1, c = 1 }",
        "c = 1",
        "no code `c`",
    ),
    ("targets = { a = 0.5, b = 0.5 }", 'targets = "frame"', '"frame"', "no column for"),
    ("population = 900", 'population = "frame"', 'population = "frame"', "no [frame]"),
    ("end_date = 2026-03-27", "end_date = 2026-02-27", "end_date", "before it starts"),
    (
        "retention_date = 2027-01-01",
        "retention_date = 2025-01-01",
        "retention",
        "deleted before",
    ),
    ('cy = "Oed?"', 'fr = "Age?"', 'fr = "Age?"', "`fr` is no language"),
    ('net = "net_mood"', 'net = "net_moods"', '"net_moods"', "not declared"),
    ('code = "fan"', 'code = "other"', 'code = "other"', "`other` is taken"),
    ("at_least = 1", "at_least = 5", "at_least = 5", "more conditions than there are"),
    ('words = ["bus*"]', "words = 3", "words = 3", "a list in brackets"),
    (
        'id = "age"',
        'id = "mood"',
        'id = "mood" #',
        "name of one of the questions already",
    ),
    ('id = "age"', 'id = "my age"', '"my age"', "cannot be a name"),
    ('separator = ";"', 'separator = ";"\ncolumns = ["x"]', "separator", "not both"),
    ("suppress_below = 10", "suppress_below = 1", "suppress_below", ">= 2"),
    ('label = "Party" }]', 'label = "Party" }', "# the end of questions", "not TOML"),
]


@pytest.mark.parametrize(("old", "new", "at", "said"), ODD, ids=[o[3] for o in ODD])
def test_a_fault_is_named_with_its_line(old, new, at, said):
    assert old in SOUND, old
    text = SOUND.replace(old, new, 1)
    told = refusal(text)
    assert said in told
    lines = [int(n) for n in re.findall(r"survey\.toml, line (\d+)", told)]
    if said != "not TOML":
        assert line_of(text, at) in lines, (told, line_of(text, at))
    else:
        assert lines


def test_every_fault_is_named_at_once_in_the_order_of_the_file():
    text = SOUND.replace(', side = "neutral"', "").replace("most = 2", "most = 9")
    lines = re.findall(r"line (\d+)", refusal(text))
    assert len(lines) == 2
    assert int(lines[0]) < int(lines[1])


def test_windows_line_ends_do_not_move_a_line():
    text = SOUND.replace("most = 2", "most = 9").replace("\n", "\r\n")
    assert f"line {line_of(SOUND, 'most = 2')} " in refusal(text)


def codes_of(count: int) -> str:
    offered = (f'  {{ code = "c{n}", label = "L{n}" }},' for n in range(count))
    return "\n".join(["codes = [", *offered, "]"])


LONG = """
[[questions]]
id = "long"
kind = "single"
text = "Which of many?"
{}
"""


def test_ten_thousand_codes_are_too_many():
    text = SOUND + LONG.format(codes_of(10_000))
    told = refusal(text)
    assert "`long` has 10,000 codes and may have 1,000" in told
    assert f"line {line_of(text, 'c1000')} " in told


def test_a_table_too_large_to_be_tested_is_refused_at_its_division():
    text = SOUND.replace('by = ["party", "camp"]', 'by = ["party", "long"]')
    text += LONG.format(codes_of(1_000)).replace("Which", "Where")
    told = refusal(text)
    assert "by `long` would have" in told
    assert f"line {line_of(text, 'by = [')} " in told
