"""A mail server: signed in to over TLS, or not at all."""

from __future__ import annotations

import platform
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from email.message import EmailMessage

from apparate_ng.configuration.notify import Smtp
from apparate_ng.notifications.delivery_errors import DeliveryError
from apparate_ng.notifications.posting import is_here
from apparate_ng.notifications.secrets import SMTP_PASSWORD

TIMEOUT_S = 5.0
"""For the connection and for each answer."""


def require_password(settings: Smtp, password: str | None) -> None:
    """Hold a password to being there where one is needed, and to never being sent in the clear.

    Raises:
        DeliveryError: it is missing, or the connection is not a safe one.
    """
    if settings.user is None:
        return
    if password is None:
        raise DeliveryError(f"{SMTP_PASSWORD} is not set")
    if settings.security == "none" and not is_here(settings.host):
        raise DeliveryError("a password is not sent without TLS: see notify.smtp.security")


def send(mails: Sequence[EmailMessage], settings: Smtp, password: str | None) -> None:
    """Send them over one connection; an address that is refused does not stop the others.

    Raises:
        DeliveryError: some or all were not taken.
    """
    refused = 0
    with _server(settings, password) as server:
        for mail in mails:
            refused += not _taken(server, mail)
    if refused:
        raise DeliveryError(f"{refused} of {len(mails)} messages were refused by the server")


def _taken(server: smtplib.SMTP, mail: EmailMessage) -> bool:
    try:
        server.send_message(mail, str(mail["From"]), [str(mail["To"])])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
        return False
    return True


@contextmanager
def _server(settings: Smtp, password: str | None) -> Iterator[smtplib.SMTP]:
    try:
        with closing(_connected(settings)) as server:
            _secure(server, settings)
            if settings.user is not None:
                server.login(settings.user, password or "")
            yield server
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(_in_words(error)) from None


def _connected(settings: Smtp) -> smtplib.SMTP:
    where = (settings.host, settings.port, _own_name())
    if settings.security == "tls":
        tls = ssl.create_default_context()
        return smtplib.SMTP_SSL(*where, timeout=TIMEOUT_S, context=tls)
    return smtplib.SMTP(*where, timeout=TIMEOUT_S)


def _secure(server: smtplib.SMTP, settings: Smtp) -> None:
    """RFC 3207. A server that does not offer it is not spoken to: it may be somebody in between."""
    if settings.security == "starttls":
        server.starttls(context=ssl.create_default_context())


def _in_words(error: Exception) -> str:
    """What went wrong, without a word of what the server said: it may repeat what it was sent."""
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the server says no: {error.smtp_code}"
    # smtplib says of a time-out while it reads that the server broke off
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"no answer within {TIMEOUT_S:.0f} s"
    return "no connection, or it broke off"


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "the server refuses the user or the password"),
    (smtplib.SMTPNotSupportedError, "the server offers no STARTTLS, or no way to sign in"),
    (ssl.SSLError, "its certificate is not trusted, or it speaks no TLS"),
)


def _own_name() -> str:
    """How we introduce ourselves: what `smtplib` would say, without asking a name server first."""
    name = platform.node()
    return name if "." in name and name.isascii() else "[127.0.0.1]"
