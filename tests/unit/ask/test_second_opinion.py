"""The same samples put to svy, another program, at designs that the R results lack."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import svy

from folkmoot.ask.estimation.design import Design
from folkmoot.ask.estimation.estimates import estimate, proportions_by
from folkmoot.ask.estimation.margins import Margin
from folkmoot.ask.estimation.rao_scott import rao_scott
from folkmoot.ask.estimation.weights import raked


@pytest.fixture(scope="module")
def sample():
    rng = np.random.default_rng(11)
    n = 400
    stratum = rng.integers(0, 3, n)
    cluster = stratum * 8 + rng.integers(0, 8, n)
    column = rng.integers(0, 3, n)
    answer = (rng.random(n) < 0.3 + 0.1 * column + 0.02 * (cluster % 8)).astype(int)
    return {
        "w": rng.uniform(1, 3, n),
        "s": stratum,
        "c": cluster,
        "y": rng.normal(size=n) + cluster % 5,
        "a": answer,
        "b": column,
        "pop": np.full(n, 30.0),
    }


@pytest.fixture(scope="module")
def theirs(sample):
    frame = pl.DataFrame(sample).with_columns(
        a=pl.col("a").cast(pl.String), b=pl.col("b").cast(pl.String)
    )
    return svy.Sample(frame, svy.Design(wgt="w", stratum="s", psu="c", pop_size="pop"))


@pytest.fixture(scope="module")
def ours(sample):
    return Design(
        sample["w"],
        strata=sample["s"],
        clusters=sample["c"],
        population=np.full(3, 30.0),
    )


def test_a_mean_of_strata_and_clusters(sample, ours, theirs):
    mine = estimate(ours, sample["y"])
    row = theirs.estimation.mean("y").to_dicts()[0]
    assert mine.values[0] == pytest.approx(row["est"], rel=1e-12)
    assert mine.standard_errors[0] == pytest.approx(row["se"], rel=1e-10)


def test_shares_by_group(sample, ours, theirs):
    mine = proportions_by(ours, sample["a"], 2, sample["b"], 3)
    rows = theirs.estimation.prop("a", by="b").to_dicts()
    rows.sort(key=lambda row: (str(row["by_level"]), str(row["y_level"])))
    np.testing.assert_allclose(mine.values, [row["est"] for row in rows], rtol=1e-12)
    np.testing.assert_allclose(
        mine.standard_errors, [row["se"] for row in rows], rtol=1e-10
    )


def test_rao_scott(sample, ours, theirs):
    mine = rao_scott(ours, sample["a"], sample["b"])
    stats = theirs.categorical.tabulate("a", "b").stats
    assert mine.statistic == pytest.approx(stats.f.value, rel=1e-9)
    assert mine.p_value == pytest.approx(stats.f.p_value, rel=1e-8)


def test_raked_weights(sample):
    margins = [
        Margin("a", ("0", "1"), np.array([180.0, 220.0])),
        Margin("b", ("0", "1", "2"), np.array([100.0, 140.0, 160.0])),
    ]
    mine = raked(sample["w"], [sample["a"], sample["b"]], margins)
    frame = pl.DataFrame(sample).with_columns(
        a=pl.col("a").cast(pl.String), b=pl.col("b").cast(pl.String)
    )
    done = svy.Sample(frame, svy.Design(wgt="w")).weighting.rake(
        controls={
            "a": {"0": 180.0, "1": 220.0},
            "b": {"0": 100.0, "1": 140.0, "2": 160.0},
        },
        tol=1e-12,
        max_iter=500,
    )
    np.testing.assert_allclose(mine.weights, done.data["rk_wgt"].to_numpy(), rtol=1e-9)
