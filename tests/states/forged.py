"""Forged events: for every registered handler arguments that fit it, aimed at somebody else's rows, and some that do not."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import psycopg
from reflex_base.registry import RegisteredEventHandler, RegistrationContext

from tests import databases
from tests.states import forged_arguments
from timetrack.states.guard import access_of

REFLEX_OWN = {
    "hydrate",
    "hydrate_and_load",
    "set_is_hydrated",
    "handle_frontend_exception",
    "update_vars_internal",
    "on_load_internal",
}
WRONG: dict[type, Any] = {int: "five", str: 5, bool: "yes", float: "one", dict: "form", list: "list"}


@dataclass(frozen=True)
class Victim:
    """The ids of what belongs to somebody else, by the name of the argument that would carry them."""

    ids: dict[str, int]
    user_id: int
    words: dict[str, str] = field(default_factory=dict)
    """The ids that are no numbers."""

    def id_for(self, name: str) -> int:
        """Their id for an argument called ``name``."""
        return self.ids.get(name, self.ids["entry_id"])

    @property
    def form(self) -> dict[str, str]:
        """A form with every field a handler may look for, naming the victim wherever it can."""
        project = {"project": str(self.ids["project_id"]), "person": str(self.ids.get("noor_id", self.user_id))}
        return forged_arguments.FORM | project | {name: str(known) for name, known in self.ids.items()}


def handlers() -> dict[str, RegisteredEventHandler]:
    """Every event handler of the app that any socket can name; states that tests define are not served."""
    known = RegistrationContext.get().event_handlers
    return {name: found for name, found in known.items() if not found.states[0].__module__.startswith("tests.")}


def routes() -> list[str]:
    """The route of every page."""
    return sorted(str(looks["route"]) for _, looks in RegistrationContext.get().decorated_pages)


def own_handlers() -> dict[str, RegisteredEventHandler]:
    """Those that Timetrack defines, whenever they were added."""
    return {name: found for name, found in handlers().items() if access_of(found.handler.fn) is not None}


def fitting(found: RegisteredEventHandler, victim: Victim) -> dict[str, Any]:
    """Arguments that make sense to the handler and name the victim's rows."""
    given = forged_arguments.of(short_name(found))
    return {name: _fitting(kind, name, victim, given) for name, kind in parameters(found).items()}


def misfits(found: RegisteredEventHandler, victim: Victim) -> Iterator[dict[str, Any]]:
    """Fitting arguments with one of another type, one missing, or one too many."""
    good = fitting(found, victim)
    yield {**good, "surplus": 1}
    for name, kind in parameters(found).items():
        yield {**good, name: WRONG[kind]}
        yield {**good, name: {"$ne": None} if kind is not dict else [1]}
        if _is_needed(found, name):
            yield {other: value for other, value in good.items() if other != name}


def short_name(found: RegisteredEventHandler) -> str:
    """A handler's name as people say it: ClientsState.rename."""
    return f"{found.states[0].__name__}.{found.handler.fn.__name__}"


def parameters(found: RegisteredEventHandler) -> dict[str, type]:
    """The parameters of a handler with their plain types."""
    hints = get_type_hints(found.handler.fn)
    return {name: _plain(kind) for name, kind in hints.items() if name != "return"}


def fingerprint(url: str, *, but_of: int | None = None) -> dict[str, str]:
    """A hash per table over all rows, or all but those of one person."""
    with databases.connected(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {table: _hash(connection, table, but_of) for (table,) in tables}


def _hash(connection: psycopg.Connection, table: str, but_of: int | None) -> str:
    columns = {
        row[0] for row in connection.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass", [table])
    }
    others = {"audit_log": "actor_id IS DISTINCT FROM %(own)s"}
    owned = others.get(table, "user_id <> %(own)s" if "user_id" in columns else "true")
    where = owned if but_of is not None else "true"
    shown = "to_jsonb(t) - ARRAY['last_seen_at', 'expires_at']"
    query = f"SELECT md5(coalesce(string_agg(({shown})::text, '|' ORDER BY ({shown})::text), '')) FROM {table} t WHERE {where}"
    row = connection.execute(query, {"own": but_of}).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return str(row[0])


def _fitting(kind: type, name: str, victim: Victim, given: dict[str, Any]) -> Any:
    """What ``given`` says, which may be the name of another key of the victim's, or fields of the form."""
    if kind is dict:
        return victim.form | {key: str(victim.ids.get(value, value)) for key, value in given.get(name, {}).items()}
    if kind is int:
        wanted = given.get(name, name)
        return wanted if isinstance(wanted, int) else victim.ids.get(wanted, victim.id_for(name))
    values: dict[type, Any] = {str: victim.words.get(name, "forged"), bool: True, float: 1.0, list: []}
    return given.get(name, values[kind])


def _plain(kind: Any) -> type:
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    origin = get_origin(kind) or kind
    return dict if isinstance(origin, type) and issubclass(origin, dict) else origin


def _is_needed(found: RegisteredEventHandler, name: str) -> bool:
    return inspect.signature(found.handler.fn).parameters[name].default is inspect.Parameter.empty
