"""Every table of a survey, in order: those that are declared, and the usual ones.

Beside them, the tables that a reader may pick: any question by any division that a banner
or the segments name. They are worked out together with the declared ones, so that what is
hidden in one can be kept hidden by all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Mask
from folkmoot.ask.answers.reading import Read
from folkmoot.ask.book.banner import Block, Drawer
from folkmoot.ask.book.divisions import Division, division
from folkmoot.ask.book.found_classes import FoundClasses
from folkmoot.ask.book.gaps import GapTable, gap_table
from folkmoot.ask.book.overlaps import Family, Overlaps
from folkmoot.ask.book.subjects import (
    Subject,
    division_subject,
    subjects_of,
    within,
)
from folkmoot.ask.book.table_page import Row, TablePage
from folkmoot.ask.book.weighted import Weighed, design_in_words
from folkmoot.ask.estimation.letters import LEVELS
from folkmoot.ask.survey.declared import Net, TableRule, class_division
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.ask.survey.sentences import note
from folkmoot.ask.survey.wording import Wording

EVERYBODY: Wording = {"en": "All who answered", "cy": "Pawb a atebodd"}
THOSE_ASKED: Wording = {
    "en": "All who were asked and answered",
    "cy": "Pawb a holwyd ac a atebodd",
}


PLACED: Wording = {"en": "All who could be placed", "cy": "Pawb y gellid eu gosod"}
NO_NUMBER = 0
"""Of tables that the report does not hold."""
NOTHING = ""
"""The division of a table of everybody."""


@dataclass(frozen=True, eq=False)
class _Wanted:
    """One table to draw, and the divisions that head its columns."""

    rule: TableRule
    by: Sequence[str]


@dataclass(frozen=True, eq=False)
class Book:
    """The tables of the report, and those that a reader may pick.

    Declared tables stand in the place of their question's usual table. A question without
    a declared table gets one with `[publishing] banner`; segments get one of their sizes;
    questions from the record get a table only where declared. Tables to pick hold one
    division each and have no number: the report does not hold them.
    """

    pages: Sequence[TablePage]
    picks: Sequence[TablePage]
    gaps: Sequence[GapTable]
    profiles: Sequence[Profile]


@dataclass(frozen=True, eq=False)
class Profile:
    """What the people of each segment, or of each class, say to every question.

    `pages` are tables of each question by the one division, in the order of the survey.
    """

    number: int
    division: str
    label: Wording
    pages: Sequence[TablePage]

    @property
    def id(self) -> str:
        """Its name in addresses and sheets: s1, s2 and so on."""
        return f"s{self.number}"


def table_book(
    survey: Survey,
    read: Read,
    weighed: Weighed,
    *,
    with_picks: bool,
    classes: Mapping[str, FoundClasses] | None = None,
) -> Book:
    """Every table of a survey; those to pick only where somebody can.

    `classes` are those found beside segments, by the id of their division.
    """
    maker = _Maker(survey, read, weighed, classes or {})
    pages = list(maker.pages())
    picks = list(maker.picks()) if with_picks else []
    return Book(pages, picks, list(maker.gaps()), list(maker.profiles()))


def pickable(survey: Survey) -> list[str]:
    """The divisions by which a reader may see a table.

    Those of banners, gaps and profiles, the segments, and the classes found beside them.
    Gaps and profiles show figures of their divisions, so what is hidden must be hidden
    beside them too.
    """
    declared = survey.declared
    named = [name for banner in declared.banners for name in banner.by]
    parted = [gap.by for gap in declared.gaps]
    told = [name for one in declared.segments for name in one.profile_by]
    classes = [class_division(s.id) for s in declared.segments if s.classes is not None]
    return list(dict.fromkeys([*named, *survey.segments, *parted, *told, *classes]))


class _Maker:
    """Draws the tables of one survey; divisions are made once, and so are blocks."""

    def __init__(
        self,
        survey: Survey,
        read: Read,
        weighed: Weighed,
        classes: Mapping[str, FoundClasses],
    ) -> None:
        self.survey, self.read, self.weighed = survey, read, weighed
        self.classes = classes
        self.drawer = Drawer(weighed.design, survey.declared.publishing)
        self._divisions: dict[str, Division] = {}
        self._drawn: dict[tuple[str, str, str], Block] = {}
        self._away: dict[tuple[str, str], Mapping[tuple[int, str], Mask]] = {}
        self._overlaps: dict[tuple[tuple[int, str], ...], Overlaps] = {}

    def pages(self) -> Iterator[TablePage]:
        number = 0
        for wanted in self._wanted():
            for subject in self._subjects(wanted.rule.question):
                number += 1
                yield self._page(number, subject, wanted)

    def picks(self) -> Iterator[TablePage]:
        for name in self._names():
            question = self.survey.questions.get(name)
            if question is not None and question.source != "asked":
                continue
            for subject in self._subjects(name):
                for by in self._pickable():
                    if by != name:
                        rule = TableRule(question=name)
                        yield self._page(NO_NUMBER, subject, _Wanted(rule, [by]))

    def gaps(self) -> Iterator[GapTable]:
        """Every declared gap, from the table of its question by its division."""
        for number, rule in enumerate(self.survey.declared.gaps, start=1):
            found = self._subjects(rule.question)
            subject = next(one for one in found if one.item == rule.item)
            yield gap_table(
                number,
                rule,
                subject,
                self._division(rule.by),
                self._block(subject, rule.by, TableRule(question=rule.question)),
                self._nets(subject),
                self.weighed.design,
            )

    def profiles(self) -> Iterator[Profile]:
        """The segments, then the classes, of each division by rule."""
        names = [*self.survey.segments, *self.classes]
        for number, name in enumerate(names, start=1):
            pages = [
                self._page(
                    NO_NUMBER, subject, _Wanted(TableRule(question=q.id), [name])
                )
                for q in self.survey.declared.questions
                if q.source == "asked"
                for subject in self._subjects(q.id)
            ]
            yield Profile(number, name, self._division(name).label, pages)

    def _subjects(self, name: str) -> Iterator[Subject]:
        if name in self.classes:
            found = self.classes[name].division
            return iter([division_subject(found, is_classes=True)])
        return subjects_of(self.survey, self.read.answers, name)

    def _pickable(self) -> list[str]:
        """What heads tables to pick, of what is there: classes may not have been looked for."""
        without = {
            class_division(one.id) for one in self.survey.declared.segments
        } - set(self.classes)
        return [name for name in pickable(self.survey) if name not in without]

    def _nets(self, subject: Subject) -> list[Net]:
        return [n for n in self.survey.declared.nets if n.question == subject.question]

    def _wanted(self) -> Iterator[_Wanted]:
        declared = self.survey.declared
        usual = declared.publishing.banner
        for name in self._names():
            own = [rule for rule in declared.tables if rule.question == name]
            question = self.survey.questions.get(name)
            told = self._told_by(name)
            if own:
                yield from (
                    _Wanted(
                        rule,
                        list(dict.fromkeys([*self._by(rule.banner or usual), *told])),
                    )
                    for rule in own
                )
            elif question is None or question.source == "asked":
                by = dict.fromkeys([*self._by(usual), *told])
                yield _Wanted(TableRule(question=name), list(by))

    def _told_by(self, name: str) -> Sequence[str]:
        """What the sizes of segments and classes are told by, besides the usual banner."""
        rules = self.survey.segments
        rule = self.classes[name].rule if name in self.classes else rules.get(name)
        return rule.profile_by if rule is not None else []

    def _names(self) -> list[str]:
        declared = self.survey.declared
        questions = [q.id for q in declared.questions]
        return [*questions, *self.survey.segments, *self.classes]

    def _by(self, banner: str) -> Sequence[str]:
        declared = self.survey.declared.banners
        return next((one.by for one in declared if one.id == banner), [])

    def _page(self, number: int, subject: Subject, wanted: _Wanted) -> TablePage:
        rule = wanted.rule
        blocks = self._blocks(subject, wanted)
        question = self.survey.questions.get(subject.question)
        return TablePage(
            number=number,
            question=subject.question,
            item=subject.item,
            title=rule.title or subject.title,
            wording=subject.wording,
            item_text=subject.item_text,
            base=rule.base or _usual_base(question),
            columns=(blocks[0].columns[0], *(c for b in blocks for c in b.columns[1:])),
            rows=_joined(blocks),
            tests=tuple(b.test for b in blocks if b.test is not None),
            notes=tuple(self._notes(subject, blocks)),
            is_several=subject.chosen is not None,
            is_scale=any(subject.sides),
        )

    def _blocks(self, subject: Subject, wanted: _Wanted) -> list[Block]:
        names = [name for name in wanted.by if name != subject.question] or [NOTHING]
        return [self._block(subject, name, wanted.rule) for name in names]

    def _block(self, subject: Subject, by: str, rule: TableRule) -> Block:
        """The block of one division; of everybody's answers it is kept for later tables."""
        key = (subject.question, subject.item, by)
        if not rule.only_if and key in self._drawn:
            return self._drawn[key]
        nets = self._nets(subject)
        away = self._given_away(subject)[self._narrowing(rule), by]
        if rule.only_if:
            subject = within(subject, self.read.answers.who(rule.only_if))
        if by == NOTHING:
            block = self.drawer.total(subject, nets, away)
        else:
            block = self.drawer.block(subject, self._division(by), nets, away)
        if not rule.only_if:
            self._drawn[key] = block
        return block

    def _given_away(self, subject: Subject) -> Mapping[tuple[int, str], Mask]:
        """Columns that the tables of a question, all together, would give away."""
        key = (subject.question, subject.item)
        if key not in self._away:
            overlaps = self._overlaps_of(subject.question)
            smallest = self.survey.declared.publishing.suppress_below
            self._away[key] = overlaps.hidden(
                subject.given, smallest, has_cells=subject.has_cells
            )
        return self._away[key]

    def _overlaps_of(self, question: str) -> Overlaps:
        """Made once for all questions whose tables are narrowed alike."""
        wanted = [w for w in self._wanted() if w.rule.question == question]
        usual = dict.fromkeys([NOTHING, *self._pickable()])
        used = {(0, name): None for name in usual}
        for one in wanted:
            place = self._narrowing(one.rule)
            used |= {(place, name): None for name in [NOTHING, *one.by]}
        names = tuple(key for key in used if key[1] != question)
        if names not in self._overlaps:
            self._overlaps[names] = Overlaps([self._family(key) for key in names])
        return self._overlaps[names]

    def _narrowing(self, rule: TableRule) -> int:
        """The place of a table's condition among all of the survey's; 0 where it has none."""
        if not rule.only_if:
            return 0
        declared = [t.only_if for t in self.survey.declared.tables if t.only_if]
        return 1 + declared.index(rule.only_if)

    def _family(self, key: tuple[int, str]) -> Family:
        place, name = key
        rows = self.weighed.design.rows
        people = np.ones(rows, dtype=bool)
        if place:
            declared = [t.only_if for t in self.survey.declared.tables if t.only_if]
            people = self.read.answers.who(declared[place - 1])
        if name == NOTHING:
            return Family(key, np.full(rows, -1, np.int64), 0, people)
        division = self._division(name)
        return Family(key, division.codes, division.size, people)

    def _division(self, name: str) -> Division:
        if name in self.classes:
            return self.classes[name].division
        if name not in self._divisions:
            self._divisions[name] = division(
                name, self.read.answers, self.survey.questions, self.survey.segments
            )
        return self._divisions[name]

    def _notes(self, subject: Subject, blocks: Sequence[Block]) -> Iterator[Wording]:
        """What must be known to read the table, method by method."""
        is_several = subject.chosen is not None
        if is_several:
            yield note("several")
        if any(b.test is not None or len(b.columns) > 2 for b in blocks):
            small, capital = LEVELS
            family = note("each_row" if is_several else "each_table")
            yield note("letters", small=small, capital=capital, family=family)
            yield note("marks")
        yield note("errors", how=design_in_words(self.weighed.design))
        rule = self.drawer.small
        yield note("small", suppress=rule.suppress, caution=rule.caution)
        if any(block.hidden for block in blocks):
            yield note("hidden")


def _usual_base(question: Question | None) -> Wording:
    """Whom a table is of; `question` is None of segments and classes."""
    if question is None:
        return PLACED
    return THOSE_ASKED if question.asked_if else EVERYBODY


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
