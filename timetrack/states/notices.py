"""What a person is told in passing: a fact, and a line saying what became of it and what is unharmed."""

import logging
import secrets
from dataclasses import dataclass

from timetrack.errors import TimetrackError

log = logging.getLogger(__name__)

SHOWN_AT_MOST = 4


@dataclass(frozen=True)
class Notice:
    """One notice, ready to show. ``tone`` is error, success or info; an error stays until it is closed.

    ``action`` is the word on its button, if it offers a way back.
    """

    notice_id: str
    tone: str
    title: str
    detail: str = ""
    action: str = ""


def notice(title: str, detail: str = "", *, tone: str = "success", action: str = "") -> Notice:
    """A notice with an id of its own."""
    return Notice(secrets.token_hex(4), tone, title, detail, action)


def lines(exception: Exception) -> tuple[str, str]:
    """The two lines for ``exception``: those of a refusal, or for a fault of ours the number it has in the log."""
    return refusal(exception) if isinstance(exception, TimetrackError) else fault(exception)


def refusal(error: TimetrackError) -> tuple[str, str]:
    """What was refused, and what became of it."""
    title, stop, detail = error.message.partition(". ")
    return (title + stop.strip(), detail) if detail else (error.message, "")


def fault(exception: Exception) -> tuple[str, str]:
    """An error nobody foresaw; what it was stands in the log only."""
    number = secrets.token_hex(4)
    log.error("fault %s", number, exc_info=exception)
    return "Something went wrong on our side.", f"What you typed is still here. Fault {number} is in the log."
