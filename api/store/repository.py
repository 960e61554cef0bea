"""Reading and writing the store. Every function is one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from api.errors import IdempotencyKeyReusedError
from api.store.engine import WRITE
from api.store.tables import idempotency, results


@dataclass(frozen=True)
class StoredResult:
    """A result: id (sha256 of its receipt), kind, canonical JSON of document and receipt."""

    id: str
    kind: str
    body: bytes
    receipt: bytes


@dataclass(frozen=True)
class Claim:
    """An idempotency key as sent: for which endpoint, with the sha256 of which body.

    Claims made before `oldest` are forgotten.
    """

    key: str
    endpoint: str
    body_sha256: str
    oldest: datetime


def save(engine: Engine, result: StoredResult, claim: Claim | None, now: datetime) -> StoredResult:
    """Store a result with its receipt and, if given, the claim on an idempotency key.

    Results are addressed by content: storing one twice changes nothing. If another request took
    the key in the meantime with the same body, its result is returned instead.

    Raises
    ------
    IdempotencyKeyReusedError
        If the key was taken with another body; nothing is stored.
    """
    with engine.connect().execution_options(**WRITE) as connection, connection.begin():
        if claim is not None:
            connection.execute(delete(idempotency).where(idempotency.c.created_at < claim.oldest))
        _insert_or_ignore(
            connection,
            results,
            {
                "id": result.id,
                "kind": result.kind,
                "created_at": now,
                "body": result.body,
                "receipt": result.receipt,
                "size": len(result.body) + len(result.receipt),
            },
        )
        if claim is None:
            return result
        _insert_or_ignore(
            connection,
            idempotency,
            {
                "key": claim.key,
                "endpoint": claim.endpoint,
                "body_sha256": claim.body_sha256,
                "result_id": result.id,
                "created_at": now,
            },
        )
        return _claimed(connection, claim) or result


def replay(engine: Engine, claim: Claim) -> StoredResult | None:
    """Return the result an idempotency key already led to, if any.

    Raises
    ------
    IdempotencyKeyReusedError
        If the key was used with another body.
    """
    with engine.connect() as connection, connection.begin():
        return _claimed(connection, claim)


def body_of(engine: Engine, kind: str, result_id: str) -> bytes | None:
    """Return the stored document of a result, or None."""
    query = select(results.c.body).where(results.c.id == result_id, results.c.kind == kind)
    with engine.connect() as connection, connection.begin():
        body: bytes | None = connection.execute(query).scalar_one_or_none()
    return body


def holds(engine: Engine, kind: str, result_id: str) -> bool:
    """Whether a result is stored; its document is not read."""
    query = select(results.c.id).where(results.c.id == result_id, results.c.kind == kind)
    with engine.connect() as connection, connection.begin():
        return connection.execute(query).first() is not None


def receipt_of(engine: Engine, result_id: str) -> bytes | None:
    """Return the stored receipt of a result, or None."""
    query = select(results.c.receipt).where(results.c.id == result_id)
    with engine.connect() as connection, connection.begin():
        receipt: bytes | None = connection.execute(query).scalar_one_or_none()
    return receipt


def _claimed(connection: Connection, claim: Claim) -> StoredResult | None:
    query = (
        select(
            idempotency.c.body_sha256,
            results.c.id,
            results.c.kind,
            results.c.body,
            results.c.receipt,
        )
        .join(results, results.c.id == idempotency.c.result_id)
        .where(
            idempotency.c.key == claim.key,
            idempotency.c.endpoint == claim.endpoint,
            idempotency.c.created_at >= claim.oldest,
        )
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if row.body_sha256 != claim.body_sha256:
        raise IdempotencyKeyReusedError
    return StoredResult(row.id, row.kind, row.body, row.receipt)


def _insert_or_ignore(connection: Connection, table: Table, values: dict[str, object]) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(table).values(values).on_conflict_do_nothing())
    else:
        connection.execute(postgresql.insert(table).values(values).on_conflict_do_nothing())
