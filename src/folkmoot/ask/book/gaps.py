"""Gaps between two groups: what one says less what the other says, with its own error.

Both groups come from one sample. They share councils, and the margins that weights were
raked to, so the error of a gap is not that of two separate figures: it is the error of a
contrast (`estimation/estimates.py`).

A gap is shown where both of its figures are shown in the table of its question by its
division, and that table is one that readers may pick. So it tells nothing that the table
does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.book.banner import PERCENT, Block
from folkmoot.ask.book.divisions import Division
from folkmoot.ask.book.drawn import known
from folkmoot.ask.book.subjects import Subject
from folkmoot.ask.book.table_page import Cell, Column, Row, RowKind
from folkmoot.ask.book.weighted import design_in_words
from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.estimation.estimates import Estimates, contrast, estimate
from folkmoot.ask.estimation.intervals import logit_interval, t_interval
from folkmoot.ask.survey.declared import Gap, Net
from folkmoot.ask.survey.sentences import listed, note
from folkmoot.ask.survey.wording import Wording

_NO_ERROR = 1e-9
"""Per cent; a standard error below it is a rounding of none."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One figure of both groups and the gap between them; `kind` is that of the figure.

    Shares, nets and their gaps are in per cent (points), means in the question's unit.
    """

    kind: RowKind
    code: str
    label: Wording
    first: Cell
    second: Cell
    gap: Cell


@dataclass(frozen=True, slots=True)
class GapTable:
    """One `[[gaps]]` of the survey file; `first` and `second` are its groups' columns."""

    number: int
    rule: Gap
    title: Wording
    wording: Wording
    item_text: Wording
    division_label: Wording
    first: Column
    second: Column
    rows: tuple[GapRow, ...]
    notes: tuple[Wording, ...]

    @property
    def id(self) -> str:
        """Its name in addresses and sheets: g1, g2 and so on."""
        return f"g{self.number}"

    @property
    def groups(self) -> Wording:
        """The two groups in words: Enthusiasts less Sceptics."""
        return note("gap_of", first=self.first.label, second=self.second.label)


@dataclass(frozen=True, eq=False)
class _Figure:
    """One figure to take the gap of: the rows of the table it needs, and a score a person.

    `scores` (n,) are nan where a person takes no part; `most` is the widest that the
    figure's gap can be, per cent.
    """

    kind: RowKind
    code: str
    label: Wording
    needs: Sequence[Row]
    scores: Numbers
    most: float


def gap_table(
    number: int,
    rule: Gap,
    subject: Subject,
    by: Division,
    block: Block,
    nets: Sequence[Net],
    design: Design,
) -> GapTable:
    """The gaps that one rule asks for; `block` is the table of `subject` by `by`."""
    places = [1 + by.level_codes.index(code) for code in (rule.of, rule.less)]
    pair = np.full(design.rows, -1, np.int64)
    for which, place in enumerate(places):
        pair[by.codes == place - 1] = which
    rows = tuple(
        _row(figure, block, places, pair, design)
        for figure in _figures(rule, subject, block, nets)
    )
    notes = [note("errors", how=design_in_words(design))]
    notes += [note("gap_alone"), note("gap_rounded")]
    if any(not row.gap.is_shown for row in rows):
        notes.append(note("hidden"))
    return GapTable(
        number=number,
        rule=rule,
        title=subject.title,
        wording=subject.wording,
        item_text=subject.item_text,
        division_label=by.label,
        first=block.columns[places[0]],
        second=block.columns[places[1]],
        rows=rows,
        notes=tuple(notes),
    )


def _figures(
    rule: Gap, subject: Subject, block: Block, nets: Sequence[Net]
) -> Iterator[_Figure]:
    """The figure that a rule names, or every one that its question's table has."""
    shares = {row.code: row for row in block.rows if row.kind == "share"}
    if rule.codes:
        held = [shares[code] for code in rule.codes]
        label = rule.label or listed([row.label for row in held])
        scores = _scores(subject, {code: 1.0 for code in rule.codes})
        yield _Figure("share", rule.id, label, held, scores, PERCENT)
        return
    if not rule.net:
        for code, row in shares.items():
            scores = _scores(subject, {code: 1.0})
            yield _Figure("share", code, row.label, [row], scores, PERCENT)
    for row in block.rows:
        net = next((n for n in nets if n.id == row.code), None)
        if row.kind == "net" and net is not None and rule.net in ("", net.id):
            signs = {code: 1.0 for code in net.plus} | {
                code: -1.0 for code in net.minus
            }
            most = 2 * PERCENT if net.minus else PERCENT
            label = (rule.label if rule.net else "") or row.label
            yield _Figure("net", row.code, label, [row], _scores(subject, signs), most)
        elif row.kind == "mean" and not rule.net and subject.numbers is not None:
            yield _Figure("mean", row.code, row.label, [row], subject.numbers, math.inf)


