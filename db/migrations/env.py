"""Run by Alembic: migrates within the connection that `db.migrations.upgrade` hands over."""

from alembic import context

from db.schema.catalogue import metadata

connection = context.config.attributes["connection"]
# SQLite cannot change a table in place: batch mode copies it.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
