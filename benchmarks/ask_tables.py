"""Tables of a survey: ours beside pandas and svy, and raking beside weightipy, in one run.

    python benchmarks/ask_tables.py [--people 100000] [--weightipy PYTHON]

Invented answers: 200 questions of five levels by 20 banners of two to six columns, weights
raked to six margins. Peers do few tables and are scaled up, as said in the table.
`--weightipy` names a Python that has weightipy installed; it is no dependency of ours.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from measuring import machine

from folkmoot.ask.estimation.crosstabs import Banner, Book, Question, book
from folkmoot.ask.estimation.design import Design
from folkmoot.ask.estimation.letters import letters
from folkmoot.ask.estimation.margins import Margin
from folkmoot.ask.estimation.rao_scott import TableTests, linearised_letters
from folkmoot.ask.estimation.weights import raked

QUESTIONS, BANNERS, LEVELS = 200, 20, 5
MARGIN_SIZES = (2, 6, 4, 9, 5, 7)
TABLES = QUESTIONS * BANNERS


def timed(what: Callable[[], object]) -> tuple[float, object]:
    started = time.process_time()
    result = what()
    return time.process_time() - started, result


def margins_of(rng: np.random.Generator, people: int):
    """Codes of six margins, and targets that ask for weights of about 0.5 to 2."""
    codes = [rng.integers(0, size, people) for size in MARGIN_SIZES]
    margins = []
    for i, size in enumerate(MARGIN_SIZES):
        share = rng.uniform(0.7, 1.3, size)
        held = np.bincount(codes[i], minlength=size) * share
        names = tuple(f"l{level}" for level in range(size))
        margins.append(Margin(f"m{i}", names, held / held.sum()))
    return codes, margins


def survey(people: int):
    rng = np.random.default_rng(1)
    codes, margins = margins_of(rng, people)
    weighting = raked(np.ones(people), codes, margins)
    banners = [
        Banner(rng.integers(0, columns, people), columns)
        for columns in (2 + i % 5 for i in range(BANNERS))
    ]
    questions = [
        Question(rng.integers(0, LEVELS, people), LEVELS) for _ in range(QUESTIONS)
    ]
    return weighting, questions, banners, rng


def whole_book(design: Design, questions, banners) -> int:
    """Counts and letters of a book, and a test and linearised letters of each table."""
    counted = book(design.weights, questions, banners)
    letters(counted)
    tests = TableTests(design)
    for question in questions:
        for banner in banners:
            table = tests.of(
                question.codes, question.levels, banner.codes, banner.columns
            )
            linearised_letters(table)
    return TABLES


def pandas_tables(weights, questions, banners, tables: int) -> float:
    import pandas as pd

    frame = pd.DataFrame({"w": weights})
    for i in range(tables):
        frame[f"q{i}"] = questions[i].codes
        frame[f"b{i}"] = banners[i % BANNERS].codes
    seconds, _ = timed(
        lambda: [
            pd.crosstab(
                frame[f"q{i}"], frame[f"b{i}"], values=frame["w"], aggfunc="sum"
            )
            for i in range(tables)
        ]
    )
    return seconds


def svy_tables(weights, questions, banners, tables: int) -> float:
    import polars as pl
    import svy

    columns = {"w": weights}
    for i in range(tables):
        columns[f"q{i}"] = questions[i].codes.astype(str)
        columns[f"b{i}"] = banners[i % BANNERS].codes.astype(str)
    sample = svy.Sample(pl.DataFrame(columns), svy.Design(wgt="w"))
    seconds, _ = timed(
        lambda: [sample.categorical.tabulate(f"q{i}", f"b{i}") for i in range(tables)]
    )
    return seconds


def svy_rake(codes, margins) -> float:
    import polars as pl
    import svy

    people = len(codes[0])
    frame = pl.DataFrame(
        {"w": np.ones(people)}
        | {
            margin.name: [margin.levels[code] for code in column]
            for column, margin in zip(codes, margins, strict=True)
        }
    )
    controls = {
        margin.name: dict(zip(margin.levels, margin.targets * people, strict=True))
        for margin in margins
    }
    sample = svy.Sample(frame, svy.Design(wgt="w"))
    seconds, _ = timed(lambda: sample.weighting.rake(controls=controls, tol=1e-10))
    return seconds


WEIGHTIPY = """
import json, sys, time
import numpy as np, pandas as pd, weightipy as wp
with np.load(sys.argv[1]) as held:
    codes = {k: held[k] for k in held.files}
