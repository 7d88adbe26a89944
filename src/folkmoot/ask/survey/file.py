"""`survey.toml`: read, checked, and every fault named with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import msgspec.inspect

from folkmoot.ask.survey.checks import faults_of
from folkmoot.ask.survey.declared import Segments, SurveyFile
from folkmoot.ask.survey.faults import Fault, in_words, raise_for
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.core import toml_lines
from folkmoot.core.exceptions import SurveyFileError

SURVEY_NAME = "survey.toml"

_SYNTAX_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_TYPED_PLACE = re.compile(r" - at `(?:key in )?\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_KINDS = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list in brackets",
    "object": "a table",
    "date": "a date such as 2026-03-02",
    "null": "nothing",
}


@dataclass(frozen=True)
class Survey:
    """A survey file that has no fault, and the folder its other files are named from."""

    declared: SurveyFile
    folder: Path
    text: str
    name: str = SURVEY_NAME

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in the order of the file."""
        return {one.id: one for one in self.declared.questions}

    @cached_property
    def segments(self) -> dict[str, Segments]:
        """Every division into segments by its id."""
        return {one.id: one for one in self.declared.segments}

    def place(self, path: toml_lines.Path) -> str:
        """Where something is declared, in words: survey.toml, line 41 (weighting, …)."""
        line = toml_lines.line_of(self._lines, path)
        return f"{self.name}, line {line} ({in_words(path)})"

    @cached_property
    def _lines(self) -> dict[toml_lines.Path, int]:
        return toml_lines.lines_of(self.text.replace("\r\n", "\n"))

    def file(self, name: str) -> Path:
        """A file that the survey names; `SurveyFileError` where there is none.

        It lies in the survey's own folder: a survey that is handed on must not read what
        its sender could not see.
        """
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise SurveyFileError(
                f"The survey names the file {name}, which is outside its folder.",
                "Put it into the folder of survey.toml and name it from there.",
            )
        if not path.is_file():
            raise SurveyFileError(
                f"The survey names the file {name}, which is not in its folder.",
                "Put it beside survey.toml, or correct the name.",
            )
        return path


def read_survey(path: Path) -> Survey:
    """The survey that `path` (a file, or the folder that holds it) declares.

    Raises `SurveyFileError` with every fault and its line.
    """
    if path.is_dir():
        path = path / SURVEY_NAME
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise SurveyFileError(
            f"{path} is not there.", "Name the survey file, or the folder it is in."
        ) from error
    except UnicodeDecodeError as error:
        raise SurveyFileError(
            f"{path} is not UTF-8 text.", "Save it as UTF-8."
        ) from error
    return Survey(parsed_survey(text, name=path.name), path.parent, text, path.name)


def parsed_survey(text: str, *, name: str) -> SurveyFile:
    """The declarations of a survey file's text, checked; `name` is what errors call it."""
    text = text.replace("\r\n", "\n")
    document = _document(text, name)
    lines = toml_lines.lines_of(text)
    try:
        declared = msgspec.convert(document, SurveyFile)
    except msgspec.ValidationError as error:
        raise_for([_typed_fault(str(error), document)], name=name, lines=lines)
        raise  # raise_for always raises here
    raise_for(faults_of(declared), name=name, lines=lines)
    return declared


def _document(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _SYNTAX_PLACE.search(str(error))
        line = place.group(1) if place else text.count("\n") + 1
        reason = _SYNTAX_PLACE.sub("", str(error)).removesuffix("(at end of document)")
        raise SurveyFileError(
            f"{name}, line {line}: this is not TOML: {reason.strip()}.",
            "Look there for a quotation mark, bracket or comma that is missing.",
        ) from error


def _typed_fault(message: str, document: dict[str, Any]) -> Fault:
    """What msgspec says, as a place and a sentence."""
    place = _TYPED_PLACE.search(message)
    what = message[: place.start()] if place else message
    path: toml_lines.Path = ()
    for found in _STEP.finditer(place.group(1) if place else ""):
        if found.group(2) is not None:
            path = (*path, int(found.group(2)))
        elif found.group(1) is not None:
            path = (*path, found.group(1))
    unknown = _UNKNOWN.search(what)
    if unknown is not None:
        return Fault(
            (*path, unknown.group(1)),
            f"nothing reads the key `{unknown.group(1)}`.",
            "Remove it, or see docs/reference/survey-file.md for the keys.",
        )
    missing = re.search(r"missing required field `([^`]+)`", what)
    if missing is not None:
        return Fault(path, f"`{missing.group(1)}` is missing.", "Add it.")
    value = _value_at(document, path)
    choices = _choices(path)
    if choices and "enum" in what:
        return Fault(
            path, f"{_in_words(what)}.", f"Choose one of: {', '.join(choices)}."
        )
    return Fault(path, f"{_in_words(what)}.", f"It is {value!r}."[:120])


def _choices(path: toml_lines.Path) -> list[str]:
    """The words that a key of the survey file may have; none where it has no list of them."""
    kinds = [msgspec.inspect.type_info(SurveyFile)]
    for part in path:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)]
    return [
        str(value)
        for kind in _unpacked(kinds)
        if isinstance(kind, msgspec.inspect.LiteralType)
        for value in kind.values
    ]


def _inside(kind: msgspec.inspect.Type, part: str | int) -> list[msgspec.inspect.Type]:
    found: list[msgspec.inspect.Type] = []
    for one in _unpacked([kind]):
        if isinstance(one, msgspec.inspect.StructType):
            found += [f.type for f in one.fields if f.encode_name == part]
        elif isinstance(one, msgspec.inspect.CollectionType):
            found.append(one.item_type)
        elif isinstance(one, msgspec.inspect.DictType):
            found.append(one.value_type)
    return found


def _unpacked(kinds: Sequence[msgspec.inspect.Type]) -> list[msgspec.inspect.Type]:
    """The kinds themselves, those of a union one by one, without what is said of them."""
    found: list[msgspec.inspect.Type] = []
    for kind in kinds:
        if isinstance(kind, msgspec.inspect.UnionType):
            found += _unpacked(kind.types)
        elif isinstance(kind, msgspec.inspect.Metadata):
            found += _unpacked([kind.type])
        else:
            found.append(kind)
    return found


def _in_words(what: str) -> str:
    for kind, words in _KINDS.items():
        what = what.replace(f"`{kind}`", words)
    what = re.sub(r"`?\b(str|object) \| (str|object)\b`?", "text or a table", what)
    what = re.sub(r"`([a-z | ]+)`", lambda m: _union(m.group(1)), what)
    what = what.replace("Expected", "expected").replace(
        "Invalid enum value", "there is no choice"
    )
    return what


def _union(kinds: str) -> str:
    return " or ".join(_KINDS.get(kind, kind) for kind in kinds.split(" | "))


def _value_at(document: Any, path: toml_lines.Path) -> Any:
    for part in path:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return document
    return document
