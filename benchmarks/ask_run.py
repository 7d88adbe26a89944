"""`folkmoot ask run` on a book of tables, as the command, beside its kernel alone.

    python benchmarks/ask_run.py [--questions 200] [--divisions 20] [--people 100000]

An invented survey is written into a temporary folder: questions of five levels, divisions
of two to six, weights raked to six margins. The command reads it and writes all that it
always writes (report, paper, workbook, figures). The kernel (`ask_tables.py`) makes counts,
tests and letters of the same number of tables from arrays, and writes nothing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from ask_tables import LEVELS, margins_of, timed, whole_book
from measuring import machine

from folkmoot.ask.estimation.crosstabs import Banner, Question
from folkmoot.ask.estimation.design import Design
from folkmoot.ask.estimation.weights import raked

HEAD = """
[survey]
id = "book"
title = "A book of tables"
client = "Nobody (invented)"
conducted_by = "A benchmark"
invented = true
[fieldwork]
start_date = 2026-03-02
end_date = 2026-03-27
mode = "Drawn by a computer"
universe = "Numbers"
method = "At random"
contact = "Nobody"
[privacy]
notice = "Nobody is asked."
controller = "Nobody"
lawful_basis = "None is needed"
retention_date = 2027-03-31
withdrawal = "There is nobody to withdraw."
[answers]
file = "answers.csv"
[publishing]
banner = "all"
"""


def survey_text(questions: int, widths: list[int], margins) -> str:
    parts = [HEAD, "[weighting]\nmargins = ["]
    for margin in margins:
        targets = ", ".join(
            f'"{level}" = {share:.12f}'
            for level, share in zip(margin.levels, margin.targets, strict=True)
        )
        parts.append(f'  {{ question = "{margin.name}", targets = {{ {targets} }} }},')
    parts.append("]")
    by = ", ".join(f'"d{i}"' for i in range(len(widths)))
    parts.append(f'[[banners]]\nid = "all"\nlabel = "All divisions"\nby = [{by}]')
    for i, width in enumerate(widths):
        parts.append(_question(f"d{i}", "record", map(str, range(width))))
    for margin in margins:
        parts.append(_question(margin.name, "record", margin.levels))
    for i in range(questions):
        parts.append(_question(f"q{i}", "asked", map(str, range(LEVELS))))
    return "\n".join(parts)


def _question(name: str, source: str, levels) -> str:
    codes = ", ".join(f'{{ code = "{one}", label = "Level {one}" }}' for one in levels)
    return (
        f'[[questions]]\nid = "{name}"\nkind = "single"\nsource = "{source}"\n'
        f'text = "What of {name}?"\ncodes = [{codes}]'
    )


def invented(questions: int, widths: list[int], people: int):
    """Codes of margins with the margins, of divisions, and of questions."""
    rng = np.random.default_rng(1)
    codes, margins = margins_of(rng, people)
    divisions = [rng.integers(0, width, people) for width in widths]
    return (
        codes,
        margins,
        divisions,
        [rng.integers(0, LEVELS, people) for _ in range(questions)],
    )


def write_survey(folder: Path, questions: int, widths: list[int], people: int) -> None:
    """The same answers as a survey's files."""
    codes, margins, divisions, asked = invented(questions, widths, people)
    names = [f"d{i}" for i in range(len(widths))]
    names += [margin.name for margin in margins] + [f"q{i}" for i in range(questions)]
    levels = [np.char.add("l", column.astype(str)) for column in codes]
    columns = [*(d.astype(str) for d in divisions), *levels]
    columns += [q.astype(str) for q in asked]
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(names) + "\n")
        for row in zip(*columns, strict=True):
            file.write(",".join(row) + "\n")
    (folder / "survey.toml").write_text(survey_text(questions, widths, margins))


def command(folder: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak megabytes of `folkmoot ask run`."""
    before = os.times()
    program = subprocess.Popen(
        [sys.executable, "-m", "folkmoot", "ask", "run", str(folder), "--json"],
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise SystemExit(f"folkmoot ask run ended with {program.returncode}")
    wall = os.times().elapsed - before.elapsed
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--divisions", type=int, default=20)
    parser.add_argument("--people", type=int, default=100_000)
    given = parser.parse_args()
    print(machine())
    widths = [2 + i % 5 for i in range(given.divisions)]
    tables = given.questions * given.divisions
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In a process of its own: the peak of a child counts what its parent held.
        context = multiprocessing.get_context("spawn")
        writing = context.Process(
            target=write_survey, args=(folder, given.questions, widths, given.people)
        )
        writing.start()
        writing.join()
        cpu, wall, peak = command(folder)
        written = sum(p.stat().st_size for p in (folder / "published").iterdir())
    codes, margins, divisions, asked = invented(given.questions, widths, given.people)
    weighting = raked(np.ones(given.people), codes, margins)
    design = Design(weighting.weights, calibration=weighting.calibration)
    kernel, _ = timed(
        lambda: whole_book(
            design,
            [Question(codes, LEVELS) for codes in asked],
            [Banner(d, w) for d, w in zip(divisions, widths, strict=True)],
        )
    )
    print(
        f"\n{tables:,} tables of {given.people:,} people; {written / 1e6:.0f} MB written"
    )
    print("| job | CPU s | wall s | ms a table | peak MB |\n|---|---|---|---|---|")
    print(
        f"| folkmoot ask run, everything written | {cpu:.1f} | {wall:.1f} | "
        f"{1000 * cpu / tables:.1f} | {peak:,.0f} |"
    )
    print(f"| the kernel alone | {kernel:.1f} | | {1000 * kernel / tables:.1f} | |")


if __name__ == "__main__":
    main()
