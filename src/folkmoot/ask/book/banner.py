"""One subject by the divisions of a banner.

Shares, nets and means with their errors, letters, tests and bases, and the cells that must
stay hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from folkmoot.ask.answers.coded import Mask
from folkmoot.ask.book.divisions import Division
from folkmoot.ask.book.drawn import (
    Drawn,
    bases_of,
    known,
    member_of,
    people_of,
    without,
)
from folkmoot.ask.book.hiding import Hidden, hidden_cells, hidden_totals, small_counts
from folkmoot.ask.book.subjects import Subject
from folkmoot.ask.book.table_page import BlockTest, Cell, Column, Row
from folkmoot.ask.estimation.bases import SmallBase
from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.estimation.estimates import estimate
from folkmoot.ask.estimation.intervals import logit_interval, quantile, t_interval
from folkmoot.ask.estimation.letters import column_name
from folkmoot.ask.estimation.rao_scott import (
    RAO_SCOTT_TEST,
    TableTests,
    column_shares,
    linearised_letters,
)
from folkmoot.ask.survey.declared import Net, Publishing

PERCENT = 100.0
MISSING = -1


@dataclass(frozen=True, eq=False)
class Block:
    """The columns of one division (or of nothing: everybody) and every row's cells."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    test: BlockTest | None
    hidden: int


