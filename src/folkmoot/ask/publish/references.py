"""Figures that were published before, each with its source, to stand beside a new survey.

Where two sources give different numbers for one thing, both are shown and neither is
chosen. A figure stands only beside one of its own kind: a percentage beside a share, points
beside a net, and a count of people beside neither. Where the reference tells the words that
were asked, they are held against ours.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from folkmoot.ask.book.table_page import Cell, TablePage
from folkmoot.ask.publish.claims import sum_of
from folkmoot.ask.survey.declared import Comparison, comparisons
from folkmoot.ask.survey.faults import Fault, raise_for
from folkmoot.ask.survey.file import SURVEY_NAME, Survey
from folkmoot.ask.survey.wording import Wording, said
from folkmoot.core import toml_lines
from folkmoot.core.exceptions import SurveyFileError
from folkmoot.sources.readers.text import clean_text

_COLUMNS = ("item", "value", "unit", "base", "source")
_WORDING = "wording"
"""A sixth column, where a reference tells what was asked."""
_UNITS = {"share": "percent", "net": "points"}
"""The unit that a published figure must have to stand beside one of ours."""

Asked = Literal["same", "other", "unknown"]
"""Whether the words that a source prints are those of our question."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One figure as one source printed it; `wording` is blank where it does not tell it."""

    item: str
    value: str
    unit: str
    base: str
    source: str
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """One published figure beside ours; `sources_differ` where they print unlike numbers.

    `asked` says whether it was asked in the same words, as far as the reference tells.
    """

    item: str
    published: tuple[Reference, ...]
    label: Wording
    cell: Cell
    table: str
    sources_differ: bool
    asked: Asked
    is_net: bool


def references(name: str, survey: Survey | None = None) -> list[Reference]:
    """The figures of a shipped reference, or of a CSV file beside the survey."""
    if name.endswith(".csv") and survey is not None:
        text = clean_text(survey.file(name)).data.decode("utf-8")
    else:
        shipped = files("folkmoot.ask") / "reference" / f"{name}.csv"
        if not shipped.is_file():
            raise SurveyFileError(
                f"There is no reference called '{name}'.",
                f"Those that ship are: {', '.join(shipped_references())}; or name a CSV "
                "file in the survey's folder.",
            )
        text = shipped.read_text("utf-8")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) not in (_COLUMNS, (*_COLUMNS, _WORDING)):
        raise SurveyFileError(
            f"The reference '{name}' does not have the columns it needs.",
            f"They are: {', '.join(_COLUMNS)}; and {_WORDING}, where the words are known.",
        )
    return [Reference(**{k: v or "" for k, v in row.items()}) for row in reader]


def shipped_references() -> list[str]:
    """The names of the references that ship."""
    folder = files("folkmoot.ask") / "reference"
    return sorted(
        one.name.removesuffix(".csv")
        for one in folder.iterdir()
        if one.name.endswith(".csv")
    )


def conflicts(found: Iterable[Reference]) -> Mapping[str, list[Reference]]:
    """Items for which sources print different numbers, with every one of them."""
    by_item: dict[str, list[Reference]] = defaultdict(list)
    for one in found:
        by_item[one.item].append(one)
    return {
        item: rows for item, rows in by_item.items() if len({r.value for r in rows}) > 1
    }


def conflicts_of(survey: Survey) -> list[Reference]:
    """Where sources contradict each other in the references that stand beside the survey."""
    names = dict.fromkeys(rule.reference for _, rule, _ in comparisons(survey.declared))
    return [
        row
        for name in names
        for rows in conflicts(references(name, survey)).values()
        for row in rows
    ]


def beside(survey: Survey, pages: Sequence[TablePage]) -> list[Beside]:
    """Every published figure that the survey repeats or is compared with, source by source.

    Raises `SurveyFileError` with the line where an item is not in its reference, is of
    another unit than our figure, or was asked in other words than a question claims to
    repeat.
    """
    found, faults = [], []
    for path, rule, is_repeat in comparisons(survey.declared):
        published = tuple(_items(rule, survey, path))
        asked = _asked(rule, survey, published)
        faults += _unit_faults(rule, survey, published, path)
        if is_repeat and asked == "other":
            told = next(one.wording for one in published if one.wording)
            faults.append(
                Fault(
                    path,
                    f"`{rule.question}` does not repeat “{rule.item}”: that was asked as "
                    f"“{told}”.",
                    "Ask it in the same words, or set it beside in [[compare]], which "
                    "says that the words differ.",
                )
            )
        found.append(_beside(rule, published, pages, asked))
    raise_for(faults, name=SURVEY_NAME, lines=toml_lines.lines_of(survey.text))
    return found


def _items(
    rule: Comparison, survey: Survey, path: toml_lines.Path
) -> Iterable[Reference]:
    held = references(rule.reference, survey)
    published = [one for one in held if one.item == rule.item]
    if not published:
        items = "; ".join(dict.fromkeys(one.item for one in held))
        fault = Fault(
            (*path, "item"),
            f"the reference '{rule.reference}' has no item '{rule.item}'.",
            f"It has: {items}.",
        )
        raise_for([fault], name=SURVEY_NAME, lines=toml_lines.lines_of(survey.text))
    return published


def _unit_faults(
    rule: Comparison,
    survey: Survey,
    published: Sequence[Reference],
    path: toml_lines.Path,
) -> list[Fault]:
    """A figure of another kind than ours: a count, a net beside a share."""
    wanted = _UNITS["net" if _is_net(rule, survey) else "share"]
    units = [one.unit for one in published if one.unit != wanted]
    if not units:
        return []
    ours = "a net, in points" if wanted == "points" else "a share, in percent"
    return [
        Fault(
            (*path, "item"),
            f"“{rule.item}” is published in {units[0]}, and ours is {ours}.",
            "Set it beside a figure of its own kind, or leave it out.",
        )
    ]


def _is_net(rule: Comparison, survey: Survey) -> bool:
    """Whether ours is a share less another; a net that takes nothing off is a share."""
    return any(net.id == rule.net and net.minus for net in survey.declared.nets)


def _asked(rule: Comparison, survey: Survey, published: Sequence[Reference]) -> Asked:
    """Whether the words are the same; white space and capitals make no difference."""
    told = {_plain(one.wording) for one in published if one.wording}
    question = survey.questions.get(rule.question)
    if not told or question is None:
        return "unknown"
    texts = [said(question.text)]
    texts += [said(i.text) for i in question.items if i.id == rule.question_item]
    ours = {_plain(texts[0]), _plain(texts[-1]), _plain(" ".join(texts))}
    return "same" if ours & told else "other"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _beside(
    rule: Comparison,
    published: tuple[Reference, ...],
    pages: Sequence[TablePage],
    asked: Asked,
) -> Beside:
    page = next(
        (
            p
            for p in pages
            if p.question == rule.question and p.item == rule.question_item
        ),
        None,
    )
    kind, codes = ("net", [rule.net]) if rule.net else ("share", rule.codes)
    held_rows = page.rows if page is not None else ()
    shares = [r for r in held_rows if r.kind == kind and r.code in codes]
    title = page.title if page else ""
    return Beside(
        item=rule.item,
        published=published,
        label=shares[0].label if len(shares) == 1 else title,
        cell=sum_of(shares),
        table=page.id if page is not None else "",
        sources_differ=len({one.value for one in published}) > 1,
        asked=asked,
        is_net=any(one.unit == "points" for one in published),
    )
