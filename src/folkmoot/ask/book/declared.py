"""Every table of a survey, in order: those that are declared, and the usual ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.ask.answers.reading import Read
from folkmoot.ask.book.banner import Block, Drawer
from folkmoot.ask.book.divisions import Division, division
from folkmoot.ask.book.subjects import Subject, subjects_of, within
from folkmoot.ask.book.table_page import Row, TablePage
from folkmoot.ask.book.weighted import Weighed
from folkmoot.ask.estimation.letters import LEVELS, LINEARISED_TEST
from folkmoot.ask.survey.declared import Net, TableRule
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import Wording

EVERYBODY: Wording = {"en": "All who answered", "cy": "Pawb a atebodd"}
THOSE_ASKED: Wording = {
    "en": "All who were asked and answered",
    "cy": "Pawb a holwyd ac a atebodd",
}


@dataclass(frozen=True, eq=False)
class _Wanted:
    """One table to draw."""

    rule: TableRule
    banner: str


def table_pages(survey: Survey, read: Read, weighed: Weighed) -> list[TablePage]:
    """Every table. Declared ones stand in the place of their question's usual table.

    A question without a declared table gets one with `[publishing] banner`; segments get
    one of their sizes. Questions from the record get a table only where declared.
    """
    return list(_Maker(survey, read, weighed).pages())


class _Maker:
    """Draws the tables of one survey; divisions are made once."""

    def __init__(self, survey: Survey, read: Read, weighed: Weighed) -> None:
        self.survey, self.read, self.weighed = survey, read, weighed
        self.drawer = Drawer(weighed.design, survey.declared.publishing)
        self._divisions: dict[str, Division] = {}

    def pages(self) -> Iterator[TablePage]:
        number = 0
        for wanted in self._wanted():
            for subject in subjects_of(
                self.survey, self.read.answers, wanted.rule.question
            ):
                number += 1
                yield self._page(number, subject, wanted)

    def _wanted(self) -> Iterator[_Wanted]:
        declared = self.survey.declared
        usual = declared.publishing.banner
        names = [q.id for q in declared.questions] + [s.id for s in declared.segments]
        for name in names:
            own = [rule for rule in declared.tables if rule.question == name]
            question = self.survey.questions.get(name)
            if own:
                yield from (_Wanted(rule, rule.banner or usual) for rule in own)
            elif question is None or question.source == "asked":
                yield _Wanted(TableRule(question=name), usual)

    def _page(self, number: int, subject: Subject, wanted: _Wanted) -> TablePage:
        rule = wanted.rule
        if rule.only_if:
            subject = within(subject, self.read.answers.who(rule.only_if))
        nets = [n for n in self.survey.declared.nets if n.question == subject.question]
        blocks = self._blocks(subject, wanted.banner, nets)
        question = self.survey.questions.get(subject.question)
        was_routed = question is not None and bool(question.asked_if)
        return TablePage(
            number=number,
            question=subject.question,
            item=subject.item,
            title=rule.title or subject.title,
            wording=subject.wording,
            item_text=subject.item_text,
            base=rule.base or (THOSE_ASKED if was_routed else EVERYBODY),
            columns=(blocks[0].columns[0], *(c for b in blocks for c in b.columns[1:])),
            rows=_joined(blocks),
            tests=tuple(b.test for b in blocks if b.test is not None),
            notes=tuple(self._notes(subject, blocks)),
            is_several=subject.chosen is not None,
            is_scale=any(subject.sides),
        )

    def _blocks(
        self, subject: Subject, banner: str, nets: Sequence[Net]
    ) -> list[Block]:
        by = next((b.by for b in self.survey.declared.banners if b.id == banner), [])
        divisions = [self._division(name) for name in by if name != subject.question]
        if not divisions:
            return [self.drawer.total(subject, nets)]
        return [self.drawer.block(subject, one, nets) for one in divisions]

    def _division(self, name: str) -> Division:
        if name not in self._divisions:
            self._divisions[name] = division(
                name, self.read.answers, self.survey.questions, self.survey.segments
            )
        return self._divisions[name]

    def _notes(self, subject: Subject, blocks: Sequence[Block]) -> Iterator[str]:
        """What must be known to read the table, method by method."""
        if subject.chosen is not None:
            yield "People could give several answers, so percentages add to more than 100."
        if any(b.test is not None or len(b.columns) > 2 for b in blocks):
            yield (
                "Letters name the columns, within one division, that a figure is above: "
                f"small at {LEVELS[0]:g}, capital at {LEVELS[1]:g} ({LINEARISED_TEST}; "
                "adjusted by Holm's method within "
                f"{'each row' if subject.chosen is not None else 'each table'})."
            )
            yield "▲ and ▼ mark figures above and below everybody else together."
        yield f"Errors: {self.weighed.design.describes}. Intervals are of 95 per cent."
        yield self.drawer.small.describes
        if any(block.hidden for block in blocks):
            yield (
                "Columns on few answers are hidden, and others with them, so that no answer "
                "of one person can be worked out."
            )


def _joined(blocks: Sequence[Block]) -> tuple[Row, ...]:
    """The rows of all blocks side by side; the total is taken from the first.

    Every block has the same total, but one that hides it anywhere hides it everywhere.
    """
    rows = []
    for parts in zip(*(block.rows for block in blocks), strict=True):
        total = next((p.cells[0] for p in parts if not p.cells[0].is_shown), None)
        cells = [total or parts[0].cells[0]]
        cells += [cell for part in parts for cell in part.cells[1:]]
        first = parts[0]
        rows.append(Row(first.kind, first.code, first.label, tuple(cells), first.side))
    return tuple(rows)
