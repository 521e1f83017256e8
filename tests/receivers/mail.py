"""A mail server that keeps what it is sent."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """One message, and to whom it was handed over."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    over_tls: bool
    user: str | None

    @property
    def message(self) -> EmailMessage:
        """The message as a mail program reads it."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)


@dataclass(slots=True, kw_only=True)
class MailReceiver:
    """What was sent. It takes everything but what is for somebody in `refused`."""

    password: str = "s3cret-mail"
    port: int = 0
    refused: set[str] = field(default_factory=set)
    mailed: list[Mailed] = field(default_factory=list)

    @property
    def recipients(self) -> list[str]:
        """All who got something, in order."""
        return [one for mail in self.mailed for one in mail.recipients]

    async def handle_RCPT(  # noqa: N802  the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take it, unless it is refused."""
        del server, session, options
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep it."""
        del server
        assert isinstance(envelope.content, bytes)
        login: object = session.auth_data
        self.mailed.append(
            Mailed(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                raw=envelope.content,
                over_tls=session.ssl is not None,
                user=login.login.decode() if isinstance(login, LoginPassword) else None,
            )
        )
        return "250 OK"

    def let_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        """Let in whoever knows the password."""
        del server, session, envelope, mechanism
        knows = isinstance(data, LoginPassword) and data.password == self.password.encode()
        return AuthResult(success=knows, handled=False, auth_data=data)


@contextmanager
def mail_receiver(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[MailReceiver]:
    """Listen on a port of its own, on loopback; with TLS at once, after STARTTLS, or without."""
    receiver = MailReceiver(port=_free_port())
    controller = Controller(
        receiver,
        hostname="127.0.0.1",
        port=receiver.port,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=receiver.let_in,
        auth_require_tls=starttls is not None,
    )
    controller.start()
    try:
        yield receiver
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """A port where somebody takes the connection and never says anything."""
    listening = socket.create_server(("127.0.0.1", 0))
    taken: list[socket.socket] = []

    def take() -> None:
        with suppress(OSError):  # how it ends
            while True:
                taken.append(listening.accept()[0])

    thread = threading.Thread(target=take)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()
        for one in taken:
            one.close()


@contextmanager
def closed_port() -> Iterator[int]:
    """A port where nobody listens."""
    yield _free_port()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