targets = json.load(open(sys.argv[2]))
frame = pd.DataFrame(codes)
scheme = wp.scheme_from_dict(
    {m: {i: 100 * share for i, share in enumerate(t)} for m, t in targets.items()}
)
started = time.process_time()
weighted = wp.weight_dataframe(frame, scheme, weight_column="weights")
seconds = time.process_time() - started
weights = weighted["weights"].to_numpy()
worst = max(
    abs(np.bincount(codes[m], weights, len(t)) / weights.sum() - t).max()
    for m, t in targets.items()
)
print(json.dumps({"seconds": seconds, "worst": worst}))
"""


def weightipy_rake(python: str, codes, margins) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        held = Path(folder) / "codes.npz"
        named = {m.name: c for m, c in zip(margins, codes, strict=True)}
        np.savez(held, **named)
        targets = Path(folder) / "targets.json"
        targets.write_text(json.dumps({m.name: m.targets.tolist() for m in margins}))
        done = subprocess.run(
            [python, "-c", WEIGHTIPY, str(held), str(targets)],
            capture_output=True,
            check=True,
            text=True,
        )
    return json.loads(done.stdout.strip().splitlines()[-1])


def row(job: str, seconds: float, tables: int) -> None:
    print(
        f"| {job} | {seconds:.2f} | {tables} | {1000 * seconds / tables:.2f} |"
        f" {seconds * TABLES / tables:.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--raking", type=int, default=1_000_000)
    parser.add_argument("--weightipy")
    given = parser.parse_args()
    print(machine())
    weighting, questions, banners, rng = survey(given.people)
    weights = weighting.weights
    print(
        f"\n| job ({given.people:,} people) | CPU s | tables | ms a table | 4,000 s |"
    )
    print("|---|---|---|---|---|")
    seconds, counted = timed(lambda: book(weights, questions, banners))
    row("folkmoot: counts, bases, effective bases", seconds, TABLES)
    assert isinstance(counted, Book)
    more, _ = timed(lambda: letters(counted))
    row("folkmoot: the same and letters", seconds + more, TABLES)
    few = 20
    cases = {
        "people, raked": Design(weights, calibration=weighting.calibration),
        "279 councils, raked": Design(
            weights,
            clusters=rng.integers(0, 279, given.people),
            calibration=weighting.calibration,
        ),
    }
    for name, design in cases.items():
        seconds, _ = timed(lambda design=design: whole_book(design, questions, banners))
        row(
            f"folkmoot: letters, Rao-Scott, linearised letters ({name})",
            seconds,
            TABLES,
        )
    row(
        "pandas.crosstab: weighted counts",
        pandas_tables(weights, questions, banners, few),
        few,
    )
    row(
        "svy tabulate: shares, errors, Rao-Scott",
        svy_tables(weights, questions, banners, 5),
        5,
    )
    codes, margins = margins_of(np.random.default_rng(2), given.raking)
    print(f"\n| raking ({given.raking:,} people, 6 margins) | CPU s | worst miss |")
    print("|---|---|---|")
    seconds, found = timed(lambda: raked(np.ones(given.raking), codes, margins))
    print(f"| folkmoot | {seconds:.2f} | {found.largest_miss:.1e} |")
    print(f"| svy, tolerance 1e-10 | {svy_rake(codes, margins):.2f} | |")
    if given.weightipy:
        other = weightipy_rake(given.weightipy, codes, margins)
        print(f"| weightipy | {other['seconds']:.2f} | {other['worst']:.1e} |")


if __name__ == "__main__":
    sys.exit(main())
