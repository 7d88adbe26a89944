"""`folkmoot ask run`: from one text file to everything that is published.

The same inputs give the same bytes: nothing here reads the clock, and files are written in
one order. What may not be published is not written, unless as a draft that says so.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from folkmoot.ask.publish.figures import (
    figures,
    gap_figures,
    place_figures,
    profile_figures,
)
from folkmoot.ask.publish.publication import Publication, worked_out
from folkmoot.ask.publish.report import paper_styles, report_html
from folkmoot.ask.publish.workbook import workbook
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.tables import FIGURES, ISSUES
from folkmoot.core.exceptions import PaperError, PublicationError
from folkmoot.core.export import csv_bytes
from folkmoot.core.paper import pdf_bytes
from folkmoot.core.provenance import code_version

PUBLISHED = "published"
DRAFT = "draft"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What a run wrote: the folder, and each file's name and SHA-256."""

    folder: Path
    files: Mapping[str, str]
    publication: Publication


def publish(survey: Survey, *, is_draft: bool = False) -> Written:
    """Work a survey out and write its outputs beside it.

    Raises `PublicationError` naming all that is missing or claimed too much; a draft is
    written all the same, in a folder of its own, and says so at its head. Raises
    `PaperError` where this machine makes no PDF, when all else has been written.
    """
    one = worked_out(survey)
    if one.problems and not is_draft:
        raise PublicationError(
            f"{survey.declared.survey.id} may not be published yet:\n"
            + "\n".join(f"- {problem}" for problem in one.problems),
            "Mend these in survey.toml and run again, or look at it with --draft.",
        )
    folder = survey.folder / (DRAFT if is_draft else PUBLISHED)
    folder.mkdir(exist_ok=True)
    digests: dict[str, str] = {}
    no_paper: PaperError | None = None
    for name, made in outputs(one, is_draft=is_draft):
        try:
            content = made()
        except PaperError as error:
            no_paper = error
            continue
        _write(folder / name, content)
        digests[name] = hashlib.sha256(content).hexdigest()
    for stale in set(_names_of_before(folder)) - set(digests):
        (folder / stale).unlink(missing_ok=True)
    _write(folder / MANIFEST, _manifest(one, digests, is_draft=is_draft))
    if no_paper is not None:
        raise PaperError(
            f"{no_paper.what} All else has been written to {folder}.",
            no_paper.next_step,
        )
    return Written(folder, digests, one)


def outputs(
    one: Publication, *, is_draft: bool
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every file by name, in one order, each with what makes it."""

    def page(language: str) -> bytes:
        return report_html(one, language, is_draft=is_draft, on_paper=False).encode()

    def paper(language: str) -> bytes:
        text = report_html(one, language, is_draft=is_draft, on_paper=True)
        return pdf_bytes(text, styles=paper_styles())

    for language in one.survey.declared.survey.languages:
        yield f"report.{language}.html", partial(page, language)
        yield f"report.{language}.pdf", partial(paper, language)
        yield f"tables.{language}.xlsx", partial(workbook, one, language)
    every = (
        *figures(one, one.pages),
        *gap_figures(one),
        *profile_figures(one),
        *place_figures(one),
    )
    yield "figures.csv", lambda: b"".join(csv_bytes(FIGURES, every))
    yield "issues.csv", lambda: b"".join(csv_bytes(ISSUES, _issues(one)))


def sealed_outputs(one: Publication) -> Iterator[tuple[str, bytes]]:
    """The files that a build keeps: PDF is made of `paper` when somebody asks for it."""
    for language in one.survey.declared.survey.languages:
        for name, on_paper in (("report", False), ("paper", True)):
            text = report_html(one, language, is_draft=False, on_paper=on_paper)
            yield f"{name}.{language}.html", text.encode()
        yield f"tables.{language}.xlsx", workbook(one, language)


def _issues(one: Publication) -> Iterator[dict[str, object]]:
    for issue in one.issues:
        yield {
            "row": issue.row,
            "question": issue.question,
            "rule": issue.rule,
            "message": issue.message,
            "lost": issue.lost,
        }


def summary(one: Publication) -> dict[str, object]:
    """What a run says of itself, for people and machines."""
    rules = Counter(issue.rule for issue in one.issues)
    return {
        "survey": one.survey.declared.survey.id,
        "invented": one.survey.declared.survey.invented,
        "inputs": one.digest,
        "rows_in_file": one.rows_in_file,
        "answers_counted": one.rows_kept,
        "tables": len(one.pages),
        "cells_hidden": sum(
            cell.state in ("hidden", "small base")
            for page in one.pages
            for row in page.rows
            for cell in row.cells
        ),
        "issues": dict(sorted(rules.items())),
        "columns_not_read": list(one.unread),
        "problems": list(one.problems),
    }


def _manifest(one: Publication, digests: Mapping[str, str], *, is_draft: bool) -> bytes:
    document = {
        **summary(one),
        "is_draft": is_draft,
        "code": code_version(),
        "input_files": dict(sorted(one.inputs.items())),
        "output_files": dict(sorted(digests.items())),
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def is_published(survey: Survey, inputs: str) -> bool:
    """Whether the folder `published` was written from inputs of this digest."""
    listed = survey.folder / PUBLISHED / MANIFEST
    if not listed.is_file() or not inputs:
        return False
    return bool(json.loads(listed.read_text("utf-8")).get("inputs") == inputs)


def _names_of_before(folder: Path) -> list[str]:
    """What the last run wrote; a file of anybody else's is never touched."""
    listed = folder / MANIFEST
    if not listed.is_file():
        return []
    names = json.loads(listed.read_text("utf-8")).get("output_files", {})
    return [name for name in names if Path(name).name == name]


def _write(path: Path, content: bytes) -> None:
    """Write beside and rename, so that no reader meets half a file."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
