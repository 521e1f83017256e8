"""Who is told of a deployment, and when. What is secret about it stands in the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Literal

import msgspec

from apparate_ng.configuration.complaints import ConfigurationError, refuse_unknown

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(
    r"(?=[^@]{1,64}@[^@]{1,253}\Z)" rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*"
)
"""Of RFC 5321 what is in use: no quotes, no comments, nothing beyond ASCII, and no line ends.

Without `?`, since `=?…?=` is another text when a mail program reads it (RFC 2047).
"""
_LAST_PORT = 65535
_LONGEST_WAIT_S = 60
_RELAY = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
"""No user and no query: what is secret does not stand in a configuration."""


class When(str, Enum):
    """What people may want to be told of."""

    CHANGED = "changed"
    """Something was changed, in whatever direction."""
    FAILURE = "failure"
    """The exit code was not 0."""
    ROLLBACK = "rollback"
    """Something went back, by `rollback` or by `--rollback-on-failure`."""


class Datadog(msgspec.Struct, frozen=True, kw_only=True):
    """How deployments are named in Datadog."""

    site: str = "datadoghq.com"
    """The site's host, as in the address of its pages without `app.`; or the address of a relay."""
    service: str | None = None
    """Without it, the name of the library."""
    env: str | None = None
    """The environment, such as `prod`."""
    repository: str | None = None
    """The address of the project's repository: with it, commits are sent, for lead times."""
    dora: bool = True
    """Whether deployments are sent to DORA Metrics, beside the event."""


class Smtp(msgspec.Struct, frozen=True, kw_only=True):
    """The mail server, and as whom mail is sent."""

    host: str
    """The mail server."""
    sender: str = msgspec.field(name="from")
    """The address that mail comes from."""
    port: int = 587
    """Its port."""
    user: str | None = None
    """To sign in as; its password is `APPARATE_SMTP_PASSWORD`."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is protected."""


class Notify(msgspec.Struct, frozen=True, kw_only=True):
    """All that is not secret."""

    on: tuple[When, ...] = tuple(When)
    """What is told."""
    wait_s: int = 5
    """How long a command waits in the end until everybody is told, in seconds, from 1 to 60."""
    datadog: Datadog | None = None
    """How deployments are named there; the key is `DD_API_KEY`."""
    smtp: Smtp | None = None
    """Mail to the owners of what was changed."""


_TABLES: Mapping[str, type[msgspec.Struct]] = {"datadog": Datadog, "smtp": Smtp}


def check_notify(table: object, where: str) -> None:
    """Hold the table `notify` against what there is.

    Raises:
        ConfigurationError: an unknown key, or an impossible value; it is named.
    """
    if not isinstance(table, Mapping):
        return
    refuse_unknown(table, _keys(Notify), where, " in notify")
    for name, kind in _TABLES.items():
        if isinstance(table.get(name), Mapping):
            refuse_unknown(table[name], _keys(kind), where, f" in notify.{name}")
    for key, text in _problems(table):
        raise ConfigurationError(f"notify.{key} {text}", where=where)


def _keys(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.encode_name for field in msgspec.structs.fields(kind))


def _problems(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What types do not say. What has the wrong type is named later."""
    wait = table.get("wait_s", 1)
    if isinstance(wait, int) and not 0 < wait <= _LONGEST_WAIT_S:
        yield "wait_s", f"is not from 1 to {_LONGEST_WAIT_S}: {wait}"
    datadog, smtp = table.get("datadog"), table.get("smtp")
    site = datadog.get("site") if isinstance(datadog, Mapping) else None
    if isinstance(site, str) and not _is_site(site):
        yield "datadog.site", f"is no host: {site!r}; for instance datadoghq.eu"
    smtp = smtp if isinstance(smtp, Mapping) else {}
    if isinstance(host := smtp.get("host"), str) and not _HOST.fullmatch(host):
        yield "smtp.host", f"is no host: {host!r}"
    if isinstance(sender := smtp.get("from"), str) and not is_mail_address(sender):
        yield "smtp.from", f"is no plain address, as in apparate@example.com: {sender!r}"
    port = smtp.get("port", 1)
    if isinstance(port, int) and not 0 < port <= _LAST_PORT:
        yield "smtp.port", f"is no port: {port}"


def _is_site(site: str) -> bool:
    """A host, or the address of a relay."""
    return (_RELAY if "://" in site else _HOST).fullmatch(site) is not None


def is_mail_address(text: str) -> bool:
    """True for an address that can be written into a header as it is."""
    return _ADDRESS.fullmatch(text) is not None
