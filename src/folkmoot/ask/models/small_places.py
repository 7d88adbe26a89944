"""Figures for a council or ward from a survey too thin for it alone.

Multilevel regression and post-stratification (Gelman and Little, 1997; Park, Gelman and
Bafumi, 2004): a model learns from everybody how answers go with age, party or place, and
gives each kind of person in each place a share; the shares are then added up by how many
such people live there. Where places do not measurably differ, the model would only print
the average of all under many names, and it refuses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.estimation.errors import DesignError, NothingToBorrowError
from folkmoot.ask.estimation.intervals import LEVEL
from folkmoot.ask.models.places_mode import Counts, mode_at
from folkmoot.ask.models.places_model import BOUNDARY, PlacesModel, fitted_model
from folkmoot.ask.models.places_spreads import likely_spreads

DRAWS = 2_000
"""Draws that the ends of an interval are taken from."""


@dataclass(frozen=True, eq=False)
class Population:
    """Who lives where: one row a kind of person in a place, in the columns of the model.

    `fixed` (r, columns) and `codes` (one array a term, r) are as in `Counts`; `place` says
    where, `people` how many.
    """

    fixed: Numbers
    codes: tuple[Codes, ...]
    place: Codes
    people: Numbers
    places: int


@dataclass(frozen=True, eq=False)
class PlaceEstimates:
    """A share for each place, with its interval; places without people are nan.

    `direct` is the plain share of those who answered there, and `base` how many (effective)
    answers it rests on; `pooled` is how far the figure has moved from the direct one towards
    the rest, 0 to 1. `boundary_terms` are terms between whose levels nothing differed.
    """

    values: Numbers
    lower: Numbers
    upper: Numbers
    standard_errors: Numbers
    level: float
    direct: Numbers
    base: Numbers
    pooled: Numbers
    spreads: Numbers
    boundary_terms: tuple[str, ...]


def effective_counts(
    weights: Numbers, answers: Numbers, cells: Codes, n_cells: int
) -> tuple[Numbers, Numbers]:
    """Successes and trials of each cell, from weighted yes-or-no answers (1, 0, nan).

    A cell's trials are its effective base (Kish), its successes that times its weighted
    share (Ghitza and Gelman, 2013), so that weights bend the model no further than they
    should. Cells without answers have no trials.
    """
    given = ~np.isnan(answers) & (cells >= 0)
    held, w, y = cells[given], weights[given], answers[given]
    total = np.bincount(held, w, minlength=n_cells)
    squares = np.bincount(held, w**2, minlength=n_cells)
    yes = np.bincount(held, w * y, minlength=n_cells)
    some = squares > 0
    trials = np.divide(total**2, squares, out=np.zeros(n_cells), where=some)
    share = np.divide(yes, total, out=np.zeros(n_cells), where=some)
    return trials * np.clip(share, 0.0, 1.0), trials


def place_estimates(
    counts: Counts,
    population: Population,
    *,
    place_term: int = 0,
    level: float = LEVEL,
    seed: int = 0,
) -> PlaceEstimates:
    """The share of each place. `place_term` is the term whose levels are the places.

    The interval holds for a place's own share, and carries how unsure the model is of how
    much places differ. Raises `NothingToBorrowError` where the spread between places is
    not told from zero.
    """
    _check(counts, population)
    model = fitted_model(counts)
    if model.spreads[place_term] < BOUNDARY:
        raise NothingToBorrowError(counts.terms[place_term].name)
    rows = (population.fixed, population.codes)
    eta = _logits(counts, rows, model.spreads, model.mode.small, model.mode.wide)
    values = _placed(population, special.expit(eta))
    draws = _draws(model, population, seed)
    tail = (1 - level) / 2
    lower, upper = np.quantile(draws, [tail, 1 - tail], axis=0)
    direct, base = _direct(counts, place_term)
    return PlaceEstimates(
        values=values,
        lower=np.minimum(lower, values),
        upper=np.maximum(upper, values),
        standard_errors=draws.std(axis=0, ddof=1),
        level=level,
        direct=direct,
        base=base,
        pooled=_pooled(model, place_term),
        spreads=model.spreads,
        boundary_terms=model.boundary_terms,
    )


def _logits(
    counts: Counts,
    rows: tuple[Numbers, tuple[Codes, ...]],
    spreads: Numbers,
    small: Numbers,
    wide: Numbers,
) -> Numbers:
    """Logits of rows (fixed columns, codes of each term) at values (columns, draws)."""
    fixed, codes = rows
    p = fixed.shape[1]
    eta = fixed @ small[:p] + spreads[counts.wide] * wide[codes[counts.wide]]
    start = p
    for i in counts.narrow:
        stop = start + counts.terms[i].levels
        eta = eta + spreads[i] * small[start:stop][codes[i]]
        start = stop
    return np.asarray(eta)


def _placed(population: Population, shares: Numbers) -> Numbers:
    """Shares of kinds of people, added up to places."""
    size = population.places
    people = np.bincount(population.place, population.people, minlength=size)
    held = np.bincount(population.place, population.people * shares, minlength=size)
    return np.asarray(
        np.divide(held, people, out=np.full(size, np.nan), where=people > 0)
    )


def _draws(model: PlacesModel, population: Population, seed: int) -> Numbers:
    """Shares of places under likely spreads and, given each, of everything else."""
    counts, rng = model.counts, np.random.default_rng(seed)
    likely = likely_spreads(
        counts,
        model.spreads,
        model.mode,
        free=model.spreads >= BOUNDARY,
        draws=DRAWS,
        seed=seed,
    )
    rows = (population.fixed, population.codes)
    out: list[Numbers] = []
    for spreads, times in likely:
        mode = mode_at(counts, spreads, None, model.mode)
        small, wide = mode.curvature.noise(rng, times)
        eta = _logits(
            counts,
            rows,
            spreads,
            mode.small[:, None] + small,
            mode.wide[:, None] + wide,
        )
        shares = special.expit(eta)
        out.extend(_placed(population, shares[:, i]) for i in range(times))
    return np.asarray(out)


def _direct(counts: Counts, place_term: int) -> tuple[Numbers, Numbers]:
    """The share and the base of those who answered in each place."""
    term = counts.terms[place_term]
    base = np.bincount(term.codes, counts.trials, minlength=term.levels)
    yes = np.bincount(term.codes, counts.successes, minlength=term.levels)
    share = np.divide(yes, base, out=np.full(term.levels, np.nan), where=base > 0)
    return np.asarray(share), np.asarray(base, np.float64)


def _pooled(model: PlacesModel, place_term: int) -> Numbers:
    """1 - what a place's own answers weigh: 1 / (1 + information × variance)."""
    counts = model.counts
    term = counts.terms[place_term]
    rows = (counts.fixed, tuple(one.codes for one in counts.terms))
    mode = model.mode
    eta = _logits(counts, rows, model.spreads, mode.small, mode.wide)
    chance = special.expit(eta)
    held = np.bincount(
        term.codes, counts.trials * chance * (1 - chance), minlength=term.levels
    )
    return np.asarray(1 / (1 + held * model.spreads[place_term] ** 2))


def _check(counts: Counts, population: Population) -> None:
    if len(population.codes) != len(counts.terms):
        raise DesignError(
            "The population and the model differ in their terms.",
            "Give the population one column of codes for each term.",
        )
    for codes, term in zip(population.codes, counts.terms, strict=True):
        if len(codes) and (codes.min() < 0 or codes.max() >= term.levels):
            raise DesignError(
                f"The population has a level of '{term.name}' that the model has not.",
                "Count every level in the model, even those without answers.",
            )
