"""What people did and decided, kept outside every build: who, when, what.

SQLite beside the builds by default; any SQLAlchemy address, such as PostgreSQL's, does
as well. Rows are added and never changed: what stands now is read from all of them.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from folkmoot.core.exceptions import RefusedError, WorkspaceError
from folkmoot.core.judgements import (
    LONGEST_REASON,
    Judgement,
    Person,
    Say,
    Topic,
    check_person,
    check_say,
    kept_together,
    standing,
)
from folkmoot.core.state_tables import (
    AUDIT,
    JUDGEMENTS,
    METADATA,
    reading_engine,
    state_engine,
)

STATE_NAME = "state.sqlite"
ADDRESS_VARIABLE = "FOLKMOOT_STATE"
"""An address may hold a password, so it is no setting of `folkmoot.toml`."""
_ATTEMPTS = 50
"""How often a number is tried again that another writer took first."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did to the workspace."""

    at: str
    who: str
    action: str
    detail: str


class State:
    """The workspace's memory of people's acts."""

    def __init__(
        self, engine: sa.Engine, *, tables: Collection[str], refusal: str = ""
    ) -> None:
        self.refusal = refusal
        """Why nothing can be decided here, in a sentence; empty where it can."""
        self._engine = engine
        self._tables = tables

    @classmethod
    def at(cls, address: str) -> State:
        """The memory in a database by its address, its tables made where it has none."""
        engine = state_engine(address)
        with engine.begin() as connection:
            METADATA.create_all(connection)
        return cls(engine, tables=set(METADATA.tables))

    @classmethod
    def beside(cls, root: Path) -> State:
        """The memory of a workspace folder, to read and to add to.

        Raises `WorkspaceError` where it cannot be written.
        """
        state = cls.open(root)
        state.check_writable()
        return state

    @classmethod
    def open(cls, root: Path) -> State:
        """The same where it can be written; else what can be read, and why not more."""
        address = os.environ.get(ADDRESS_VARIABLE, "")
        path = root / STATE_NAME
        try:
            return cls.at(address or f"sqlite:///{path}")
        except (ModuleNotFoundError, sa.exc.ArgumentError) as error:
            raise WorkspaceError(
                f"{ADDRESS_VARIABLE} is no address of a database that can be opened.",
                "Write it as dialect+driver://user:password@host/name, and install "
                "the driver.",
            ) from error
        except sa.exc.DBAPIError as error:
            if address:
                raise WorkspaceError(
                    f"The database that {ADDRESS_VARIABLE} names cannot be used.",
                    "Check its address, its password and that it runs.",
                ) from error
        refusal = (
            f"Nothing can be decided here: {path.resolve()} cannot be written by the "
            "account that runs Folkmoot."
        )
        engine = reading_engine(path)
        # A file that an older version made may lack a table that cannot be added now.
        there = set(sa.inspect(engine).get_table_names())
        return cls(engine, tables=there, refusal=refusal)

    def check_writable(self) -> None:
        """Raise `WorkspaceError` where nothing can be decided here."""
        if self.refusal:
            raise WorkspaceError(
                self.refusal, "Ask for the right to write in this workspace."
            )

    def record(self, action: str, detail: str, *, at: datetime, who: str = "") -> None:
        """Add one line to the audit log, under the account that runs the program."""
        with self._engine.begin() as connection:
            _note(connection, action, detail, at=at, who=who or getpass.getuser())

    def entries(self, *, limit: int) -> Sequence[AuditEntry]:
        """The audit log, latest first."""
        if AUDIT.name not in self._tables:
            return []
        query = (
            sa.select(AUDIT.c.at, AUDIT.c.who, AUDIT.c.action, AUDIT.c.detail)
            .order_by(AUDIT.c.audit_id.desc())
            .limit(limit)
        )
        with self._reading() as connection:
            return [AuditEntry(*row) for row in connection.execute(query)]

    def decide(
        self, topic: Topic, says: Sequence[Say], by: Person, *, at: datetime
    ) -> list[Judgement]:
        """Keep decisions, all of them or none, and note each in the audit log.

        Raises `RefusedError` where one is not complete or somebody decided meanwhile,
        `WorkspaceError` where nothing can be written here.
        """
        check_person(by)
        for say in says:
            check_say(topic, say)
        return self._kept(
            [
                {
                    "topic": topic.name,
                    "subject": say.subject,
                    "verdict": say.verdict,
                    "reason": say.reason.strip(),
                    "detail": dict(say.detail),
                    "undoes": None,
                    "seen": say.seen,
                }
                for say in says
            ],
            by,
            at=at,
        )

    def undo(
        self, judgement_id: int, by: Person, *, reason: str = "", at: datetime
    ) -> Judgement:
        """Take one decision back: what stood before it stands again.

        Raises `RefusedError` where there is no such decision or it is undone already.
        """
        check_person(by)
        _, earlier = self._still_kept(judgement_id)
        return self._kept([_taking_back(earlier, reason)], by, at=at)[0]

    def undo_together(
        self, judgement_id: int, by: Person, *, reason: str = "", at: datetime
    ) -> list[Judgement]:
        """Take back a decision and all that were kept in the same act, or none of them.

        Those that somebody took back before stay so. Raises as `undo` does.
        """
        check_person(by)
        history, earlier = self._still_kept(judgement_id)
        rows = [_taking_back(row, reason) for row in kept_together(history, earlier)]
        return self._kept(rows, by, at=at)

    def _still_kept(self, judgement_id: int) -> tuple[list[Judgement], Judgement]:
        """All of the topic's rows, and the decision of a number that nobody took back."""
        found = [row for row in self.history() if row.judgement_id == judgement_id]
        if not found or found[0].undoes is not None:
            raise RefusedError(
                f"There is no decision with the number {judgement_id}.",
                "`folkmoot judge list` shows those that stand.",
            )
        history = self.history(found[0].topic)
        if any(row.undoes == judgement_id for row in history):
            raise _undone_already(judgement_id)
        return history, found[0]

    def history(self, topic: str = "", subject: str = "") -> list[Judgement]:
        """Every row kept, undoings too, oldest first; of one topic or one subject."""
        if JUDGEMENTS.name not in self._tables:
            return []
        query = sa.select(JUDGEMENTS).order_by(JUDGEMENTS.c.judgement_id)
        if topic:
            query = query.where(JUDGEMENTS.c.topic == topic)
        if subject:
            query = query.where(JUDGEMENTS.c.subject == subject)
        with self._reading() as connection:
            return [_judgement(row) for row in connection.execute(query).mappings()]

    def standing(self, topic: str = "") -> list[Judgement]:
        """What stands now: of each subject the last decision that nobody took back."""
        return standing(self.history(topic))

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as opened:
            yield opened.execution_options(only_reads=True)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def _kept(
        self, rows: Sequence[dict[str, Any]], by: Person, *, at: datetime
    ) -> list[Judgement]:
        self.check_writable()
        for _ in range(_ATTEMPTS):
            try:
                with self._engine.begin() as connection:
                    return [_insert(connection, row, by, at=at) for row in rows]
            except sa.exc.IntegrityError as error:
                # Somebody else took the number of the row, or undid the same one.
                clash = error
        undone = [row["undoes"] for row in rows if row["undoes"] is not None]
        if undone:
            raise _undone_already(undone[0]) from clash
        raise _decided_meanwhile(rows[0]["subject"]) from clash


