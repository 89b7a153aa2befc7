"""Runs the migrations on the database of the settings, or on the URL or connection the caller hands over."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool, text
from sqlmodel import SQLModel

import timetrack.models  # noqa: F401  fills SQLModel.metadata
from timetrack import db, schema

MIGRATION_LOCK = 7_461_001


def run() -> None:
    """Migrate over the given connection, else over one of our own, else print the SQL (`alembic upgrade --sql`)."""
    given = context.config.attributes
    url = given.get("url") or db.url()
    if context.is_offline_mode():
        context.configure(url=url, target_metadata=SQLModel.metadata, include_name=schema.is_ours, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
    elif (connection := given.get("connection")) is not None:
        migrate(connection)
    else:
        with create_engine(url, poolclass=pool.NullPool).connect() as own:
            migrate(own)


def migrate(connection: Connection) -> None:
    """Everything in one transaction, one process at a time."""
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, include_name=schema.is_ours, compare_type=True
    )
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        context.run_migrations()


run()
