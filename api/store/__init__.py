"""Persistence: results and idempotency keys, in SQLite or PostgreSQL."""

from api.store.engine import open_engine
from api.store.migrate import migrate
from api.store.repository import Claim, StoredResult

__all__ = ["Claim", "StoredResult", "migrate", "open_engine"]
