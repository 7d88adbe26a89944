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
    Bases,
    Drawn,
    bases_of,
    known,
    member_of,
    without,
)
from folkmoot.ask.book.hiding import (
    Hidden,
    hidden_cells,
    hidden_totals,
    nothing_shown,
    small_counts,
    together,
)
from folkmoot.ask.book.subjects import Subject
from folkmoot.ask.book.table_page import BlockTest, Cell, Column, Row
from folkmoot.ask.estimation.bases import SmallBase
from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.estimation.estimates import estimate
from folkmoot.ask.estimation.intervals import (
    logit_interval,
    net_interval,
    quantile,
    t_interval,
)
from folkmoot.ask.estimation.letters import column_name
from folkmoot.ask.estimation.rao_scott import (
    RAO_SCOTT_TEST,
    TableTests,
    column_shares,
    linearised_letters,
)
from folkmoot.ask.survey.declared import Net, Publishing
from folkmoot.ask.survey.sentences import note
from folkmoot.ask.survey.wording import Wording, said

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
        self.weights = (design.weights, design.weights**2)
        self.small = SmallBase(rule.suppress_below, rule.caution_below)

    def total(self, subject: Subject, nets: Sequence[Net], given_away: Mask) -> Block:
        """Everybody, as a block of one column."""
        nobody = Division("", "", np.full(self.design.rows, MISSING, np.int64), (), ())
        return self.block(subject, nobody, nets, given_away)

    def block(
        self, subject: Subject, by: Division, nets: Sequence[Net], given_away: Mask
    ) -> Block:
        """The total and one division; the total's column comes first.

        `given_away` (columns + 1,) marks columns, and last the total, that other tables of
        the question would give away.
        """
        codes = np.where(subject.given, by.codes, MISSING)
        bases = bases_of(self.weights, subject.given, codes, by.size)
        rows: list[Row] = []
        test, hidden = None, _nothing_hidden(by.size, given_away)
        if subject.codes is not None:
            rows, test, hidden = self._coded(
                subject, by, codes, bases, nets, given_away
            )
        elif subject.chosen is not None:
            rows, hidden = self._several(subject, by, codes, bases, given_away)
        unseen = np.append(given_away[-1], hidden.bases)
        if subject.numbers is not None:
            small = (bases.people > 0) & (bases.people < self.rule.suppress_below)
            rows += self._numbers(subject, by, codes, small, unseen, rows)
        columns = self._columns(by, bases, unseen)
        if given_away[-1]:
            test = None
        return Block(columns, tuple(rows), test, hidden.count or int(unseen.sum()))

    def _columns(self, by: Division, bases: Bases, hidden: Mask) -> tuple[Column, ...]:
        found = []
        for place in range(by.size + 1):
            people = int(bases.people[place])
            total, squares = float(bases.weighted[place]), float(bases.squares[place])
            is_small = 0 < people < self.rule.suppress_below
            is_hidden = bool(hidden[place]) and not is_small
            has_base = not (is_small or is_hidden)
            found.append(
                Column(
                    division="" if place == 0 else by.id,
                    division_label="" if place == 0 else by.label,
                    code="" if place == 0 else by.level_codes[place - 1],
                    label=TOTAL_LABEL if place == 0 else by.level_labels[place - 1],
                    letter="" if place == 0 else column_name(place - 1),
                    base_unweighted=people if has_base else None,
                    base_weighted=total if has_base else None,
                    effective_base=(total**2 / squares if squares else 0.0)
                    if has_base
                    else None,
                    is_small=is_small,
                    needs_caution=has_base and 0 < people < self.rule.caution_below,
                    is_hidden=is_hidden,
                )
            )
        return tuple(found)

    def _coded(
        self,
        subject: Subject,
        by: Division,
        codes: Codes,
        bases: Bases,
        nets: Sequence[Net],
        given_away: Mask,
    ) -> tuple[list[Row], BlockTest | None, Hidden]:
        assert subject.codes is not None  # noqa: S101 (the caller looked)
        levels = len(subject.level_codes)
        table = self.tests.of(subject.codes, levels, codes, by.size)
        hidden = self._hidden(table.people, given_away, identifies=subject.identifies)
        shares, covariance = column_shares(table)
        drawn = Drawn(shares, covariance, table, bases)
        letters = linearised_letters(table, small=self.small) if by.size > 1 else None
        rows = []
        for level in range(levels):
            is_hidden = np.append(hidden.totals[level], hidden.cells[level])
            marks = [("", 0)] * (by.size + 1)
            if letters is not None:
                texts, against = letters.text[level], letters.against_total[level]
                marks[1:] = [
                    (without(str(text), hidden.cells[level]), int(sign))
                    for text, sign in zip(texts, against, strict=True)
                ]
            rows.append(
                Row(
                    "share",
                    subject.level_codes[level],
                    subject.level_labels[level],
                    self._cells(drawn, [(level, 1.0)], is_hidden, marks),
                    subject.sides[level] if subject.sides else "",
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
        return rows, test, hidden

    def _net(
        self, net: Net, subject: Subject, by: Division, drawn: Drawn, hidden: Hidden
    ) -> Row:
        parts = [(subject.level_codes.index(c), 1.0) for c in net.plus]
        parts += [(subject.level_codes.index(c), -1.0) for c in net.minus]
        levels = [level for level, _ in parts]
        # A sum with a hidden part would give the part away.
        is_hidden = np.append(
            hidden.totals[levels].any(), hidden.cells[levels].any(axis=0)
        )
        marks = [("", 0)] * (by.size + 1)
        return Row(
            "net", net.id, net.label, self._cells(drawn, parts, is_hidden, marks)
        )

    def _several(
        self,
        subject: Subject,
        by: Division,
        codes: Codes,
        bases: Bases,
        given_away: Mask,
    ) -> tuple[list[Row], Hidden]:
        assert subject.chosen is not None  # noqa: S101 (the caller looked)
        rows, found = [], []
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
            drawn, _, hidden = self._coded(inner, by, codes, bases, (), given_away)
            rows.append(drawn[1])
            found.append(hidden)
        return rows, together(found)

    def _hidden(self, people: Codes, given_away: Mask, *, identifies: bool) -> Hidden:
        if given_away[-1]:
            return nothing_shown(people)
        small = small_counts(self.rule, identifies=identifies)
        totals = hidden_totals(people.sum(axis=1), self.rule, small)
        return hidden_cells(people, totals, self.rule, small, given_away[:-1])

    def _cells(
        self,
        drawn: Drawn,
        parts: Sequence[tuple[int, float]],
        is_hidden: Mask,
        marks: Sequence[tuple[str, int]],
    ) -> tuple[Cell, ...]:
        """A share or a net of everybody, then of each column."""
        estimates = drawn.estimates(parts)
        is_share = len(parts) == 1 and parts[0][1] > 0
        ends = logit_interval(estimates) if is_share else net_interval(estimates)
        found = []
        for people, hide, value, error, lower, upper, (letters, sign) in zip(
            drawn.people.tolist(),
            is_hidden.tolist(),
            (estimates.values * PERCENT).tolist(),
            (estimates.standard_errors * PERCENT).tolist(),
            (ends.lower * PERCENT).tolist(),
            (ends.upper * PERCENT).tolist(),
            marks,
            strict=True,
        ):
            if people == 0:
                found.append(Cell("no answers"))
            elif people < self.rule.suppress_below:
                found.append(Cell("small base"))
            elif hide:
                found.append(Cell("hidden"))
            else:
                found.append(
                    Cell(
                        "shown",
                        value=value,
                        standard_error=known(error),
                        lower=known(lower),
                        upper=known(upper),
                        letters=letters,
                        against_total=sign,
                    )
                )
        return tuple(found)

    def _numbers(
        self,
        subject: Subject,
        by: Division,
        codes: Codes,
        is_small: Mask,
        is_hidden: Mask,
        above: Sequence[Row],
    ) -> list[Row]:
        """Means; medians too, where the answers are numbers rather than scores."""
        assert subject.numbers is not None  # noqa: S101 (the caller looked)
        means = [
            self._mean(subject.numbers, codes, c, is_small, is_hidden, above)
            for c in range(by.size + 1)
        ]
        unit = subject.unit if said(subject.unit) else ""
        label = note("mean_in", unit=unit) if unit else MEAN_LABEL
        if subject.codes is not None:
            label = SCORE_LABEL
        rows = [Row("mean", "mean", label, tuple(means))]
        if subject.codes is None:
            medians = [
                self._median(subject.numbers, codes, c, is_small, is_hidden)
                for c in range(by.size + 1)
            ]
            label = note("median_in", unit=unit) if unit else MEDIAN_LABEL
            rows.append(Row("median", "median", label, tuple(medians)))
        return rows

    def _mean(
        self,
        values: Numbers,
        codes: Codes,
        column: int,
        is_small: Mask,
        is_hidden: Mask,
        above: Sequence[Row],
    ) -> Cell:
        member = ~np.isnan(values) & member_of(codes, column)
        if (state := self._state(member, is_small[column])) is not None:
            return Cell(state)  # type: ignore[arg-type]
        if is_hidden[column] or any(
            row.cells[column].state == "hidden" for row in above
        ):
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
        self,
        values: Numbers,
        codes: Codes,
        column: int,
        is_small: Mask,
        is_hidden: Mask,
    ) -> Cell:
        member = ~np.isnan(values) & member_of(codes, column)
        if (state := self._state(member, is_small[column])) is not None:
            return Cell(state)  # type: ignore[arg-type]
        if is_hidden[column]:
            return Cell("hidden")
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


def _nothing_hidden(size: int, given_away: Mask) -> Hidden:
    """Of a number, which has no cells: only the columns that others give away."""
    none = np.zeros((0, size), dtype=bool)
    return Hidden(none, np.zeros(0, dtype=bool), given_away[:-1])


TOTAL_LABEL = {"en": "All", "cy": "Pawb"}
MEAN_LABEL: Wording = {"en": "Mean", "cy": "Cymedr"}
SCORE_LABEL: Wording = {"en": "Mean score", "cy": "Sgôr gymedrig"}
MEDIAN_LABEL: Wording = {"en": "Median", "cy": "Canolrif"}
