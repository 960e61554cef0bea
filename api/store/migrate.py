"""Bringing a database to the newest schema. A database that is there already is left alone."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from api.store.engine import WRITE
from api.store.tables import SCHEMA_REVISION

MIGRATIONS = Path(__file__).with_name("migrations")

_LOCK_KEY = 0x68616B617269  # "hakari": several workers may start at once on one server


def migrate(engine: Engine) -> bool:
    """Bring the database to the newest schema; return whether anything had to be done.

    Safe to call from several processes at once: the first one migrates, the others wait.
    """
    if revision(engine) == SCHEMA_REVISION:
        return False
    from alembic import command  # noqa: PLC0415  (0.1 s of imports, needed once a release)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(**WRITE) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        if _revision(connection) == SCHEMA_REVISION:
            return False
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def revision(engine: Engine) -> str | None:
    """Return the schema revision of a database, None if it is empty."""
    with engine.connect() as connection, connection.begin():
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)
