"""The parts of a survey file besides its questions, each a table with its keys.

The descriptions are what the reference page of the survey file prints.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.ask.survey.questionnaire import (
    SHIPPED_REFERENCE,
    Condition,
    Declared,
    Question,
)
from folkmoot.ask.survey.wording import Wording


class About(Declared, frozen=True):
    """`[survey]`: what the survey is, and who stands behind it."""

    id: Annotated[
        str, Meta(description="Its name in file names: a-z, 0-9 and hyphens.")
    ]
    title: Annotated[Wording, Meta(description="The title of the report.")]
    client: Annotated[str, Meta(description="Who asked for and paid for it.")] = ""
    conducted_by: Annotated[str, Meta(description="Who carried it out.")] = ""
    languages: Annotated[
        list[Literal["en", "cy"]], Meta(description="Languages it is worded in.")
    ] = msgspec.field(default_factory=lambda: ["en"])
    invented: Annotated[
        bool, Meta(description="True where people and answers are made up.")
    ] = False


class Fieldwork(Declared, frozen=True):
    """`[fieldwork]`: what a reader must know of how the answers came about."""

    start_date: Annotated[
        date | None, Meta(description="First day of fieldwork, as 2026-03-02.")
    ] = None
    end_date: Annotated[date | None, Meta(description="Last day of fieldwork.")] = None
    mode: Annotated[str, Meta(description="How people answered: online, post …")] = ""
    universe: Annotated[
        str, Meta(description="Who the results speak for, geography included.")
    ] = ""
    method: Annotated[
        str, Meta(description="How people were chosen and reminded, in sentences.")
    ] = ""
    contact: Annotated[
        str, Meta(description="Where to ask for the full tables: address or e-mail.")
    ] = ""


class Privacy(Declared, frozen=True):
    """`[privacy]`: what people are told, and what is kept of them."""

    notice: Annotated[Wording, Meta(description="The privacy notice, in full.")]
    controller: Annotated[str, Meta(description="The data controller.")]
    lawful_basis: Annotated[str, Meta(description="The lawful basis, in words.")]
    retention_date: Annotated[
        date, Meta(description="When individual answers are deleted.")
    ]
    withdrawal: Annotated[Wording, Meta(description="How a person can withdraw.")]
    withdrawn: Annotated[
        list[str],
        Meta(description="Ids of answers withdrawn: left out wherever they occur."),
    ] = []
    consent: Annotated[
        Condition | None,
        Meta(description="What must hold before words of an answer are quoted."),
    ] = None


class Answers(Declared, frozen=True):
    """`[answers]`: the file of answers, and how it is read."""

    file: Annotated[str, Meta(description="Path, from the survey file's folder.")]
    format: Annotated[
        Literal["csv", "xlsx", "sav", "limesurvey", "triple-s"],
        Meta(description="csv, xlsx, sav (SPSS), limesurvey (CSV export) or triple-s."),
    ] = "csv"
    sheet: Annotated[
        str, Meta(description="xlsx: the sheet; the first unless given.")
    ] = ""
    definition: Annotated[str, Meta(description="triple-s: the XML file.")] = ""
    id: Annotated[
        str, Meta(description="Column that numbers answers; row numbers unless given.")
    ] = ""
    drop: Annotated[
        list[str],
        Meta(description="Columns that name people: never read into the analysis."),
    ] = []
    missing: Annotated[
        list[str], Meta(description="What cells hold where there is no answer.")
    ] = msgspec.field(default_factory=lambda: ["", "NA", "N/A"])
    same_answers: Annotated[
        Literal["warn", "refuse", "accept"],
        Meta(
            description="Rows whose answers are all another's, beyond chance: warn "
            "(count them and say so), refuse (stop) or accept (count them for the reason "
            "given)."
        ),
    ] = "warn"
    same_answers_reason: Annotated[
        str, Meta(description="Why such rows are no copies; the report says it.")
    ] = ""


class Frame(Declared, frozen=True):
    """`[frame]`: the list of everybody who could have been asked."""

    file: Annotated[
        str, Meta(description="CSV or XLSX, from the survey file's folder.")
    ]
    columns: Annotated[
        dict[str, str],
        Meta(description="Question id = column of the frame, for weights and cells."),
    ] = {}
    id: Annotated[str, Meta(description="Column that numbers its people.")] = ""
    cluster: Annotated[str, Meta(description="Column of the council.")] = ""
    strata: Annotated[
        list[str], Meta(description="Columns that a sample is drawn by, crossed.")
    ] = []
    drop: Annotated[list[str], Meta(description="Columns that name people.")] = []
    leave_out: Annotated[
        dict[str, list[str]],
        Meta(description="Column = values: rows that are outside the universe."),
    ] = {}


class SampleRule(Declared, frozen=True):
    """`[sample]`: a sample to be drawn from the frame."""

    size: Annotated[int, Meta(description="How many people to ask.", ge=1)]
    seed: Annotated[
        str, Meta(description="Any text; the same text draws the same people.")
    ]
    replacements: Annotated[
        int,
        Meta(description="How many people stand ready for each one asked.", ge=0),
    ] = 0


class Design(Declared, frozen=True):
    """`[design]`: how people were chosen, which their errors depend on."""

    cluster: Annotated[
        str, Meta(description="Column of the answers that names the council.")
    ] = ""
    strata: Annotated[
        list[str], Meta(description="Columns of the answers that strata are made of.")
    ] = []
    weight: Annotated[
        str, Meta(description="Column with a weight that was given; 1 each without.")
    ] = ""
    population: Annotated[
        int | Literal["frame"] | None,
        Meta(
            description="How many councils there are in all (people, where answers have "
            'no cluster), or "frame" to count them there.'
        ),
    ] = None
    lonely: Annotated[
        Literal["refuse", "centre", "certain"],
        Meta(
            description="A stratum with one council: refuse (stop), centre (its distance "
            "from the mean of all) or certain (it could not have been left out)."
        ),
    ] = "refuse"


class MarginRule(Declared, frozen=True):
    """`[[weighting.margins]]`: one division of the population."""

    question: Annotated[str, Meta(description="Id of a single question.")]
    targets: Annotated[
        dict[str, float] | Literal["frame"],
        Meta(description='{ code = people or share }, or "frame" to count the frame.'),
    ] = "frame"


class WeightingRules(Declared, frozen=True):
    """`[weighting]`: what weights bring the answers to."""

    margins: Annotated[list[MarginRule], Meta(description="Met all at once.")]
    method: Annotated[
        Literal["rake", "post-stratify"],
        Meta(
            description="rake: every margin is met. post-stratify: every cell of all "
            "margins crossed is met, as the frame counts them."
        ),
    ] = "rake"
    least_factor: Annotated[
        Annotated[float, Meta(gt=0, lt=1)] | None,
        Meta(description="Least weight, as a multiple of the starting weight."),
    ] = None
    most_factor: Annotated[
        Annotated[float, Meta(gt=1)] | None,
        Meta(description="Most weight, as a multiple of the starting weight."),
    ] = None
    least: Annotated[
        Annotated[float, Meta(gt=0)] | None,
        Meta(description="Least weight, as a multiple of the mean."),
    ] = None
    most: Annotated[
        Annotated[float, Meta(gt=1)] | None,
        Meta(description="Most weight, as a multiple of the mean."),
    ] = None


class SegmentRule(Declared, frozen=True):
    """`[[segments.groups]]`: one segment."""

    code: Annotated[str, Meta(description="Its name in rules.")]
    label: Annotated[Wording, Meta(description="What readers see.")]
    when: Annotated[list[Condition], Meta(description="All must hold.")]
    at_least: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="How many of them are enough, where not all."),
    ] = None


LOWEST_BIC = "lowest BIC"
"""What a survey file says where the fit is to choose the number of classes."""
FEWEST_CLASSES, MOST_CLASSES = 2, 8


class ClassRule(Declared, frozen=True):
    """`[segments.classes]`: which numbers of latent classes are tried, and which is used."""

    counts: Annotated[
        list[int] | str,
        Meta(description='Numbers of classes from 2 to 8: [2, 3, 4], or "2-5".'),
    ]
    use: Annotated[
        int | Literal["lowest BIC"],
        Meta(description='One of them, or "lowest BIC".'),
    ]

    def numbers(self) -> list[int]:
        """The numbers of classes that are tried, in order; none where they make no sense."""
        if not isinstance(self.counts, str):
            return sorted(set(self.counts))
        first, dash, last = self.counts.partition("-")
        if not (dash and first.strip().isdecimal() and last.strip().isdecimal()):
            return []
        return list(range(int(first), int(last) + 1))


def class_division(segments: str) -> str:
    """The name of the division into classes found beside some segments.

    No question can have it: a point is no part of their ids.
    """
    return f"{segments}.classes"


class Segments(Declared, frozen=True):
    """`[[segments]]`: people divided by declared rules; the first that holds counts."""

    id: Annotated[str, Meta(description="Its name, as that of a question.")]
    label: Annotated[Wording, Meta(description="What readers see.")]
    groups: Annotated[list[SegmentRule], Meta(description="In order.")]
    otherwise: Annotated[Wording, Meta(description="The name of who is in none.")]
    profile_by: Annotated[
        list[str],
        Meta(
            description="Single questions or scales whose groups are told by segment, such "
            "as role or kind of council, beside those of the usual banner; readers may also "
            "pick tables by them."
        ),
    ] = []
    classes: Annotated[
        Annotated[int, Meta(ge=FEWEST_CLASSES, le=MOST_CLASSES)] | ClassRule | None,
        Meta(
            description="How many latent classes to find in the same questions, to be "
            "set beside the rules with the proof of whether they would come back: a number, "
            'or { counts = "2-5", use = "lowest BIC" }.'
        ),
    ] = None

    @property
    def class_rule(self) -> ClassRule | None:
        """Which numbers of classes are tried; None where none are looked for."""
        if isinstance(self.classes, int):
            return ClassRule([self.classes], self.classes)
        return self.classes


class Net(Declared, frozen=True):
    """`[[nets]]`: some shares less others, published with its own error."""

    id: Annotated[str, Meta(description="Its name in tables.")]
    question: Annotated[
        str, Meta(description="Id of a single, scale or grid question.")
    ]
    label: Annotated[Wording, Meta(description="What readers see: Net positive.")]
    plus: Annotated[list[str], Meta(description="Codes that are added.")]
    minus: Annotated[list[str], Meta(description="Codes that are taken off.")] = []


class Gap(Declared, frozen=True):
    """`[[gaps]]`: what one group says less what another says, with its own margin."""

    id: Annotated[str, Meta(description="Its name in statements and files.")]
    question: Annotated[str, Meta(description="Id of the question or segments.")]
    by: Annotated[
        str,
        Meta(
            description="Single question, scale or segments that part people into groups; "
            "readers may also pick tables by it."
        ),
    ]
    of: Annotated[str, Meta(description="Code of the group that is taken first.")]
    less: Annotated[str, Meta(description="Code of the group that is taken off.")]
    item: Annotated[str, Meta(description="Which statement, where it is a grid.")] = ""
    codes: Annotated[
        list[str],
        Meta(
            description="The share that gave one of these; every row of the question's "
            "table, where neither codes nor net is given."
        ),
    ] = []
    net: Annotated[str, Meta(description="Id of the net.")] = ""
    label: Annotated[
        Wording, Meta(description="What readers see; the codes' labels unless given.")
    ] = ""


class Banner(Declared, frozen=True):
    """`[[banners]]`: what heads the columns of tables."""

    id: Annotated[str, Meta(description="Its name in tables.")]
    label: Annotated[Wording, Meta(description="What readers see.")]
    by: Annotated[
        list[str], Meta(description="Single questions, scales or segments, in order.")
    ]


class TableRule(Declared, frozen=True):
    """`[[tables]]`: one table beyond, or in place of, the usual one of a question."""

    question: Annotated[str, Meta(description="Id of the question.")]
    banner: Annotated[str, Meta(description="Id of a banner.")] = ""
    title: Annotated[
        Wording, Meta(description="Its title; short name unless given.")
    ] = ""
    only_if: Annotated[
        list[Condition], Meta(description="Counts only people of whom all hold.")
    ] = []
    base: Annotated[
        Wording, Meta(description="The base in words, where `only_if` narrows it.")
    ] = ""


class PlacesRule(Declared, frozen=True):
    """`[[places]]`: figures for small places, borrowing strength from all of them."""

    question: Annotated[
        str, Meta(description="Id of a single, scale or grid question.")
    ]
    codes: Annotated[
        list[str],
        Meta(
            description="The share that gave one of these is estimated.", min_length=1
        ),
    ]
    place: Annotated[
        str,
        Meta(description="Id of a question of the frame whose codes are the places."),
    ]
    title: Annotated[Wording, Meta(description="The title of its table.")]
    item: Annotated[str, Meta(description="Id of a statement, of a grid.")] = ""
    by: Annotated[
        list[str],
        Meta(
            description="Questions of the frame that say what kind of person somebody is: "
            "the model learns from them, and the frame says how many of each live where."
        ),
    ] = []


class Theme(Declared, frozen=True):
    """`[[themes]]`: something people say in their own words."""

    id: Annotated[str, Meta(description="Its name.")]
    question: Annotated[str, Meta(description="Id of a text question.")]
    label: Annotated[Wording, Meta(description="What readers see.")]
    words: Annotated[
        list[str],
        Meta(description="Words or beginnings of words (train*) that tell of it."),
    ]


class Statement(Declared, frozen=True):
    """`[[statements]]`: a sentence of the report, held to the figure it speaks of."""

    text: Annotated[
        Wording,
        Meta(
            description="The sentence; {share}, {net}, {gap} and {base} are filled in."
        ),
    ]
    question: Annotated[str, Meta(description="Id of the question or segments.")]
    item: Annotated[str, Meta(description="Which statement, where it is a grid.")] = ""
    codes: Annotated[
        list[str], Meta(description="Codes whose share it speaks of.")
    ] = []
    net: Annotated[str, Meta(description="Id of the net it speaks of.")] = ""
    gap: Annotated[
        str, Meta(description="Id of the gap it speaks of, which has codes or a net.")
    ] = ""


class Comparison(Declared, frozen=True):
    """`[[compare]]`: a figure beside one that was published before."""

    item: Annotated[str, Meta(description="The item of the reference table.")]
    question: Annotated[str, Meta(description="Id of the question or segments.")]
    codes: Annotated[list[str], Meta(description="Codes whose share is compared.")] = []
    net: Annotated[str, Meta(description="Id of the net that is compared.")] = ""
    question_item: Annotated[
        str, Meta(description="Which statement, where it is a grid.")
    ] = ""
    reference: Annotated[
        str, Meta(description="A shipped reference, or a CSV file in the folder.")
    ] = SHIPPED_REFERENCE


def comparisons(
    declared: SurveyFile,
) -> list[tuple[tuple[str | int, ...], Comparison, bool]]:
    """Every published figure to stand beside ours: its place, and whether it is repeated.

    Those that questions declare to repeat come first, in the order of the questions.
    """
    found: list[tuple[tuple[str | int, ...], Comparison, bool]] = []
    for number, question in enumerate(declared.questions):
        for place, one in enumerate(question.repeats):
            rule = Comparison(
                item=one.item,
                question=question.id,
                codes=one.codes,
                net=one.net,
                question_item=one.question_item,
                reference=one.reference,
            )
            found.append((("questions", number, "repeats", place), rule, True))
    found += [(("compare", n), one, False) for n, one in enumerate(declared.compare)]
    return found


class Publishing(Declared, frozen=True):
    """`[publishing]`: how small a base may be, and how figures are shown."""

    suppress_below: Annotated[
        int, Meta(description="Columns on fewer answers are not shown.", ge=2)
    ] = 10
    caution_below: Annotated[
        int,
        Meta(description="Columns on fewer answers are shown with a warning.", ge=2),
    ] = 50
    smallest_cell: Annotated[
        int,
        Meta(
            description="Of what identifies people (the record, and questions that say so) "
            "and of themes: counts from 1 to below this are hidden, with what tells them.",
            ge=1,
        ),
    ] = 3
    decimals: Annotated[
        int, Meta(description="Decimals of percentages on pages.", ge=0, le=2)
    ] = 0
    banner: Annotated[
        str, Meta(description="The banner of questions without a table of their own.")
    ] = ""
    most_columns: Annotated[
        int,
        Meta(
            description="A table with more columns stands in the report with its total "
            "only; the workbook and figures.csv hold them all.",
            ge=1,
        ),
    ] = 60
    quotes: Annotated[
        int, Meta(description="Quotes under each theme, where consent was given.", ge=0)
    ] = 3
    response_by: Annotated[
        list[str], Meta(description="Questions whose cells tell of non-response.")
    ] = []


class SurveyFile(Declared, frozen=True):
    """The whole file, as declared."""

    survey: About
    questions: list[Question]
    fieldwork: Fieldwork = Fieldwork()
    privacy: Privacy | None = None
    answers: Answers | None = None
    frame: Frame | None = None
    sample: SampleRule | None = None
    design: Design = Design()
    weighting: WeightingRules | None = None
    segments: list[Segments] = []
    nets: list[Net] = []
    gaps: list[Gap] = []
    banners: list[Banner] = []
    tables: list[TableRule] = []
    places: list[PlacesRule] = []
    themes: list[Theme] = []
    statements: list[Statement] = []
    compare: list[Comparison] = []
    publishing: Publishing = Publishing()
