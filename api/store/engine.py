"""Opening the database: SQLite (write-ahead log) or PostgreSQL (psycopg 3)."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError

from api.errors import DatabaseUrlInvalidError

BUSY_TIMEOUT_MS = 10_000
POOL_SIZE = 10
MAX_OVERFLOW = 30
"""Together as many connections as there are worker threads for requests (anyio: 40)."""

WRITE = {"hakari_write": True}
"""Execution option of a transaction that writes: SQLite then takes its lock at the start."""


def open_engine(url: str) -> Engine:
    """Open a database.

    Raises
    ------
    DatabaseUrlInvalidError
        If the URL is none, or names neither a SQLite file nor PostgreSQL.
    """
    target = database_url(url)
    if target.get_backend_name() == "sqlite":
        Path(str(target.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            target,
            pool_size=POOL_SIZE,
            max_overflow=MAX_OVERFLOW,
            connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(target, pool_size=POOL_SIZE, max_overflow=MAX_OVERFLOW, pool_pre_ping=True)


def database_url(url: str) -> URL:
    """Return the URL with the driver hakari uses."""
    try:
        target = make_url(url)
    except ArgumentError as error:
        raise DatabaseUrlInvalidError("this is not a database address") from error
    name = target.drivername
    if name in {"postgres", "postgresql", "postgresql+psycopg"}:
        return target.set(drivername="postgresql+psycopg")
    if name in {"sqlite", "sqlite+pysqlite"}:
        if target.database in {None, "", ":memory:"}:
            raise DatabaseUrlInvalidError("SQLite needs a file, results must outlive a thread")
        return target.set(drivername="sqlite+pysqlite")
    raise DatabaseUrlInvalidError(f"`{name}` is not supported")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another one wrote in
    # between (SQLITE_BUSY_SNAPSHOT, no timeout helps); one that locks at the start waits instead.
    writes = connection.get_execution_options().get("hakari_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
