"""The ledger's file: SQLite through SQLAlchemy, written in whole transactions, append-only by triggers.

Every writing transaction takes the write lock at once (BEGIN IMMEDIATE) and waits up to 30 seconds for
it: with SQLite's deferred transactions writers fail under load. A file of a newer version is refused.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    text,
)
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from incentives.base.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = 1
WAIT_SECONDS = 30

TABLES = MetaData()
ENTRIES = Table(
    "entries",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("before", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
)
PAYMENTS = Table(
    "payments",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("entry", Integer, ForeignKey("entries.number"), nullable=False),
    Column("scheme", Text, nullable=False),
    Column("year", Text, nullable=False),
    Column("practice", Text, nullable=False),
    Column("component", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("pence", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("reference", Text, nullable=False, unique=True),
    UniqueConstraint("scheme", "year", "practice", "component", "period", name="paid_once"),
)
_TRIGGERS = [
    f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for table in ("entries", "payments")
    for verb in ("UPDATE", "DELETE")
]


class Store:
    """One ledger file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _engine(path)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that holds the write lock; all or nothing of what is done is kept."""
        with self._named(), self.engine.connect() as connection:
            connection.execute(text("BEGIN IMMEDIATE"))
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the file."""
        with self._named(), self.engine.connect() as connection:
            connection.execute(text("BEGIN"))
            yield connection
            connection.rollback()

    def create(self) -> None:
        """Make the file with its tables where there is none; raises Refused where it cannot be used."""
        with self.writing() as connection:
            version = connection.execute(text("PRAGMA user_version")).scalar_one()
            if version > VERSION:
                message = f"The ledger was written by a newer version of this program (layout {version})."
                raise self._refused("G102", message, "Install the newer version; nothing was changed.")
            TABLES.create_all(connection, checkfirst=True)
            for trigger in _TRIGGERS:
                connection.execute(text(trigger))
            connection.execute(text(f"PRAGMA user_version = {VERSION}"))

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Turn what the database refuses into words."""
        try:
            yield
        except OperationalError as error:
            raise self._said(str(error.orig)) from None
        except DatabaseError as error:
            if "append-only" in str(error.orig):
                message = "The ledger is append-only: an entry cannot be changed or removed."
                raise self._refused("G104", message, "Enter a correction instead.") from None
            if "not a database" in str(error.orig) or "malformed" in str(error.orig):
                message = "This file is no ledger, or it is damaged."
                raise self._refused("G101", message, "Take the last copy, then verify it.") from None
            raise

    def _said(self, why: str) -> Refused:
        if "locked" in why:
            message = f"Somebody else has been writing to the ledger for {WAIT_SECONDS} seconds."
            return self._refused("G103", message, "Nothing was changed. Try again when they are done.")
        if "full" in why:
            message, remedy = "The disk is full.", "Nothing was changed. Make room, then try again."
            return self._refused("G103", message, remedy)
        if "I/O error" in why:
            message = "The ledger could not be written: the disk is full, or it fails."
            remedy = "Nothing was changed. Make room or take another disk, then try again."
            return self._refused("G103", message, remedy)
        message = "The ledger cannot be opened or written."
        return self._refused("G101", message, "Check that the folder exists and that you may write to it.")

    def _refused(self, code: str, message: str, remedy: str) -> Refused:
        return Refused([Problem(code, Place(str(self.path)), message, remedy)])


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=NullPool,
        connect_args={"timeout": WAIT_SECONDS, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    return engine
