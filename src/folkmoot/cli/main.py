"""The door for operators. Nothing heavy is imported until a command is chosen."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import click

from folkmoot.core.exceptions import FolkmootError


class _Entry(NamedTuple):
    target: str
    help: str


_COMMANDS: Mapping[str, _Entry] = {
    "demo": _Entry(
        "folkmoot.cli.demo:demo", "Invent a group of councils, build, serve."
    ),
    "init": _Entry("folkmoot.cli.workspace:init", "Make a workspace for a group."),
    "add": _Entry("folkmoot.cli.workspace:add", "Add published files."),
    "build": _Entry("folkmoot.cli.workspace:build", "Read, resolve and answer."),
    "status": _Entry("folkmoot.cli.workspace:status", "What became of every row."),
    "issues": _Entry(
        "folkmoot.cli.workspace:issues", "Rows and cells not kept, and why."
    ),
    "quality": _Entry(
        "folkmoot.cli.quality:quality", "What publishers leave out, and a letter."
    ),
    "serve": _Entry("folkmoot.cli.serve:serve", "Show the pages on this machine."),
    "export": _Entry("folkmoot.cli.export:export", "Write a list as CSV or Excel."),
    "paper": _Entry("folkmoot.cli.paper:paper", "Two pages for a committee, as PDF."),
    "rollback": _Entry("folkmoot.cli.workspace:rollback", "Go back one build."),
    "log": _Entry("folkmoot.cli.workspace:log", "Who did what to this workspace."),
    "doctor": _Entry("folkmoot.cli.doctor:doctor", "Check this machine and workspace."),
    "councils": _Entry("folkmoot.cli.councils:councils", "Find a council's GSS code."),
    "sources": _Entry("folkmoot.cli.sources:sources", "Try how a file is read."),
    "suppliers": _Entry(
        "folkmoot.cli.suppliers:suppliers", "Which names in a list are one supplier?"
    ),
    "judge": _Entry("folkmoot.cli.judge:judge", "What people decided; say and undo."),
    "collect": _Entry(
        "folkmoot.cli.collect:collect", "Collect the answers of a survey."
    ),
    "buy": _Entry("folkmoot.buy.commands:buy", "What could we buy together?"),
    "ask": _Entry("folkmoot.cli.ask:ask", "Survey councillors and residents."),
}


class _LazyGroup(click.Group):
    """A group that knows its commands by name and sentence, and imports one when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = _COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, e.help) for name, e in _COMMANDS.items()])


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `folkmoot demo`. Exit codes are listed in docs/reference/exit-codes.md.",
)
@click.version_option(package_name="folkmoot", message="%(prog)s %(version)s")
def root() -> None:
    """Folkmoot: the workbench of a group of councils.

    It reads contract registers, spend files and notices as councils publish them, and
    shows what the group could buy together, with the row behind every number.
    """


def main() -> None:
    """Run a command; whatever goes wrong is said in a sentence with its exit code."""
    # Further threads of linear algebra gain nothing on tables of this size, and wait by
    # looking for work: on a busy machine classes took seven times the processor's time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        root(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except FolkmootError as error:
        click.echo(f"{error.what}\n{error.next_step}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe has gone (`folkmoot status | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def command_targets() -> dict[str, Any]:
    """Each command by name, imported: for the reference pages and their test."""
    context = click.Context(root)
    return {name: root.get_command(context, name) for name in _COMMANDS}
