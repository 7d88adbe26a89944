"""What a desk registers: its tables, its steps, its pages, its lists and its commands.

`build.py`, `web/` and `cli.py` walk the same tuple of desks, so that the next desk
arrives as a folder and one line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.core.calendar import Event
from folkmoot.core.judgements import Judgement, Person, Topic
from folkmoot.core.schema import TableSpec
from folkmoot.core.store import Reader, Writer

if TYPE_CHECKING:
    from folkmoot.core.export import Sheet
    from folkmoot.core.state import State


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What a desk's steps may know of the run: never the clock.

    `settings` is the desk's own table of `folkmoot.toml`, such as `[buy]`; `previous`
    reads the last sealed build, for what must stay stable from one to the next.
    `workspace` is the folder in which a desk with `inputs` finds files of its own.
    """

    as_of: date
    group_name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    previous: Reader | None = None
    judgements: Sequence[Judgement] = ()
    """What people decided, as it stands when the build begins."""
    workspace: Path | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its template, and the question it puts to a sealed build.

    `answer` takes the reader, the path's parameters and the query's; what it returns is
    handed to the template as it is. It raises `NotFoundError` where there is no such thing.
    `decided` lays over it what people decided since the build: it takes the answer and
    the state, and gives the answer to show.
    """

    path: str
    name: str
    template: str
    answer: Callable[[Reader, Mapping[str, str], Mapping[str, str]], dict[str, Any]]
    decided: Callable[[dict[str, Any], State], dict[str, Any]] | None = None
    is_paper: bool = False
    """A page to print: it is also given as a PDF, under the same address with `.pdf`."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent with a form: who, when, from which address, and its fields."""

    path: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]]
    by: Person
    at: datetime

    def one(self, name: str) -> str:
        """The value of a field, or empty where it was not sent."""
        return self.fields.get(name, ("",))[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, such as the boxes ticked."""
        return self.fields.get(name, ())


@dataclass(frozen=True, slots=True)
class Action:
    """One form that a person can send: its address, and the page that it stands on.

    `act` takes the state, the sealed build and what was sent, and gives the address to
    show next. Where it raises `RefusedError` nothing was kept, and the page is shown
    again with the error and everything that was given. The path holds every parameter of
    the path of the page, which is found by its name.
    """

    path: str
    page: str
    act: Callable[[State, Reader, Sent], str]


@dataclass(frozen=True, slots=True)
class Download:
    """One file made for one thing: its address, its type, and what writes it.

    `answer` takes the reader and the path's parameters, with `as_of` and `group` added, and
    gives the file's name and its bytes. It raises `NotFoundError` where there is no such
    thing. A file that `is_shown` opens in the browser; it must hold nothing that runs.
    """

    path: str
    media_type: str
    answer: Callable[[Reader, Mapping[str, str]], tuple[str, bytes]]
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column of an export: the key in the row, its heading, and how it is written."""

    key: str
    heading: str
    kind: str = "text"
    """text, integer, number, money, date or link"""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list that pages, CSV, Excel and the JSON API all give, from the same rows.

    `rows` takes the reader and the query's parameters and gives every matching row,
    best first; the page cuts it, the exports do not. `decided` lays over them what
    people decided since the build.
    """

    name: str
    title: str
    columns: tuple[ExportColumn, ...]
    rows: Callable[[Reader, Mapping[str, str]], Sequence[dict[str, Any]]]
    decided: (
        Callable[[Sequence[dict[str, Any]], State], Sequence[dict[str, Any]]] | None
    ) = None
    path: str = ""
    """Its address where that is not its name."""

    @property
    def address(self) -> str:
        """Where its page is; files and the API lie under the same address."""
        return self.path or f"/{self.name}"


@dataclass(frozen=True, slots=True)
class Feed:
    """The days of a list for people's own calendars, given as iCalendar under `path`.

    `event` makes one row of the list an entry.
    """

    path: str
    title: str
    listing: Listing
    event: Callable[[Mapping[str, Any]], Event]


@dataclass(frozen=True, slots=True)
class Workbook:
    """All that a desk knows in one Excel workbook, a sheet each, under `path`.

    `sheets` takes the reader, the query's parameters and what people decided.
    """

    path: str
    title: str
    sheets: Callable[[Reader, Mapping[str, str], State], Sequence[Sheet]]


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk of the house.

    `glance` takes the reader and the as-of date and gives what the front page puts at its
    head; the desk's template `_glance.html` draws it from `figures`.
    """

    name: str
    question: str
    tables: tuple[TableSpec, ...]
    build: Callable[[Writer, BuildContext], None]
    pages: tuple[Page, ...] = ()
    listings: tuple[Listing, ...] = ()
    actions: tuple[Action, ...] = ()
    topics: tuple[Topic, ...] = ()
    """What people can decide on its pages."""
    feeds: tuple[Feed, ...] = ()
    workbooks: tuple[Workbook, ...] = ()
    downloads: tuple[Download, ...] = ()
    glance: Callable[[Reader, str], Mapping[str, Any]] | None = None
    inputs: Callable[[Path], Mapping[str, str]] | None = None
    """The digest, by name, of each file of the workspace that it reads besides sources."""
    check_settings: Callable[[Mapping[str, Any]], object] | None = None
    """Raises `ConfigError` where the desk's table of `folkmoot.toml` is wrong."""
    commands: str = ""
    """Dotted name of the click group, imported only when a command of it is called."""
