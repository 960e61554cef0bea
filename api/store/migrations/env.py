"""Alembic's entry point: runs the migrations on the connection `api.store.migrate` opened."""

from alembic import context

from api.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
