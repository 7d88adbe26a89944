"""Whether the answers of a survey were deleted, as its privacy notice promised.

A record beside the survey file says so: it is written before the first file goes, so that
nobody takes half of the answers for the whole, and marked done when the last has gone.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final, Literal

import msgspec

from folkmoot.ask.survey.file import Survey
from folkmoot.core.exceptions import ForgottenError, SurveyFileError

FORGOTTEN_NAME: Final = "forgotten.json"


class Forgotten(msgspec.Struct, frozen=True):
    """What was deleted of a survey, and when.

    `inputs` is the digest of the survey's inputs as they were before; blank where they could
    not be read. `files` are names in the survey's folder.
    """

    state: Literal["under way", "done"]
    date: date
    files: tuple[str, ...]
    inputs: str = ""


def forgotten(folder: Path) -> Forgotten | None:
    """The record in a survey's folder; None where nothing was deleted.

    Raises `SurveyFileError` where the record cannot be read.
    """
    path = folder / FORGOTTEN_NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Forgotten)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, OSError) as error:
        raise SurveyFileError(
            f"{path} cannot be read: {error}.",
            "It says which answers were deleted. Run `folkmoot ask forget` again.",
        ) from error


def refuse_forgotten(survey: Survey) -> None:
    """Raise `ForgottenError` where the answers were deleted, or are half deleted."""
    found = forgotten(survey.folder)
    if found is None:
        return
    if found.state == "under way":
        raise ForgottenError(
            f"Deleting the answers of {survey.declared.survey.id} was begun on "
            f"{found.date:%-d %B %Y} and did not end.",
            "Run `folkmoot ask forget` again: it finishes what was begun.",
        )
    raise ForgottenError(
        f"The individual answers of {survey.declared.survey.id} were deleted on "
        f"{found.date:%-d %B %Y}, so its tables cannot be worked out again.",
        "Use what was published before, in the folder `published`.",
    )


def retention_told(survey: Survey, today: date) -> str:
    """What to do where the day of deletion has passed; blank before it, or once done."""
    private = survey.declared.privacy
    if private is None or private.retention_date >= today:
        return ""
    found = forgotten(survey.folder)
    if found is not None and found.state == "done":
        return ""
    days = (today - private.retention_date).days
    return (
        f"The individual answers of {survey.declared.survey.id} were to be deleted on "
        f"{private.retention_date:%-d %B %Y}, {days:,} {'day' if days == 1 else 'days'} "
        "ago. Delete them with `folkmoot ask forget`; what was published stays."
    )
