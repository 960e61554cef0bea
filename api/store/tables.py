"""Tables of the store. A change here needs a migration; a test compares the two."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

SCHEMA_REVISION = "0001"
"""Newest migration; a database at this revision is left alone at start-up."""

metadata = MetaData()

results = Table(
    "results",
    metadata,
    Column("id", String(64), primary_key=True),  # sha256 of the receipt
    Column("kind", String(20), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("body", LargeBinary, nullable=False),  # canonical JSON, served as it is
    Column("receipt", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),  # bytes of body and receipt
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("endpoint", String(40), primary_key=True),
    Column("body_sha256", String(64), nullable=False),
    Column("result_id", String(64), ForeignKey("results.id"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("ix_idempotency_created_at", "created_at"),
)
