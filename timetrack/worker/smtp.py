"""Handing a mail to a server: smtp://user:password@host:587?starttls, or smtps://user:password@host."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from timetrack.errors import MailRefused, MailServerAway

SECONDS = 20
LASTING = 500
"""From this code on a server means what it says; below, that one may try again."""


def send(message: EmailMessage, url: str) -> str:
    """Hand ``message`` over; returns which of several recipients the server did not take.

    Raises MailRefused for what trying again would not change, MailServerAway for the rest.
    """
    with _said(), _connected(urlsplit(url)) as server:
        refused = server.send_message(message)
    return ", ".join(f"{address} was refused: {_words(said)}" for address, (_, said) in refused.items())


def greet(url: str) -> None:
    """Go as far as a mail would: encryption and password. Raises MailRefused or MailServerAway."""
    with _said(), _connected(urlsplit(url)) as server:
        server.noop()


@contextmanager
def _connected(parts: SplitResult) -> Iterator[smtplib.SMTP]:
    host = parts.hostname or ""
    trusted = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=SECONDS)
    try:
        if "starttls" in parts.query:
            server.starttls(context=trusted)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
    finally:
        server.close()


@contextmanager
def _said() -> Iterator[None]:
    """Turn what went wrong into whether it is worth another try."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = max(refused.recipients.values(), key=lambda answer: answer[0])
        raise _error(code, f"{_words(said)} ({', '.join(refused.recipients)})") from refused
    except smtplib.SMTPAuthenticationError as refused:
        raise MailServerAway(f"The mail server refused the password: {_words(refused.smtp_error)}") from refused
    except smtplib.SMTPResponseException as refused:
        raise _error(refused.smtp_code, _words(refused.smtp_error)) from refused
    except smtplib.SMTPNotSupportedError as refused:
        raise MailRefused(f"The mail server cannot do this: {refused}") from refused
    except (smtplib.SMTPException, OSError) as away:
        raise MailServerAway(f"The mail server does not answer: {str(away) or type(away).__name__}") from away


def _error(code: int, said: str) -> MailRefused | MailServerAway:
    if code >= LASTING:
        return MailRefused(f"The mail server refused it: {code} {said}")
    return MailServerAway(f"The mail server wants to be asked again: {code} {said}")


def _words(said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(words.split())[:300]
