"""The command line: quick to answer, and it speaks in sentences."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from folkmoot.cli.main import command_targets

HEAVY = ("duckdb", "ibis", "pyarrow", "starlette", "sqlalchemy", "highspy", "jinja2")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "folkmoot", *words],
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_imports_nothing_heavy():
    # What makes `--help` slow is what it imports; a time would depend on the machine.
    code = (
        "import sys\n"
        "from folkmoot.cli.main import root\n"
        "try:\n    root(['--help'], standalone_mode=False)\n"
        "except SystemExit:\n    pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == "[]"
    assert "demo" in done.stdout


@pytest.mark.parametrize("name", sorted(command_targets()))
def test_every_command_has_help(name):
    command = command_targets()[name]
    assert command.help
    result = CliRunner().invoke(command, ["--help"])
    assert result.exit_code == 0


def test_a_missing_workspace_is_a_sentence_and_an_exit_code(tmp_path):
    done = run("status", "--workspace", str(tmp_path))
    assert done.returncode == 3
    assert "is not a workspace" in done.stderr
    assert "folkmoot init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_question_before_the_first_build_is_a_sentence(tmp_path):
    made = run("init", str(tmp_path / "w"), "--name", "Three councils")
    assert made.returncode == 0
    done = run("buy", "opportunities", "-w", str(tmp_path / "w"))
    assert done.returncode == 8
    assert "folkmoot build" in done.stderr


def test_an_unknown_command_is_the_command_lines_error():
    assert run("sell").returncode == 2


def test_the_log_remembers_who_did_what(tmp_path):
    folder = str(tmp_path / "w")
    run("init", folder, "--name", "Three councils")
    (tmp_path / "a.csv").write_text("Supplier,Amount\nA Ltd,1\n", "utf-8")
    run("add", str(tmp_path / "a.csv"), "-w", folder)
    entries = json.loads(run("log", "-w", folder, "--json").stdout)
    assert [entry["action"] for entry in entries] == ["add", "init"]
    assert all(entry["who"] for entry in entries)