def _insert(
    connection: sa.Connection, row: Mapping[str, Any], by: Person, *, at: datetime
) -> Judgement:
    count = sa.select(sa.func.count()).where(
        JUDGEMENTS.c.topic == row["topic"], JUDGEMENTS.c.subject == row["subject"]
    )
    before: int = connection.execute(count).scalar_one()
    if row["seen"] is not None and row["seen"] != before:
        raise _decided_meanwhile(row["subject"])
    values = {name: row[name] for name in ("topic", "subject", "verdict", "reason")}
    values |= {
        "at": _instant(at),
        "who": by.who.strip(),
        "role": by.role,
        "number": before + 1,
        "detail": json.dumps(row["detail"], ensure_ascii=False, sort_keys=True),
        "undoes": row["undoes"],
    }
    added = connection.execute(sa.insert(JUDGEMENTS).values(**values))
    key = added.inserted_primary_key
    said = f"{row['topic']} {row['subject']}: {row['verdict']}"
    if row["undoes"] is not None:
        said = f"{row['topic']} {row['subject']}: decision {row['undoes']} undone"
    action = "undo" if row["undoes"] is not None else "judge"
    _note(connection, action, said, at=at, who=values["who"])
    return _judgement({**values, "judgement_id": key[0] if key else 0})


def _taking_back(earlier: Judgement, reason: str) -> dict[str, Any]:
    return {
        "topic": earlier.topic,
        "subject": earlier.subject,
        "verdict": "",
        "reason": reason.strip()[:LONGEST_REASON],
        "detail": {},
        "undoes": earlier.judgement_id,
        "seen": None,
    }


def _note(
    connection: sa.Connection, action: str, detail: str, *, at: datetime, who: str
) -> None:
    connection.execute(
        sa.insert(AUDIT).values(at=_instant(at), who=who, action=action, detail=detail)
    )


def _judgement(row: Mapping[Any, Any]) -> Judgement:
    return Judgement(**{**row, "detail": json.loads(row["detail"])})


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _decided_meanwhile(subject: str) -> RefusedError:
    return RefusedError(
        f"Somebody else has decided about {subject} since this was shown.",
        "Look at what they said, then decide again.",
    )


def _undone_already(judgement_id: int) -> RefusedError:
    return RefusedError(
        f"Decision {judgement_id} was undone already.", "Nothing needs to be done."
    )
