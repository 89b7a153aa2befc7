"""The migrations build what the models say, go back without a trace, and have one head."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, create_engine, text
from sqlmodel import SQLModel

import timetrack.models  # noqa: F401  fills SQLModel.metadata
from tests import databases
from timetrack import schema
from timetrack.schema import ROOT

EVERYTHING = """
SELECT 'relation', relname, relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT 'function', proname, '' FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgname, '' FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'type', typname, '' FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype <> 'b'
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 't'
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
  JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
"""
COLUMNS = """
SELECT table_name, column_name, data_type, datetime_precision, numeric_precision, numeric_scale, is_nullable,
       column_default, is_generated, generation_expression, is_identity, identity_generation
  FROM information_schema.columns WHERE table_schema = 'public'
"""

OPTIONS = {"compare_type": True, "compare_server_default": True, "include_name": schema.is_ours}
NOT_OURS = ("alembic_version", "procrastinate_")


@pytest.fixture
def empty(server: str, template: str) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    with databases.cloned(server, "template0", "empty") as url:
        yield url


def test_there_is_one_head() -> None:
    assert ScriptDirectory.from_config(schema.alembic_config()).get_heads() == [schema.head()]


def test_up_down_and_up_again(empty: str) -> None:
    config = schema.alembic_config(empty)
    for revision in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        command.upgrade(config, revision.revision)
        command.downgrade(config, "-1")
        command.upgrade(config, revision.revision)
    built = catalogue(empty, EVERYTHING, CONSTRAINTS, INDEXES, COLUMNS)
    schema.upgrade(empty)
    assert catalogue(empty, EVERYTHING, CONSTRAINTS, INDEXES, COLUMNS) == built
    command.downgrade(config, "base")
    assert {name for _, name, _ in catalogue(empty, EVERYTHING)} <= {"alembic_version", "alembic_version_pkc"}
    schema.upgrade(empty)
    assert catalogue(empty, EVERYTHING, CONSTRAINTS, INDEXES, COLUMNS) == built


def test_the_models_and_the_migrations_agree(server: str, template: str) -> None:
    engine = create_engine(databases.at(server, template))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_the_models_build_the_same_tables(server: str, template: str, empty: str) -> None:
    """What autogenerate does not compare: checks, exclusions, functional and partial indexes, generated columns."""
    engine = create_engine(empty)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    for wanted in (CONSTRAINTS, INDEXES, COLUMNS):
        found = catalogue(databases.at(server, template), wanted)
        migrated = {row for row in found if not any(name in str(row[0]) for name in NOT_OURS)}
        assert catalogue(empty, wanted) == migrated


def test_jobs_are_kept_as_the_installed_procrastinate_keeps_them() -> None:
    """A newer one needs a migration of its own, made of the steps that it ships."""
    kept = ROOT / "alembic" / "versions" / "procrastinate" / "3_10.sql"
    assert kept.read_text() == SchemaManager.get_schema()


def catalogue(url: str, *wanted: str) -> set[tuple[object, ...]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {row for query in wanted for row in rows(connection, query)}
    engine.dispose()
    return found


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text(query.replace("::", "\\:\\:")))]
