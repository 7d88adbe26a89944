"""The commands that the tutorial and the how-to show are run, in their order."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

DOCS = Path(__file__).parents[3] / "docs"
NOT_RUN = ("serve", "doctor")
"""`serve` does not end; `doctor` speaks of the machine at hand."""


def commands(page: Path) -> list[list[str]]:
    """Each `folkmoot` command in the page's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    text = "".join(block.replace("\\\n", " ") for block in map(dedented, blocks))
    lines = [line for line in text.splitlines() if line.startswith("folkmoot ")]
    return [shlex.split(line.split(" > ")[0])[1:] for line in lines]


def dedented(block: str) -> str:
    return "\n".join(line.strip() for line in block.splitlines()) + "\n"


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "folkmoot", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "200"},
    )


@pytest.mark.slow
def test_the_tutorial_runs(tmp_path):
    shown = commands(DOCS / "tutorial" / "first-hour.md")
    assert [words[0] for words in shown if words[0] not in NOT_RUN] == [
        *("demo", "status", "issues", "export", "buy", "init"),
    ]
    for words in shown:
        if words[0] not in NOT_RUN:
            done = run(words, tmp_path)
            assert done.returncode == 0, (words, done.stderr)
            assert done.stdout.strip()
    assert (tmp_path / "opportunities.xlsx").stat().st_size > 5_000


def test_adding_a_file_runs_as_the_page_says(tmp_path):
    made = run(["init", ".", "--name", "Bradford", "--member", "E08000032"], tmp_path)
    assert made.returncode == 0, made.stderr
    write_register(tmp_path / "register.xlsx")
    (tmp_path / "spend-2025-04.csv").write_text(
        "Supplier,Payment date,Net amount\n"
        + "".join(f"Harrow & Vale Ltd,{d:02d}/04/2025,{d}00.00\n" for d in range(1, 9)),
        "utf-8",
    )
    for words in commands(DOCS / "how-to" / "add-a-councils-file.md"):
        done = run(words, tmp_path)
        assert done.returncode == 0, (words, done.stderr)


@pytest.mark.slow
def test_deciding_and_publishing_runs_as_the_page_says(tmp_path):
    for words in commands(DOCS / "how-to" / "decide-and-publish.md"):
        done = run(words, tmp_path)
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout.strip()
    assert (
        (tmp_path / "joint-purchases.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    )
    assert (tmp_path / "joint-purchases.xlsx").stat().st_size > 5_000


def test_telling_a_publisher_runs_as_the_page_says(tmp_path):
    made = run(["init", ".", "--name", "Bradford", "--member", "E08000032"], tmp_path)
    assert made.returncode == 0, made.stderr
    write_register(tmp_path / "sources" / "bradford.xlsx", value=9000)
    assert run(["build"], tmp_path).returncode == 0
    page = DOCS / "how-to" / "tell-a-publisher-what-is-missing.md"
    for words in commands(page):
        done = run(words, tmp_path)
        assert done.returncode == 0, (words, done.stderr)
        if "--letter" in words:
            told = " ".join(done.stdout.split())
            assert "There is no column for a reference number" in told


def write_register(path: Path, value: int = 900) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    headings = ("Contract title", "Supplier name", "Start date", "End date", "Value")
    sheet.write_row(0, 0, headings)
    for n in range(1, 12):
        row = (
            f"Lift servicing {n}",
            "Harrow & Vale Ltd",
            "01/04/2024",
            "31/03/2027",
            value,
        )
        sheet.write_row(n, 0, row)
    book.close()


@pytest.mark.slow
def test_the_first_survey_runs(tmp_path):
    shown = commands(DOCS / "tutorial" / "first-survey.md")
    assert [words[1] for words in shown] == [
        *("demo", "check", "tables", "run", "sample", "compare"),
    ]
    for words in shown:
        done = run(words, tmp_path)
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout.strip()
    assert (tmp_path / "my-survey" / "published" / "report.cy.pdf").is_file()
