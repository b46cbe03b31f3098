"""Runs the steps on a connection that the caller has opened, inside the caller's transaction."""

from alembic import context

from osteon.serve.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