def _scores(subject: Subject, signs: dict[str, float]) -> Numbers:
    """1 where a person gave a code of those added, -1 of those taken off, nan without answer."""
    factors = np.array([signs.get(code, 0.0) for code in subject.level_codes])
    found = np.full(len(subject.given), np.nan)
    if subject.codes is not None:
        answered = subject.given & (subject.codes >= 0)
        found[answered] = factors[subject.codes[answered]]
    elif subject.chosen is not None:
        found[subject.given] = subject.chosen[subject.given] @ factors
    return found


def _row(
    figure: _Figure, block: Block, places: Sequence[int], pair: Codes, design: Design
) -> GapRow:
    for place in places:
        held = [row.cells[place] for row in figure.needs]
        if any(not cell.is_shown for cell in held):
            return _unshown(figure, places)
    scale = 1.0 if figure.kind == "mean" else PERCENT
    both = estimate(design, figure.scores, pair >= 0, groups=pair, n_groups=2)
    one = contrast(both, np.array([[1.0, -1.0]]))
    cells = (
        [figure.needs[0].cells[place] for place in places]
        if len(figure.needs) == 1
        else _sums(both, scale)
    )
    lower, upper = _ends(one, cells, scale, figure.most)
    gap = Cell(
        "shown",
        value=float(one.values[0]) * scale,
        standard_error=known(float(one.standard_errors[0]) * scale),
        lower=lower,
        upper=upper,
    )
    return GapRow(figure.kind, figure.code, figure.label, cells[0], cells[1], gap)


def _unshown(figure: _Figure, places: Sequence[int]) -> GapRow:
    """A row of which a part is hidden: of each group and of the gap, the worst of its parts."""
    order = ("hidden", "small base", "no answers")

    def worst(cells: Sequence[Cell]) -> Cell:
        found = [cell for cell in cells if not cell.is_shown]
        if not found:
            return cells[0] if len(cells) == 1 else Cell("hidden")
        return Cell(min((cell.state for cell in found), key=order.index))

    first, second = ([row.cells[p] for row in figure.needs] for p in places)
    gap = worst([*first, *second])
    return GapRow(
        figure.kind,
        figure.code,
        figure.label,
        worst(first),
        worst(second),
        gap if not gap.is_shown else Cell("hidden"),
    )


def _sums(both: Estimates, scale: float) -> list[Cell]:
    """The share of each group that gave one of several codes."""
    ends = logit_interval(both)
    return [
        Cell(
            "shown",
            value=float(both.values[place]) * scale,
            standard_error=known(float(both.standard_errors[place]) * scale),
            lower=known(float(ends.lower[place]) * scale),
            upper=known(float(ends.upper[place]) * scale),
        )
        for place in range(2)
    ]


def _ends(
    one: Estimates, cells: Sequence[Cell], scale: float, most: float
) -> tuple[float | None, float | None]:
    """The ends of a gap's interval: Student's t, within what a gap can be.

    A share of nought or of all has no linearised error. There the distances of both
    figures from the ends of their own intervals are squared and added (Newcombe, 1998,
    method 10), so that a gap is never surer than its parts.
    """
    value = float(one.values[0]) * scale
    ends = t_interval(one)
    lower, upper = float(ends.lower[0]) * scale, float(ends.upper[0]) * scale
    if scale == PERCENT and any(_has_no_error(cell) for cell in cells):
        first, second = (_reach(cell) for cell in cells)
        lower = value - math.hypot(first[0], second[1])
        upper = value + math.hypot(first[1], second[0])
    return known(max(lower, -most)), known(min(upper, most))


def _has_no_error(cell: Cell) -> bool:
    return cell.standard_error is None or cell.standard_error < _NO_ERROR


def _reach(cell: Cell) -> tuple[float, float]:
    """How far the ends of an interval lie below and above its figure; nan where unknown."""
    if cell.value is None or cell.lower is None or cell.upper is None:
        return math.nan, math.nan
    return cell.value - cell.lower, cell.upper - cell.value
