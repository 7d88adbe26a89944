"""Answers while they are collected: invitations, answers under way, and answers sent.

One SQLite file beside the survey file. A link is kept only as its digest, so the file
gives nobody a way in. An answer that was sent lies apart from the invitation it came by:
nothing in the file leads from a person to what they said, only the receipt they hold.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from folkmoot.core.exceptions import SurveyFileError

COLLECTION_NAME = "collected.sqlite"
_RECEIPT_BYTES = 8
"""Sixteen hexadecimal digits: nobody can guess another person's receipt."""

_METADATA = sa.MetaData()
_INVITATIONS = sa.Table(
    "invitations",
    _METADATA,
    sa.Column("link_digest", sa.String(64), primary_key=True),
    sa.Column("person_id", sa.String(200), nullable=False, unique=True),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("is_answered", sa.Boolean, nullable=False),
)
_DRAFTS = sa.Table(
    "drafts",
    _METADATA,
    sa.Column("link_digest", sa.String(64), primary_key=True),
    sa.Column("given", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
)
_ANSWERS = sa.Table(
    "answers",
    _METADATA,
    sa.Column("receipt", sa.String(32), primary_key=True),
    sa.Column("given", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was invited: what the frame knows of them, and how far they are.

    `record` maps columns of the answers' file to what the frame says; `given` is what they
    answered so far, `number` the last step they continued from.
    """

    person_id: str
    record: Mapping[str, str]
    given: dict[str, list[str]]
    number: int
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer that was sent. Rows come in the order of their random receipts."""

    receipt: str
    given: Mapping[str, Sequence[str]]
    record: Mapping[str, str]
    language: str


class Collection:
    """The file of one survey's answers, open to several processes at once."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @classmethod
    def beside(cls, folder: Path) -> Collection:
        """The collection in a survey's folder, made where there is none.

        Raises `SurveyFileError` where the file cannot be written or is another's.
        """
        path = folder / COLLECTION_NAME
        engine = sa.create_engine(
            f"sqlite:///{path}", connect_args={"timeout": 30}, poolclass=sa.NullPool
        )
        sa.event.listen(engine, "connect", _write_ahead)
        try:
            with engine.begin() as connection:
                _METADATA.create_all(connection)
            path.chmod(0o600)
        except (sa.exc.DatabaseError, OSError) as error:
            raise SurveyFileError(
                f"{path} cannot be used to keep answers.",
                "Ask for the right to write in the survey's folder, and check that the "
                "file is no other program's.",
            ) from error
        return cls(engine)

    def invite(self, people: Iterable[tuple[str, str, Mapping[str, str]]]) -> int:
        """Keep people, each with link and record; how many were new.

        Who is known already keeps their answers; their link is the same, as it is made
        from the person and the survey's secret.
        """
        rows = [
            {
                "link_digest": _digest(link),
                "person_id": person,
                "record": _text(record),
                "is_answered": False,
            }
            for person, link, record in people
        ]
        with self._engine.begin() as connection:
            before = self._count(connection, _INVITATIONS)
            for row in rows:
                connection.execute(
                    insert(_INVITATIONS).values(row).on_conflict_do_nothing()
                )
            return self._count(connection, _INVITATIONS) - before

    def invited(self, link: str) -> Invited | None:
        """Who a link was given to; None where no link is like it."""
        query = (
            sa.select(_INVITATIONS, _DRAFTS.c.given, _DRAFTS.c.number)
            .select_from(
                _INVITATIONS.outerjoin(
                    _DRAFTS, _DRAFTS.c.link_digest == _INVITATIONS.c.link_digest
                )
            )
            .where(_INVITATIONS.c.link_digest == _digest(link))
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _invited(row)

    def everyone(self) -> list[Invited]:
        """Everybody who was invited, in the order of their ids."""
        query = (
            sa.select(_INVITATIONS, _DRAFTS.c.given, _DRAFTS.c.number)
            .select_from(
                _INVITATIONS.outerjoin(
                    _DRAFTS, _DRAFTS.c.link_digest == _INVITATIONS.c.link_digest
                )
            )
            .order_by(_INVITATIONS.c.person_id)
        )
        with self._engine.connect() as connection:
            return [_invited(row) for row in connection.execute(query).mappings()]

    def keep(self, link: str, given: Mapping[str, Sequence[str]], number: int) -> None:
        """Keep what was answered so far; nothing where the answers were sent already."""
        values = {"given": _text(given), "number": number}
        with self._engine.begin() as connection:
            if self._is_open(connection, link):
                connection.execute(
                    insert(_DRAFTS)
                    .values(link_digest=_digest(link), **values)
                    .on_conflict_do_update(index_elements=["link_digest"], set_=values)
                )

    def send(
        self,
        link: str,
        given: Mapping[str, Sequence[str]],
        *,
        language: str,
    ) -> str | None:
        """Keep the answers for good under a new receipt; None where they were sent before.

        The link is used up and what was under way is deleted in the same step, so a
        second press of the button, or the end of the program half way, loses nothing.
        """
        digest = _digest(link)
        with self._engine.begin() as connection:
            used = connection.execute(
                sa.update(_INVITATIONS)
                .where(
                    _INVITATIONS.c.link_digest == digest,
                    _INVITATIONS.c.is_answered.is_(False),
                )
                .values(is_answered=True)
            )
            if used.rowcount != 1:
                return None
            record = connection.execute(
                sa.select(_INVITATIONS.c.record).where(
                    _INVITATIONS.c.link_digest == digest
                )
            ).scalar_one()
            receipt = secrets.token_hex(_RECEIPT_BYTES)
            connection.execute(
                sa.insert(_ANSWERS).values(
                    receipt=receipt,
                    given=_text(given),
                    record=record,
                    language=language,
                )
            )
            connection.execute(
                sa.delete(_DRAFTS).where(_DRAFTS.c.link_digest == digest)
            )
        return receipt

    def sent(self) -> list[Sent]:
        """Every answer that was sent, by receipt: not in the order they came in."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(_ANSWERS).order_by(_ANSWERS.c.receipt)
            ).mappings()
            return [
                Sent(
                    row["receipt"],
                    json.loads(row["given"]),
                    json.loads(row["record"]),
                    row["language"],
                )
                for row in rows
            ]

    def withdraw(self, receipt: str) -> bool:
        """Delete the answer with a receipt; False where there is none."""
        with self._engine.begin() as connection:
            done = connection.execute(
                sa.delete(_ANSWERS).where(_ANSWERS.c.receipt == receipt.strip().lower())
            )
        return done.rowcount == 1

    def erase(self) -> int:
        """Delete every answer, draft and invitation; how many answers there were."""
        with self._engine.begin() as connection:
            count = self._count(connection, _ANSWERS)
            for table in (_ANSWERS, _DRAFTS, _INVITATIONS):
                connection.execute(sa.delete(table))
        with self._engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            # What was deleted stays in the file's free pages until they are rewritten.
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return count

    @staticmethod
    def _count(connection: sa.Connection, table: sa.Table) -> int:
        query = sa.select(sa.func.count()).select_from(table)
        return int(connection.execute(query).scalar_one())

    @staticmethod
    def _is_open(connection: sa.Connection, link: str) -> bool:
        query = sa.select(_INVITATIONS.c.is_answered).where(
            _INVITATIONS.c.link_digest == _digest(link)
        )
        return connection.execute(query).scalar_one_or_none() is False


def _write_ahead(connection: Any, _record: Any) -> None:
    """Readers do not wait for the writer, and what is deleted is overwritten."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA secure_delete=ON")


def _digest(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _invited(row: sa.RowMapping) -> Invited:
    given = json.loads(row["given"]) if row["given"] else {}
    return Invited(
        row["person_id"],
        json.loads(row["record"]),
        given,
        row["number"] or 0,
        bool(row["is_answered"]),
    )
