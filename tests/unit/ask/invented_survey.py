"""The invented survey in a folder of its own, and small surveys made of text."""

from __future__ import annotations

from pathlib import Path

from folkmoot.ask.answers.reading import Read, read_answers
from folkmoot.ask.survey.file import Survey, read_survey
from folkmoot.demo.survey import write_survey

HEAD = """
[survey]
id = "small"
title = "Small"
[answers]
file = "{file}"
format = "{format}"
id = "id"
{more}
"""

QUESTIONS = """
[[questions]]
id = "mood"
kind = "scale"
text = "Mood?"
codes = [
  { code = "1", label = "Good", side = "positive" },
  { code = "2", label = "Neither", side = "neutral" },
  { code = "3", label = "Bad", side = "negative" },
]
[[questions]]
id = "why"
kind = "single"
text = "Why?"
asked_if = [{ question = "mood", any_of = ["3"] }]
codes = [{ code = "a", label = "Because" }, { code = "b", label = "Just so" }]
[[questions]]
id = "uses"
kind = "multiple"
text = "Which?"
codes = [
  { code = "x", label = "Bus" },
  { code = "y", label = "Train" },
  { code = "none", label = "Neither", alone = true },
]
[[questions]]
id = "age"
kind = "number"
text = "Age?"
least_number = 16
[[questions]]
id = "words"
kind = "text"
text = "Say more"
"""


def invented(folder: Path, seed: int = 2017) -> Survey:
    """The invented survey, written into `folder`."""
    write_survey(folder, seed=seed)
    return read_survey(folder)


def small(
    folder: Path,
    *,
    file: str = "answers.csv",
    form: str = "csv",
    more: str = "",
    questions: str = QUESTIONS,
    text: str | None = None,
) -> Survey:
    """A survey of five questions; `text` is its answers' file where that is text."""
    folder.mkdir(parents=True, exist_ok=True)
    if text is not None:
        (folder / file).write_text(text, "utf-8")
    head = HEAD.format(file=file, format=form, more=more)
    (folder / "survey.toml").write_text(head + questions, "utf-8")
    return read_survey(folder)


def said(read: Read) -> dict[str, list]:
    """Every answer in plain values, for comparing files of different make."""
    answers = read.answers
    return {
        "ids": list(answers.ids),
        **{key: codes.tolist() for key, codes in answers.codes.items()},
        **{key: marks.tolist() for key, marks in answers.chosen.items()},
        **{
            k: [None if v != v else v for v in n.tolist()]
            for k, n in answers.numbers.items()
        },
        **{key: list(texts) for key, texts in answers.texts.items()},
    }


def read_small(folder: Path, text: str, **more) -> Read:
    """The answers of the small survey, read."""
    return read_answers(small(folder, text=text, **more))
