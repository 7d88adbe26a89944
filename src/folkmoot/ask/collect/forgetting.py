"""Deleting what people answered, as the privacy notice promised, so that a kill loses no step.

What is published (tables, report, quotes that people agreed to) holds nothing that has to
go, and stays. Every step can be done again: whoever was stopped half way runs it once more.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import msgspec

from folkmoot.ask.answers.forgotten import (
    FORGOTTEN_NAME,
    Forgotten,
    forgotten,
)
from folkmoot.ask.collect.collection import COLLECTION_NAME, Collection
from folkmoot.ask.survey.file import Survey
from folkmoot.core.exceptions import SurveyFileError

_BESIDE = ("", "-wal", "-shm")
"""What SQLite keeps beside a file that is in use."""


def files_to_forget(survey: Survey) -> tuple[str, ...]:
    """Files in the survey's folder that hold the answers of single people."""
    rule = survey.declared.answers
    names = [rule.file] if rule is not None else []
    names += [COLLECTION_NAME + end for end in _BESIDE]
    found = tuple(name for name in names if (survey.folder / name).is_file())
    begun = forgotten(survey.folder)
    return tuple(dict.fromkeys((*(begun.files if begun else ()), *found)))


def forget(survey: Survey, *, inputs: str, today: date) -> Forgotten:
    """Delete every file of single answers; the record of it, which is left in the folder.

    `inputs` is the digest of the survey's inputs, by which a build knows the tables that it
    may go on showing. Doing it again deletes what is there again and keeps the first date.
    Raises `SurveyFileError` where a file cannot be deleted or there is none.
    """
    begun = forgotten(survey.folder)
    names = files_to_forget(survey)
    if not names:
        raise SurveyFileError(
            "There are no answers to delete: none lie in the survey's folder.",
            "Look for copies elsewhere; Folkmoot keeps none.",
        )
    under_way = Forgotten(
        state="under way",
        date=begun.date if begun else today,
        files=names,
        inputs=begun.inputs if begun else inputs,
    )
    _record(survey.folder, under_way)
    if (survey.folder / COLLECTION_NAME).is_file():
        Collection.beside(survey.folder).erase()
    for name in names:
        _delete(survey.folder / name)
    _sync(survey.folder)
    done = msgspec.structs.replace(under_way, state="done")
    _record(survey.folder, done)
    return done


def _record(folder: Path, what: Forgotten) -> None:
    """The record, whole or not at all, and on the disk before anything is deleted."""
    path = folder / FORGOTTEN_NAME
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(what)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync(folder)
    except OSError as error:
        raise SurveyFileError(
            f"{path} cannot be written: {error.strerror}.",
            "Ask for the right to write in the survey's folder. Nothing was deleted.",
        ) from error


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SurveyFileError(
            f"{path} cannot be deleted: {error.strerror}.",
            "Ask for the right to delete it, then run `folkmoot ask forget` again.",
        ) from error


def _sync(folder: Path) -> None:
    """Names that were written or deleted are so on the disk, too."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
