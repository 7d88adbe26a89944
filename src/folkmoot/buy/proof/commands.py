"""`folkmoot buy backtest`: what it would have proposed of later joint buys."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from folkmoot.core.exceptions import NoDataError
from folkmoot.core.terminal import (
    json_option,
    print_json,
    print_table,
    workspace_option,
)

if TYPE_CHECKING:
    from folkmoot.buy.proof.backtest import Backtest, View


@click.command()
@workspace_option
@click.option(
    "--cut",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Hide everything published after this day.",
)
@click.option(
    "--all-councils",
    is_flag=True,
    help="Search every council in the files, not only the group's members.",
)
@click.option(
    "--sheets",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write sheets for a blinded reading into this folder.",
)
@click.option(
    "--seed", default=1, show_default=True, help="Draws the random way and the order."
)
@json_option
def backtest(
    *,
    folder: Path,
    cut: datetime,
    all_councils: bool,
    sheets: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Hide what was published after a day, and look for the joint buys told of since.

    Recall with its ceiling; no precision is claimed, as a proposal that nobody took up may
    be good. Example: folkmoot buy backtest --cut 2021-06-01 --sheets reading
    """
    from folkmoot.buy.proof.backtest import backtest as run
    from folkmoot.buy.proof.backtest import backtest_document
    from folkmoot.buy.proof.backtest_inputs import again_of
    from folkmoot.buy.proof.reading_sheets import write_sheets
    from folkmoot.core.workspace import Workspace

    workspace = Workspace.open(folder)
    again = again_of(workspace, all_councils=all_councils)
    today = date.fromisoformat(workspace.manifest()["as_of"])
    if cut.date() >= today:
        raise NoDataError(
            f"The cut of {cut:%d %B %Y} is not before the build's date, {today:%d %B %Y}.",
            "Choose an earlier --cut, or build again with a later --as-of.",
        )
    result = run(again, cut=cut.date(), today=today, seed=seed)
    if as_json:
        print_json(backtest_document(result))
    else:
        print_backtest(result)
    if sheets is not None:
        paths = write_sheets(
            sheets,
            result.views["names masked"].proposals,
            councils=result.councils,
            seed=seed,
        )
        for path in paths:
            click.echo(f"Written: {path}", err=as_json)


def print_backtest(result: Backtest) -> None:
    """The answer as tables with what they can and cannot say."""
    buying = result.buying
    count = len(buying.buys)
    click.echo(
        f"Cut at {result.cut}, told of by {result.today}; {len(result.councils):,} councils "
        f"searched. Joint buys told of since: n = {count}."
    )
    click.echo(
        f"Not counted: {buying.outside:,} with fewer than two of these councils, "
        f"{buying.without_need:,} whose need is not known, {buying.by_consortia:,} of "
        "purchasing consortia."
    )
    for name, view in result.views.items():
        _print_view(name, view, count)
    _print_buys(result)
    if result.outcomes:
        click.echo(
            "\nEnds taken at the cut that have come since, and what was told of them"
        )
        print_table(
            ("How the end was known", "Ends", "Later end told", "In the window",
             "Supplier paid on", "Nothing told"),
            [
                (method, o.ends, o.later_end_told, o.within_window, o.paid_on, o.nothing_told)
                for method, o in result.outcomes.items()
            ],
        )  # fmt: skip
    click.echo(_caution(count))


def _print_view(name: str, view: View, count: int) -> None:
    click.echo(
        f"\nPartnerships: {name}. {view.contracts:,} contracts took part. Ceiling: of {count} "
        f"joint buys {len(view.findable)} could be found by need, "
        f"{len(view.findable_by_division)} by its division; for the others fewer than two "
        "of the councils had a contract that took part."
    )
    rows = []
    for way, found in view.found.items():
        places = [one.place for one in found if one.place is not None]
        wide = [
            f.same_division_place for f in found if f.same_division_place is not None
        ]
        rows.append(
            (
                way,
                len(view.proposals[way]),
                sum(place <= 20 for place in places),
                sum(place <= 100 for place in places),
                len(places),
                len(wide),
            )
        )
    print_table(
        ("Way", "Proposals", "Found in 20", "In 100", "In all", "By division"), rows
    )


def _print_buys(result: Backtest) -> None:
    from folkmoot.buy.proof.backtest import OURS

    if not result.buying.buys:
        return
    click.echo("\nThe joint buys")
    masked = result.views["names masked"]
    rows = []
    for number, found in enumerate(masked.found[OURS]):
        buy = found.buy
        months = (buy.told_date - result.cut).days / 30.4375
        place = found.place or "not proposed"
        if found.place is None and number not in masked.findable:
            place = "could not be found"
        names = ", ".join(sorted(result.councils[c] for c in buy.councils))
        rows.append(
            (buy.told_date, f"{months:.0f}", names[:40], buy.need_id, buy.kinds[0],
             buy.title[:40], place)
        )  # fmt: skip
    print_table(
        ("Told", "Months after", "Councils", "Need", "Shown by", "Title", "Our place"),
        rows,
    )


def _caution(count: int) -> str:
    from folkmoot.buy.proof.backtest import FEW

    if count == 0:
        return "\nNo joint buy was told of, so that nothing is shown either way."
    if count < FEW:
        return (
            f"\n{count} joint buys are too few for shares: one more or less changes the "
            "picture. Read them one by one."
        )
    return (
        "\nA proposal that nobody took up is not wrong; precision needs people to read."
    )


COMMANDS = (backtest,)
