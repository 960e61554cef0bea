"""The store, on SQLite and, where a server answers, on PostgreSQL."""

from __future__ import annotations

import os
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import OperationalError

from api.errors import DatabaseUrlInvalidError, IdempotencyKeyReusedError
from api.settings import Settings
from api.store import Claim, StoredResult, migrate, open_engine, repository
from api.store.engine import database_url
from api.store.migrate import MIGRATIONS, revision
from api.store.tables import SCHEMA_REVISION, idempotency, metadata, results

DEFAULT_POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
RESULT = StoredResult("a" * 64, "assessment", b'{"x":"\xe7\xa7\xa4"}', b'{"schema":"r"}')
OTHER = StoredResult("b" * 64, "assessment", b"{}", b"{}")


@pytest.fixture
def postgres_url():
    """Address of a database of its own, dropped afterwards."""
    server = os.environ.get("HAKARI_TEST_POSTGRES") or DEFAULT_POSTGRES
    admin = create_engine(server, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"hakari_test_{uuid.uuid4().hex}"
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError as error:
        admin.dispose()
        if os.environ.get("HAKARI_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"no PostgreSQL server answers: {type(error.orig).__name__}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request, tmp_path):
    if request.param == "postgres":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'deep' / 'store.sqlite3'}"


@pytest.fixture
def engine(url):
    opened = open_engine(url)
    migrate(opened)
    yield opened
    opened.dispose()


def claim(body: str = "1" * 64, key: str = "k", oldest: datetime = NOW - timedelta(hours=1)):
    return Claim(key, "assessment", body, oldest)


def test_migrations_make_exactly_the_tables_of_the_code(engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_newest_migration_is_the_one_the_code_expects():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA_REVISION]


def test_migrating_twice_does_nothing_and_costs_nothing(url):
    opened = open_engine(url)
    assert revision(opened) is None
    assert migrate(opened) is True
    started = time.perf_counter()
    assert migrate(opened) is False
    assert time.perf_counter() - started < 0.3
    assert revision(opened) == SCHEMA_REVISION
    opened.dispose()


def test_workers_that_start_together_migrate_once(url):
    engines = [open_engine(url) for _ in range(4)]
    barrier, done, errors = threading.Barrier(4), [], []

    def start(opened) -> None:
        barrier.wait()
        try:
            done.append(migrate(opened))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=start, args=(opened,)) for opened in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for opened in engines:
        opened.dispose()
    assert errors == []
    assert sorted(done) == [False, False, False, True]


def test_bytes_come_back_as_they_went(engine):
    repository.save(engine, RESULT, None, NOW)
    assert repository.body_of(engine, "assessment", RESULT.id) == RESULT.body
    assert repository.receipt_of(engine, RESULT.id) == RESULT.receipt
    assert repository.holds(engine, "assessment", RESULT.id)
    with engine.connect() as connection:
        assert connection.execute(select(results.c.size)).scalar_one() == len(
            RESULT.body + RESULT.receipt
        )


def test_what_is_not_stored_is_none(engine):
    repository.save(engine, RESULT, None, NOW)
    assert repository.body_of(engine, "parity", RESULT.id) is None
    assert repository.body_of(engine, "assessment", OTHER.id) is None
    assert repository.receipt_of(engine, OTHER.id) is None
    assert not repository.holds(engine, "parity", RESULT.id)


def test_storing_a_result_twice_changes_nothing(engine):
    repository.save(engine, RESULT, None, NOW)
    repository.save(engine, RESULT, None, NOW + timedelta(days=1))
    with engine.connect() as connection:
        assert connection.execute(select(results.c.id)).all() == [(RESULT.id,)]


def test_a_claim_leads_back_to_its_result(engine):
    assert repository.replay(engine, claim()) is None
    repository.save(engine, RESULT, claim(), NOW)
    assert repository.replay(engine, claim()) == RESULT
    assert repository.replay(engine, claim(key="other")) is None


def test_a_claim_with_another_body_is_refused_whole(engine):
    repository.save(engine, RESULT, claim(), NOW)
    with pytest.raises(IdempotencyKeyReusedError):
        repository.replay(engine, claim(body="2" * 64))
    with pytest.raises(IdempotencyKeyReusedError):
        repository.save(engine, OTHER, claim(body="2" * 64), NOW)
    assert not repository.holds(engine, "assessment", OTHER.id)


def test_a_claim_lost_to_another_request_gives_that_ones_result(engine):
    repository.save(engine, RESULT, claim(), NOW)
    assert repository.save(engine, OTHER, claim(), NOW) == RESULT


def test_an_old_claim_is_forgotten(engine):
    repository.save(engine, RESULT, claim(), NOW)
    later = claim(body="2" * 64, oldest=NOW + timedelta(seconds=1))
    assert repository.replay(engine, later) is None
    assert repository.save(engine, OTHER, later, NOW + timedelta(hours=25)) == OTHER
    with engine.connect() as connection:
        assert connection.execute(select(idempotency.c.body_sha256)).scalars().all() == ["2" * 64]


def test_many_writers_of_the_same_and_of_other_results(engine):
    errors = []

    def write(number: int) -> None:
        try:
            for step in range(10):
                repository.save(engine, RESULT, claim(key=f"k{step}"), NOW)
                own = StoredResult(f"{number:032x}{step:032x}", "parity", b"{}", b"{}")
                repository.save(engine, own, None, NOW)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with engine.connect() as connection:
        assert len(connection.execute(select(results.c.id)).all()) == 61
        assert len(connection.execute(select(idempotency.c.key)).all()) == 10


def test_a_sqlite_file_uses_the_write_ahead_log(tmp_path):
    opened = open_engine(f"sqlite:///{tmp_path / 's.sqlite3'}")
    with opened.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        ]
    opened.dispose()
    assert pragmas == ["wal", 1, 10_000, 1]


@pytest.mark.parametrize(
    "given", ["sqlite://", "sqlite:///:memory:", "mysql://host/db", "nonsense", ""]
)
def test_a_database_that_cannot_keep_results_is_refused(given):
    with pytest.raises(DatabaseUrlInvalidError):
        open_engine(given)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_uses_psycopg_3(scheme):
    assert database_url(f"{scheme}://u@h/d").drivername == "postgresql+psycopg"


def test_the_embedded_database_is_in_the_data_folder(tmp_path):
    assert Settings(data_dir=tmp_path).database == f"sqlite:///{tmp_path / 'hakari.sqlite3'}"
    assert Settings(database_url="postgresql://h/d").database == "postgresql://h/d"
