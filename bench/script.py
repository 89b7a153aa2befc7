"""What the domain really sends to the database, and the same as a pgbench script."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from sqlalchemy import Engine, event

Sent = tuple[str, Mapping[str, Any]]
_PARAMETER = re.compile(r"%\((\w+)\)s")


@contextmanager
def recorded(engine: Engine) -> Iterator[list[Sent]]:
    """What goes through the engine meanwhile, BEGIN and COMMIT included; listens at the driver, so nothing escapes."""
    sent: list[Sent] = []

    class Listening(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> "Listening":
            sent.append((query, params or {}))
            return super().execute(query, params, **options)

    def listen(connection: Any, *_: object) -> None:
        connection.cursor_factory = Listening

    def forget(connection: Any, *_: object) -> None:
        connection.cursor_factory = psycopg.Cursor

    hooks: dict[str, Callable[..., None]] = {
        "begin": lambda _connection: sent.append(("BEGIN", {})),
        "commit": lambda _connection: sent.append(("COMMIT", {})),
        "checkout": listen,
        "checkin": forget,
    }
    for name, hook in hooks.items():
        event.listen(engine, name, hook)
    try:
        yield sent
    finally:
        for name, hook in hooks.items():
            event.remove(engine, name, hook)


def pgbench_script(sent: list[Sent], varying: Mapping[Any, str]) -> tuple[str, dict[str, str]]:
    """The statements with pgbench's variables, and the values of those that never change.

    ``varying`` names the expression for a value that changes from run to run.
    """
    constants: dict[str, str] = {}
    statements = [_with_variables(statement, given, varying, constants) for statement, given in sent]
    return "\n".join(f"{statement} ;" for statement in statements), constants


def _with_variables(
    statement: str, given: Mapping[str, Any], varying: Mapping[Any, str], constants: dict[str, str]
) -> str:
    def expression(found: re.Match[str]) -> str:
        value = given[found[1]]
        if value is None:
            return "NULL"
        if not isinstance(value, bool) and _hashable(value) in varying:
            return varying[_hashable(value)]
        name = f"given_{len(constants)}"
        constants[name] = _text(value)
        return f":{name}"

    return _PARAMETER.sub(expression, " ".join(statement.split())).replace("%%", "%")


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "{" + ",".join(f'"{part}"' for part in value) + "}"
    return value.isoformat() if isinstance(value, datetime) else str(value)
