"""The questions of a survey: kinds, codes, routing and wording, as the file declares them.

A question is asked of people, or taken from the record that they were drawn from, such as
the kind of their council. Both are questions here, so that both can head a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.ask.survey.wording import ENGLISH, Wording, said

Kind = Literal["single", "multiple", "top-three", "scale", "grid", "number", "text"]
Side = Literal["positive", "neutral", "negative", "aside"]

CHOSEN = ("1", "Y", "Yes", "TRUE", "True", "true", "yes")
"""What survey programs write in the column of an option that was chosen."""
TOP_THREE = 3
"""What a `top-three` question lets a person choose at most."""


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the survey file; a key that is not declared is an error."""


class Code(Declared, frozen=True):
    """One answer that a question offers."""

    code: Annotated[str, Meta(description="What stands for it in results; short.")]
    label: Annotated[Wording, Meta(description="What people read.")]
    written: Annotated[
        list[str],
        Meta(description="How the answers' file writes it, where not as `code`."),
    ] = []
    side: Annotated[
        Side | None,
        Meta(
            description="On a scale: positive, neutral, negative, or aside (don't know)."
        ),
    ] = None
    score: Annotated[
        float | None, Meta(description="What it counts for in a mean, such as 1 to 5.")
    ] = None
    alone: Annotated[
        bool,
        Meta(
            description="True where nothing else may be chosen with it: none of these."
        ),
    ] = False


class Item(Declared, frozen=True):
    """One statement of a grid; each is answered by one of the grid's codes."""

    id: Annotated[str, Meta(description="Its name in rules: letters, digits, _.")]
    text: Annotated[Wording, Meta(description="What people read.")]
    column: Annotated[
        str,
        Meta(description="Its column of the answers' file; grid_item unless given."),
    ] = ""


class Condition(Declared, frozen=True):
    """One thing that must hold; where a list of them stands, all must."""

    question: Annotated[str, Meta(description="Id of a question or of segments.")]
    item: Annotated[str, Meta(description="Which statement, where it is a grid.")] = ""
    any_of: Annotated[
        list[str], Meta(description="Holds where one of these codes was given.")
    ] = []
    none_of: Annotated[
        list[str],
        Meta(description="Holds where it was answered by none of these codes."),
    ] = []
    at_least: Annotated[float | None, Meta(description="Least number or score.")] = None
    at_most: Annotated[float | None, Meta(description="Most number or score.")] = None
    answered: Annotated[
        bool | None, Meta(description="True: holds where answered; false: where not.")
    ] = None


SHIPPED_REFERENCE = "start-of-the-possible-2017"
"""The published figures that stand beside a survey unless it names others."""


class Repeat(Declared, frozen=True):
    """`[[questions.repeats]]`: a published figure that the question repeats."""

    item: Annotated[str, Meta(description="The item of the reference table.")]
    codes: Annotated[
        list[str], Meta(description="Codes whose share repeats the figure.")
    ] = []
    net: Annotated[str, Meta(description="Id of the net that repeats it.")] = ""
    question_item: Annotated[
        str, Meta(description="Which statement, where it is a grid.")
    ] = ""
    reference: Annotated[
        str, Meta(description="A shipped reference, or a CSV file in the folder.")
    ] = SHIPPED_REFERENCE


