"""Alembic migrations of the store; `api.store.migrate` runs them, no ini file is needed."""
