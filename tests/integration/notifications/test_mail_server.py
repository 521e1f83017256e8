"""Mail servers: with and without TLS, strict, silent, gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from apparate_ng.configuration.notify import Smtp
from apparate_ng.notifications.delivery_errors import DeliveryError
from apparate_ng.notifications.mail import mails_of
from apparate_ng.notifications.mail_server import send
from tests.receivers.certificates import Certificates, certificates_in
from tests.receivers.mail import closed_port, mail_receiver, silent_server
from tests.unit.notifications.samples import job, news

_SENDER, _PASSWORD = "apparate@example.com", "s3cret-mail"
_OWNERS = ("ana@example.com", "ben@example.com", "eva@example.com")
Settings = Callable[..., Smtp]


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    return certificates_in(tmp_path)


@pytest.fixture
def trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """Certificates that this process trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    return certificates


def _smtp(port: int, **more: object) -> Smtp:
    fields = {"host": "127.0.0.1", "sender": _SENDER, "port": port, "security": "none"}
    return Smtp(**{**fields, **more})  # type: ignore[arg-type]  # each field is right


def _send(settings: Smtp, password: str | None = None) -> None:
    told = news(*(job(owner=owner) for owner in _OWNERS))
    send(mails_of(told, _SENDER, datetime.now(timezone.utc)), settings, password)


def _trouble(settings: Smtp, password: str | None = None) -> str:
    with pytest.raises(DeliveryError) as raised:
        _send(settings, password)
    assert _PASSWORD not in str(raised.value)
    return str(raised.value)


def test_each_owner_gets_theirs() -> None:
    with mail_receiver() as server:
        _send(_smtp(server.port))
    assert server.recipients == list(_OWNERS)
    assert [str(mail.message["To"]) for mail in server.mailed] == list(_OWNERS)
    assert {(mail.sender, mail.over_tls, mail.user) for mail in server.mailed} == {
        (_SENDER, False, None)
    }
    assert "job nightly" in server.mailed[0].message.get_content()


def test_after_starttls_and_signed_in(trusted: Certificates) -> None:
    with mail_receiver(starttls=trusted.server) as server:
        _send(_smtp(server.port, security="starttls", user="apparate"), server.password)
    assert {(mail.over_tls, mail.user) for mail in server.mailed} == {(True, "apparate")}
    assert len(server.mailed) == 3


def test_over_tls_from_the_start(trusted: Certificates) -> None:
    with mail_receiver(tls=trusted.server) as server:
        _send(_smtp(server.port, security="tls"))
    assert server.recipients == list(_OWNERS)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_trusts(certificates: Certificates, security: str) -> None:
    kind = (
        {"starttls": certificates.server}
        if security == "starttls"
        else {"tls": certificates.server}
    )
    with mail_receiver(**kind) as server:
        words = _trouble(_smtp(server.port, security=security, user="a"), _PASSWORD)
    assert words == "its certificate is not trusted, or it speaks no TLS"
    assert server.mailed == []


def test_a_server_without_starttls_gets_nothing() -> None:
    with mail_receiver() as server:
        words = _trouble(_smtp(server.port, security="starttls", user="a"), _PASSWORD)
    assert words == "the server offers no STARTTLS, or no way to sign in"
    assert server.mailed == []


def test_a_password_that_is_wrong(trusted: Certificates) -> None:
    with mail_receiver(starttls=trusted.server) as server:
        words = _trouble(_smtp(server.port, security="starttls", user="a"), f"not {_PASSWORD}")
    assert words == "the server refuses the user or the password"


def test_one_address_that_is_refused_does_not_stop_the_others() -> None:
    with mail_receiver() as server:
        server.refused = {"ben@example.com"}
        assert _trouble(_smtp(server.port)) == "1 of 3 messages were refused by the server"
    assert server.recipients == ["ana@example.com", "eva@example.com"]


def test_a_server_that_wants_somebody_signed_in(trusted: Certificates) -> None:
    with mail_receiver(starttls=trusted.server) as server:
        assert _trouble(_smtp(server.port)) == "the server says no: 530"


def test_nobody_there() -> None:
    with closed_port() as port:
        assert _trouble(_smtp(port)) == "no connection, or it broke off"


def test_a_server_that_says_nothing() -> None:
    with silent_server() as port:
        assert _trouble(_smtp(port)) == "no answer within 5 s"
