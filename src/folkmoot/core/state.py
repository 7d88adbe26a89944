"""What people did and decided, kept outside every build: who, when, what.

SQLite beside the builds by default; any SQLAlchemy address, such as PostgreSQL's, does
as well. Rows are added and never changed.
"""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

_metadata = sa.MetaData()
_audit = sa.Table(
    "audit",
    _metadata,
    sa.Column("audit_id", sa.Integer, primary_key=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did to the workspace."""

    at: str
    who: str
    action: str
    detail: str


class State:
    """The workspace's memory of people's acts."""

    def __init__(self, address: str) -> None:
        self._engine = sa.create_engine(address)
        _metadata.create_all(self._engine)

    @classmethod
    def beside(cls, root: Path) -> State:
        """The SQLite file of a workspace folder."""
        return cls(f"sqlite:///{root / 'state.sqlite'}")

    def record(self, action: str, detail: str, *, at: datetime) -> None:
        """Add one line to the audit log, under the account that runs the program."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.insert(_audit).values(
                    at=at.astimezone(UTC).isoformat(timespec="seconds"),
                    who=getpass.getuser(),
                    action=action,
                    detail=detail,
                )
            )

    def entries(self, *, limit: int) -> Sequence[AuditEntry]:
        """The audit log, latest first."""
        query = (
            sa.select(_audit.c.at, _audit.c.who, _audit.c.action, _audit.c.detail)
            .order_by(_audit.c.audit_id.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [AuditEntry(*row) for row in connection.execute(query)]

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()
