"""The database: one engine per process, and the transaction every write runs in."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from select import POLLIN, poll
from typing import Any, TypeVar, cast

from psycopg import Connection as PgConnection
from psycopg import Error as PgError
from sqlalchemy import CompoundSelect, Dialect, Engine, Executable, Select, create_engine, event
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError, OperationalError
from sqlalchemy.orm import class_mapper
from sqlmodel import Session, SQLModel

from timetrack import config, postgres
from timetrack.errors import CONSTRAINT_ERRORS, DatabaseAway

Row = TypeVar("Row", bound=SQLModel)
Kind = TypeVar("Kind")
DIALECT: Dialect = psycopg_dialect.dialect()  # type: ignore[no-untyped-call]


def url() -> str:
    """The SQLAlchemy URL: DATABASE_URL when it is set, otherwise the embedded server, started if need be."""
    settings = config.settings()
    return settings.database_url or postgres.embedded_url(settings.data_dir)


@lru_cache
def engine() -> Engine:
    """The process's engine. Connections speak UTC and are checked before use, so a restarted server is no error.

    The one used last is used next: its server process is warm and has the statements prepared.
    """
    made = create_engine(
        url(),
        pool_size=8,
        max_overflow=24,
        pool_use_lifo=True,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"options": "-c timezone=UTC", "connect_timeout": 5},
    )
    event.listen(made, "checkout", refuse_dead)
    return made


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: everything inside is committed together, or nothing is.

    Raises the domain error that belongs to a violated constraint, DatabaseAway when the server does not answer, be it
    only when what was refused is rolled back.
    """
    try:
        with Session(engine(), expire_on_commit=False) as session:
            yield session
            session.commit()
    except IntegrityError as broken:
        raise constraint_error(broken) from broken
    except OperationalError as away:
        raise DatabaseAway from away


@contextmanager
def reading() -> Iterator[Session]:
    """A session for reading, outside any transaction.

    Each statement sees what is committed when it begins, as it would inside; the round trips of BEGIN and COMMIT are
    saved. Raises DatabaseAway when the server does not answer.
    """
    try:
        with Session(_without_transactions(engine())) as session:
            yield session
    except OperationalError as away:
        raise DatabaseAway from away


def constraint_error(broken: IntegrityError) -> Exception:
    """The domain error for a violated constraint, or the violation itself where none is named.

    Triggers that state a rule have their own sentence, as the hint.
    """
    diagnosis = getattr(broken.orig, "diag", None)
    error = CONSTRAINT_ERRORS.get(getattr(diagnosis, "constraint_name", None) or "")
    sentence: str | None = getattr(diagnosis, "message_hint", None)
    if error is None:
        return broken
    return error(sentence) if sentence else error()


@lru_cache(maxsize=1)
def _without_transactions(made: Engine) -> Engine:
    return made.execution_options(isolation_level="AUTOCOMMIT")


def refuse_dead(connection: PgConnection, _record: object, _proxy: object) -> None:
    """Drop a pooled connection whose server hung up.

    A closed socket is readable; asking the kernel costs microseconds where a ping statement costs a round trip.
    """
    if not connection.closed:
        socket = poll()
        socket.register(connection.fileno(), POLLIN)
        if not socket.poll(0):
            return
    raise DisconnectionError


class Prepared:
    """A statement of a hot path: compiled once, then handed straight to the driver, which has the server prepare it.

    That takes less than half the time of SQLAlchemy's own execution; what fails, fails with SQLAlchemy's errors all the same.
    """

    def __init__(self, statement: Select[Any] | CompoundSelect[Any]) -> None:
        compiled = statement.compile(dialect=DIALECT)
        self._sql = str(compiled)
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        self._names = [column.name for column in statement.selected_columns]
        self._record = _record_maker(self._names)

    def rows(self, session: Session, **given: object) -> list[dict[str, Any]]:
        """Send it with these parameters; the rows by column."""
        return [dict(zip(self._names, row, strict=True)) for row in self._send(session, given)]

    def records(self, session: Session, **given: object) -> list[Any]:
        """Send it with these parameters; the rows as named tuples."""
        return [self._record(row) for row in self._send(session, given)]

    def values(self, session: Session, kind: type[Kind], **given: object) -> list[Kind]:
        """Send it with these parameters; the rows as ``kind``, a frozen dataclass with a field for each column.

        They are made as ``value`` makes rows of a model: a frozen field that is set costs several times as much.
        """
        return [self._made(kind, row) for row in self._send(session, given)]

    def _made(self, kind: type[Kind], row: tuple[Any, ...]) -> Kind:
        made = kind.__new__(kind)
        made.__dict__.update(zip(self._names, row, strict=True))
        return made

    def _send(self, session: Session, given: dict[str, object]) -> list[tuple[Any, ...]]:
        connection = cast(PgConnection, session.connection().connection.driver_connection)
        try:
            return connection.execute(self._sql, self._constants | given, prepare=True).fetchall()
        except PgError as refused:
            if connection.closed:
                session.invalidate()
            raise DBAPIError.instance(self._sql, given, refused, PgError) from refused


def rows(session: Session, model: type[Row], statement: Executable | Prepared, **given: object) -> list[Row]:
    """What ``statement`` finds, as values of ``model``: never attached, so nothing is written behind our back."""
    if isinstance(statement, Prepared):
        return [value(model, found) for found in statement.rows(session, **given)]
    return [value(model, dict(found)) for found in session.execute(statement, given).mappings()]


def first(session: Session, model: type[Row], statement: Executable | Prepared, **given: object) -> Row | None:
    """The first row that ``statement`` finds, as a value of ``model``; ``given`` are its parameters."""
    return next(iter(rows(session, model, statement, **given)), None)


def _record_maker(names: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    make: Callable[[Iterable[Any]], Any] = cast(Any, namedtuple)("Record", names)._make
    return make


def value(model: type[Row], found: dict[str, Any]) -> Row:
    """A row as a value of ``model``, made as the ORM makes what it loads: a setter per column costs ten times more."""
    made = class_mapper(model).class_manager.new_instance()
    made.__dict__.update(found)
    return made
