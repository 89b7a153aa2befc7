"""A real mail server: STARTTLS, a password, and answers as a test wants them."""

import ssl
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.ports import free_port

FOLDER = Path(__file__).parents[1] / "fixtures" / "smtp"
USER, PASSWORD = b"studio", b"s@cret"


class PostOffice:
    """Keeps what it took in ``taken``. ``refuses`` are addresses it does not take, with the answer to each."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}
        self.loses_the_answer = False
        self.port = free_port()
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trusted.load_cert_chain(FOLDER / "localhost.pem", FOLDER / "localhost.key")
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            tls_context=trusted,
            require_starttls=True,
            auth_required=True,
            authenticator=_authenticated,
        )

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._controller.stop()

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take an address, or not."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep a message; then hang up where the answer is to be lost."""
        message = message_from_bytes(cast(bytes, envelope.content), policy=cast(Any, default))
        self.taken.append(cast(EmailMessage, message))
        if self.loses_the_answer:
            self.loses_the_answer = False
            server.transport.close()
        return "250 OK"


def _authenticated(
    _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, given: LoginPassword
) -> AuthResult:
    """``handled=False`` has the server say no, where it would otherwise say nothing."""
    is_known = mechanism in ("LOGIN", "PLAIN") and (given.login, given.password) == (USER, PASSWORD)
    return AuthResult(success=is_known, handled=is_known)
