"""Reading a submitted form: every field is text until the domain has read it."""

from collections.abc import Mapping
from typing import Any

from timetrack.errors import InvalidInput


def form_text(form: Mapping[str, Any], name: str) -> str:
    """What was typed into a field, empty where it was not sent. Raises InvalidInput for what is no text."""
    typed = form.get(name) or ""
    if not isinstance(typed, str):
        raise InvalidInput
    return typed


def form_number(form: Mapping[str, Any], name: str) -> int:
    """The key in a field, 0 where it is empty. Raises InvalidInput for what is none."""
    typed = form_text(form, name) or "0"
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise InvalidInput
    return int(typed)
