"""A server of the invented group and the installed Chromium, for all browser tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from invented_group import sealed_workspace
from serving import served
from tests.made_once import made_once

from folkmoot.ask.desk import DESK as ASK
from folkmoot.buy.desk import DESK
from folkmoot.core.workspace import Workspace
from folkmoot.web.app import application

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
]
VENDOR = Path(__file__).parents[2] / "src" / "folkmoot" / "web" / "static" / "vendor"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not (VENDOR / "folkmoot.css").is_file():
        pytest.skip("the style sheet is not built: run `pip install .` once")
    made = made_once(tmp_path_factory, "invented-group", sealed_workspace)
    app = application(Workspace.open(made), desks=(DESK, ASK))
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("Chromium is not installed: `apt-get install chromium`")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Watched:
    """A page, and what went wrong while it was open."""

    page: object
    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@pytest.fixture
def watched(browser, server: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    seen = Watched(page)

    def told(message) -> None:
        # A page that says 404 or 400 is itself what the browser reports here.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            seen.console.append(message.text)

    def asked(request) -> None:
        if not request.url.startswith((server, "data:", "blob:")):
            seen.elsewhere.append(request.url)

    page.on("console", told)
    page.on("pageerror", lambda error: seen.console.append(str(error)))
    page.on("request", asked)
    yield seen
    context.close()
