"""The tables in which people's acts are kept, and how their database is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from folkmoot.core.exceptions import WorkspaceError

_PATIENCE_SECONDS = 20
"""How long one writer waits for another; a decision takes milliseconds."""

METADATA = sa.MetaData()
AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("audit_id", sa.Integer, primary_key=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)
JUDGEMENTS = sa.Table(
    "judgements",
    METADATA,
    sa.Column("judgement_id", sa.Integer, primary_key=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("topic", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(1000), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("verdict", sa.String(40), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("undoes", sa.ForeignKey("judgements.judgement_id"), unique=True),
    # Two people who decide at once cannot both be the second row of a subject.
    sa.UniqueConstraint("topic", "subject", "number"),
)


def state_engine(address: str) -> sa.Engine:
    """An engine on which a decision that was confirmed is on disk.

    SQLite: a journal of its own (WAL), so that pages can be read while one writes; a
    transaction that writes takes the right to do so as it begins, so that of two one
    waits and none fails.
    """
    if not address.startswith("sqlite"):
        return sa.create_engine(address, pool_pre_ping=True)
    engine = sa.create_engine(address, connect_args={"timeout": _PATIENCE_SECONDS})

    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    def begun(connection: sa.Connection) -> None:
        is_read = connection.get_execution_options().get("only_reads", False)
        connection.exec_driver_sql("BEGIN" if is_read else "BEGIN IMMEDIATE")

    sa.event.listen(engine, "connect", connected)
    sa.event.listen(engine, "begin", begun)
    return engine


def reading_engine(path: Path) -> sa.Engine:
    """An engine on a file that this account may read and not write.

    Beside a journal that is not yet written back SQLite needs more than reading, and
    leaving the journal out would hide the latest decisions: that raises
    `WorkspaceError`. Where there is no file nothing was decided.
    """
    if not path.is_file():
        return sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    for mode in ("mode=ro", "immutable=1"):
        engine = sa.create_engine(f"sqlite:///file:{quote(str(path))}?{mode}&uri=true")
        try:
            sa.inspect(engine).get_table_names()
        except sa.exc.DBAPIError:
            journal = path.with_name(path.name + "-wal")
            if journal.is_file() and journal.stat().st_size:
                break
        else:
            return engine
    raise WorkspaceError(
        f"What people decided cannot be read: {path.resolve()}.",
        "Ask for the right to read and write it and the folder that it is in.",
    )