class Drawer:
    """Draws blocks under one design, which is looked through once."""

    def __init__(self, design: Design, rule: Publishing) -> None:
        self.design, self.rule = design, rule
        self.tests = TableTests(design)
        self.small = SmallBase(rule.suppress_below, rule.caution_below)

    def total(self, subject: Subject, nets: Sequence[Net]) -> Block:
        """Everybody, as a block of one column."""
        nobody = Division("", "", np.full(self.design.rows, MISSING, np.int64), (), ())
        return self.block(subject, nobody, nets)

    def block(self, subject: Subject, by: Division, nets: Sequence[Net]) -> Block:
        """The total and one division; the total's column comes first."""
        codes = np.where(subject.given, by.codes, MISSING)
        hidden_columns = self._small_columns(subject, codes, by.size)
        rows: list[Row] = []
        test, hidden = None, 0
        if subject.codes is not None:
            rows, test, hidden = self._coded(subject, by, codes, nets)
        elif subject.chosen is not None:
            rows, hidden = self._several(subject, by, codes)
        if subject.numbers is not None:
            rows += self._numbers(subject, by, codes, hidden_columns, rows)
        return Block(self._columns(subject, by, codes), tuple(rows), test, hidden)

    def _small_columns(self, subject: Subject, codes: Codes, size: int) -> list[bool]:
        bases = people_of(subject.given, codes, size)
        return [0 < base < self.rule.suppress_below for base in bases]

    def _columns(
        self, subject: Subject, by: Division, codes: Codes
    ) -> tuple[Column, ...]:
        people = people_of(subject.given, codes, by.size)
        weights = self.design.weights
        found = []
        for place in range(by.size + 1):
            member = subject.given if place == 0 else codes == place - 1
            held = weights[member]
            squares = float(held @ held)
            is_small = 0 < people[place] < self.rule.suppress_below
            total = float(held.sum())
            found.append(
                Column(
                    division="" if place == 0 else by.id,
                    division_label="" if place == 0 else by.label,
                    code="" if place == 0 else by.level_codes[place - 1],
                    label=TOTAL_LABEL if place == 0 else by.level_labels[place - 1],
                    letter="" if place == 0 else column_name(place - 1),
                    base_unweighted=None if is_small else people[place],
                    base_weighted=None if is_small else total,
                    effective_base=None
                    if is_small
                    else (total**2 / squares if squares else 0.0),
                    is_small=is_small,
                    needs_caution=not is_small
                    and 0 < people[place] < self.rule.caution_below,
                )
            )
        return tuple(found)

    def _coded(
        self, subject: Subject, by: Division, codes: Codes, nets: Sequence[Net]
    ) -> tuple[list[Row], BlockTest | None, int]:
        assert subject.codes is not None  # noqa: S101 (the caller looked)
        levels = len(subject.level_codes)
        table = self.tests.of(subject.codes, levels, codes, by.size)
        hidden = self._hidden(table.people, identifies=subject.identifies)
        shares, covariance = column_shares(table)
        drawn = Drawn(
            shares, covariance, table, bases_of(self.design, subject, codes, by)
        )
        letters = linearised_letters(table, small=self.small) if by.size > 1 else None
        rows = []
        for level in range(levels):
            cells = []
            for column in range(by.size + 1):
                is_hidden = (
                    hidden.totals[level]
                    if column == 0
                    else hidden.cells[level, column - 1]
                )
                marks = ("", 0)
                if letters is not None and column > 0:
                    marks = (
                        without(
                            str(letters.text[level, column - 1]), hidden.cells[level]
                        ),
                        int(letters.against_total[level, column - 1]),
                    )
                cells.append(
                    self._cell(drawn, [(level, 1.0)], column, bool(is_hidden), marks)
                )
            side = subject.sides[level] if subject.sides else ""
            rows.append(
                Row(
                    "share",
                    subject.level_codes[level],
                    subject.level_labels[level],
                    tuple(cells),
                    side,
                )
            )
        for net in nets:
            rows.append(self._net(net, subject, by, drawn, hidden))
        test = None
        if by.size > 1:
            p = table.test.p_value
            test = BlockTest(
                by.id, by.label, RAO_SCOTT_TEST, None if np.isnan(p) else float(p)
            )
        return rows, test, hidden.count

    def _net(
        self, net: Net, subject: Subject, by: Division, drawn: Drawn, hidden: Hidden
    ) -> Row:
        parts = [(subject.level_codes.index(c), 1.0) for c in net.plus]
        parts += [(subject.level_codes.index(c), -1.0) for c in net.minus]
        cells = []
        for column in range(by.size + 1):
            masks = hidden.totals if column == 0 else hidden.cells[:, column - 1]
            # A sum with a hidden part would give the part away.
            is_hidden = any(masks[level] for level, _ in parts)
            cells.append(self._cell(drawn, parts, column, bool(is_hidden), ("", 0)))
        return Row("net", net.id, net.label, tuple(cells))

    def _several(
        self, subject: Subject, by: Division, codes: Codes
    ) -> tuple[list[Row], int]:
        assert subject.chosen is not None  # noqa: S101 (the caller looked)
        rows, count = [], 0
        for option, (code, label) in enumerate(
            zip(subject.level_codes, subject.level_labels, strict=True)
        ):
            yes = np.where(
                subject.given, subject.chosen[:, option].astype(np.int64), -1
            )
            inner = replace(
                subject,
                codes=yes,
                chosen=None,
                numbers=None,
                level_codes=("no", code),
                level_labels=("", label),
                sides=(),
            )
            drawn, _, hidden = self._coded(inner, by, codes, ())
            rows.append(drawn[1])
            count += hidden
        return rows, count

    def _hidden(self, people: Codes, *, identifies: bool) -> Hidden:
        small = small_counts(self.rule, identifies=identifies)
        totals = hidden_totals(people.sum(axis=1), self.rule, small)
        return hidden_cells(people, totals, self.rule, small)

    def _cell(
        self,
        drawn: Drawn,
        parts: Sequence[tuple[int, float]],
        column: int,
        is_hidden: bool,
        marks: tuple[str, int],
    ) -> Cell:
        people = drawn.people(column)
        if people == 0:
            return Cell("no answers")
        if people < self.rule.suppress_below:
            return Cell("small base")
        if is_hidden:
            return Cell("hidden")
        estimates = drawn.estimates(parts, column)
        is_share = len(parts) == 1 and parts[0][1] > 0
        ends = logit_interval(estimates) if is_share else t_interval(estimates)
        return Cell(
            "shown",
            value=float(estimates.values[0]) * PERCENT,
            standard_error=known(estimates.standard_errors[0] * PERCENT),
            lower=known(ends.lower[0] * PERCENT),
            upper=known(ends.upper[0] * PERCENT),
            letters=marks[0],
            against_total=marks[1],
        )

    def _numbers(
        self,
        subject: Subject,
        by: Division,
        codes: Codes,
        is_small: Sequence[bool],
        above: Sequence[Row],
    ) -> list[Row]:
        """Means; medians too, where the answers are numbers rather than scores."""
        assert subject.numbers is not None  # noqa: S101 (the caller looked)
        means = [
            self._mean(subject.numbers, codes, c, is_small, above)
            for c in range(by.size + 1)
        ]
        rows = [Row("mean", "mean", MEAN_LABEL, tuple(means))]
        if subject.codes is None:
            medians = [
                self._median(subject.numbers, codes, c, is_small)
                for c in range(by.size + 1)
            ]
            rows.append(Row("median", "median", MEDIAN_LABEL, tuple(medians)))
        return rows

    def _mean(
        self,
        values: Numbers,
        codes: Codes,
        column: int,
        is_small: Sequence[bool],
        above: Sequence[Row],
    ) -> Cell:
        member = ~np.isnan(values) & member_of(codes, column)
        if (state := self._state(member, is_small[column])) is not None:
            return Cell(state)  # type: ignore[arg-type]
        if any(row.cells[column].state == "hidden" for row in above):
            return Cell("hidden")
        found = estimate(self.design, values, member)
        ends = t_interval(found)
        return Cell(
            "shown",
            value=float(found.values[0]),
            standard_error=known(found.standard_errors[0]),
            lower=known(ends.lower[0]),
            upper=known(ends.upper[0]),
        )

    def _median(
        self, values: Numbers, codes: Codes, column: int, is_small: Sequence[bool]
    ) -> Cell:
        member = ~np.isnan(values) & member_of(codes, column)
        if (state := self._state(member, is_small[column])) is not None:
            return Cell(state)  # type: ignore[arg-type]
        found = quantile(self.design, values, (0.5,), member)
        return Cell(
            "shown",
            value=float(found.values[0]),
            standard_error=known(found.standard_errors[0]),
            lower=known(found.lower[0]),
            upper=known(found.upper[0]),
        )

    def _state(self, member: Mask, is_small: bool) -> str | None:
        people = int(member.sum())
        if people == 0:
            return "no answers"
        return "small base" if is_small or people < self.rule.suppress_below else None


TOTAL_LABEL = {"en": "All", "cy": "Pawb"}
MEAN_LABEL = {"en": "Mean", "cy": "Cymedr"}
MEDIAN_LABEL = {"en": "Median", "cy": "Canolrif"}
