"""What keeps Reflex's own doors shut: handlers nobody needs, state of a session that ended, secrets in logs."""

import logging
import re
from typing import Any

import reflex as rx
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from timetrack.domain import auth
from timetrack.states.base import forget, in_thread, withdraw

log = logging.getLogger(__name__)

TELLTALE_LOGGERS = (
    "reflex.app",
    "reflex_base.event.processor.event_processor",
    "reflex_base.event.processor.base_state_processor",
    "engineio.server",
    "socketio.server",
)
"""Where Reflex and its socket write whole events: arguments, and headers with the cookie in them."""
_EVENT_IN_LOG = re.compile(
    r"(Event data:|event queue entry for|Failed to deserialize|Error transforming event payload for handler [\w.<>]+:)"
    r".*",
    re.DOTALL,
)
LONGEST_REPORT = 500


class ForgetEnded(rx.Middleware):
    """Before a (re)connecting tab is sent the state it left behind, forget that of a session that ended meanwhile."""

    async def preprocess(self, app: rx.App, state: Any, event: Event) -> None:  # noqa: ARG002
        """Look at hydrating events only; every other one passes a guard of its own."""
        if event.name.rpartition(".")[2] not in ("hydrate", "hydrate_and_load"):
            return
        secret = auth.cookie_secret(state.router.headers.cookie)
        if secret is None or await in_thread(auth.visit, auth.key_of(secret)) is None:
            await forget(state)


class WithoutEvents(logging.Filter):
    """Cuts events out of log lines: they hold what people typed, and the cookie they are signed in with."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, its events left out."""
        message = record.getMessage()
        shortened = _EVENT_IN_LOG.sub(r"\1 (left out)", message)
        if shortened != message or record.name.endswith(".server"):
            record.msg, record.args, record.exc_info, record.exc_text = shortened, None, None, None
        return True


def protect(app: rx.App) -> None:
    """Close what Reflex leaves open. Call it once, when every page is imported."""
    for state in list(RegistrationContext.get().base_states.values()):
        withdraw(state, "setvar")
    app.add_middleware(ForgetEnded(), index=0)
    for name in TELLTALE_LOGGERS:
        logging.getLogger(name).addFilter(WithoutEvents())


def note_browser_error(exception: Exception) -> None:
    """Log what a browser reports as one short line: it is text that anybody can send."""
    report = " ".join(str(exception).split())[:LONGEST_REPORT]
    log.warning("a browser reports: %s", report.encode("ascii", "backslashreplace").decode())