class Question(Declared, frozen=True):
    """One question."""

    id: Annotated[str, Meta(description="Its name in rules: letters, digits, _.")]
    kind: Annotated[
        Kind,
        Meta(description="single, multiple, top-three, scale, grid, number or text."),
    ]
    text: Annotated[Wording, Meta(description="The full wording, as people read it.")]
    short: Annotated[
        Wording, Meta(description="A few words for tables; the wording unless given.")
    ] = ""
    hint: Annotated[Wording, Meta(description="A sentence under the question.")] = ""
    source: Annotated[
        Literal["asked", "record"],
        Meta(description="record: known from the sample, not asked."),
    ] = "asked"
    codes: Annotated[
        list[Code], Meta(description="The answers offered, in order.")
    ] = []
    items: Annotated[list[Item], Meta(description="The statements of a grid.")] = []
    asked_if: Annotated[
        list[Condition],
        Meta(description="Routing: asked only where all of these hold."),
    ] = []
    column: Annotated[
        str, Meta(description="Its column of the answers' file; the id unless given.")
    ] = ""
    columns: Annotated[
        dict[str, str] | list[str],
        Meta(
            description="Of several answers: a column for each code, { code = 'column' }, "
            "or a list of columns that each hold one choice."
        ),
    ] = {}
    separator: Annotated[
        str,
        Meta(
            description="Of several answers in one column: what parts them, such as ;"
        ),
    ] = ""
    chosen: Annotated[
        list[str],
        Meta(description="What a column for one code holds where it was chosen."),
    ] = msgspec.field(default_factory=lambda: list(CHOSEN))
    most: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="How many answers may be chosen at most."),
    ] = None
    least_number: Annotated[
        float | None, Meta(description="Of a number: the least that makes sense.")
    ] = None
    most_number: Annotated[
        float | None, Meta(description="Of a number: the most that makes sense.")
    ] = None
    unit: Annotated[Wording, Meta(description="Of a number: its unit.")] = ""
    optional: Annotated[
        bool, Meta(description="True where a person may pass over it.")
    ] = True
    identifies: Annotated[
        bool,
        Meta(
            description="True where the answer may tell who somebody is, as what is known "
            "from the record always may: small counts of it are hidden."
        ),
    ] = False
    likert: Annotated[
        bool, Meta(description="False: no picture of a scale or grid.")
    ] = True
    repeats: Annotated[
        list[Repeat],
        Meta(
            description="Published figures that it repeats, which stand beside its own. "
            "Where the reference tells the words that were asked, they must be the same."
        ),
    ] = []

    @property
    def is_several(self) -> bool:
        """Whether a person may choose more than one code."""
        return self.kind in ("multiple", "top-three")

    @property
    def is_coded(self) -> bool:
        """Whether its answers are codes rather than a number or words."""
        return self.kind not in ("number", "text")

    @property
    def choices_at_most(self) -> int | None:
        """How many codes may be chosen; None where there is no limit."""
        if self.kind == "top-three":
            return self.most or TOP_THREE
        return self.most if self.kind == "multiple" else 1

    def named(self, language: str = ENGLISH) -> str:
        """The few words that stand for it in tables."""
        return said(self.short, language) or said(self.text, language)

    def code_names(self) -> tuple[str, ...]:
        """Its codes, in order."""
        return tuple(one.code for one in self.codes)

    def wordings(self) -> Iterator[Wording]:
        """Everything of it that a person reads."""
        yield from (wording for _, wording in self.placed_wordings())

    def placed_wordings(self) -> Iterator[tuple[tuple[str | int, ...], Wording]]:
        """Everything of it that a person reads, with its place in the declaration."""
        yield ("text",), self.text
        yield ("hint",), self.hint
        yield ("short",), self.short
        yield ("unit",), self.unit
        for place, code in enumerate(self.codes):
            yield ("codes", place, "label"), code.label
        for place, item in enumerate(self.items):
            yield ("items", place, "text"), item.text

    def heads_tables(self) -> bool:
        """Whether each person has at most one code, so that columns do not overlap."""
        return self.kind in ("single", "scale")


def asked_wording(question: Question) -> tuple[object, ...]:
    """All that must stay equal from wave to wave for answers to be compared.

    English wording, kind, offered codes with their labels and order, statements, and how
    many may be chosen. A short name, a column or a hint may change.
    """
    return (
        question.kind,
        _plain(said(question.text)),
        tuple((c.code, _plain(said(c.label))) for c in question.codes),
        tuple((i.id, _plain(said(i.text))) for i in question.items),
        question.choices_at_most,
    )


def _plain(text: str) -> str:
    """White space does not make another wording."""
    return " ".join(text.split())
