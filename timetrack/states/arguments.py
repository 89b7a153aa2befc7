"""What an event may carry: exactly the arguments its handler names, of exactly the types it states."""

import inspect
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from timetrack.errors import InvalidInput

log = logging.getLogger(__name__)

SMALLEST_INTEGER, LARGEST_INTEGER = -(2**63), 2**63 - 1
LONGEST_TEXT = 100_000
MALFORMED = "Timetrack did not understand this. Nothing was changed; reload the page and try again."


class MalformedEvent(InvalidInput):
    """Timetrack did not understand this. Nothing was changed; reload the page and try again."""

    code = "malformed_event"


def checked(handler: Callable[..., Any], given: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments for ``handler``, none missing, none besides, each of its annotated type.

    The types are JSON's, with nothing converted: ``"5"`` and ``true`` are no int. Raises MalformedEvent. What is
    logged names the handler and its own parameters, never a value or a name the sender chose.
    """
    try:
        bound = _signature(handler).bind(*given, **named)
    except TypeError:
        raise _refused(handler, "missing or unexpected arguments") from None
    return {name: _of_type(handler, name, value) for name, value in bound.arguments.items()}


def _of_type(handler: Callable[..., Any], name: str, value: Any) -> Any:
    try:
        value = _adapters(handler)[name].validate_python(value, strict=True)
    except ValidationError as wrong:
        kinds = sorted({error["type"] for error in wrong.errors(include_input=False, include_url=False)})
        raise _refused(handler, f"{name}: {', '.join(kinds)}") from None
    except KeyError:
        raise _refused(handler, f"{name} has no annotation") from None
    if not _storable(value):
        raise _refused(handler, f"{name}: a value that cannot be stored")
    return value


def _refused(handler: Callable[..., Any], reason: str) -> MalformedEvent:
    log.warning("refused %s: %s", handler.__qualname__, reason)
    return MalformedEvent()


@cache
def _signature(handler: Callable[..., Any]) -> inspect.Signature:
    whole = inspect.signature(handler)
    return whole.replace(parameters=list(whole.parameters.values())[1:])


@cache
def _adapters(handler: Callable[..., Any]) -> dict[str, TypeAdapter[Any]]:
    hints = get_type_hints(handler, include_extras=True)
    return {name: TypeAdapter(hint) for name, hint in hints.items() if name != "return"}


def _storable(value: Any) -> bool:
    """Whether PostgreSQL can hold it: no NUL, no half of a surrogate pair, no integer beyond 64 bits."""
    match value:
        case bool() | None:
            return True
        case str():
            return len(value) <= LONGEST_TEXT and "\0" not in value and _is_unicode(value)
        case int():
            return SMALLEST_INTEGER <= value <= LARGEST_INTEGER
        case Mapping():
            return all(_storable(key) and _storable(held) for key, held in value.items())
        case list() | tuple() | set() | frozenset():
            return all(map(_storable, value))
    return True


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
