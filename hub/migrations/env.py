"""Alembic's environment: runs inside the connection that `hub.store.migrate` hands over."""

from alembic import context

from hub.migrations import every
from hub.store.metadata import metadata

EVERY = every.MODULES
"""Named so that every stage's tables are declared before Alembic compares."""

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
