"""Hosts as people paste them, and what stays of them: a scheme and a name."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import urlsplit

from apparate_ng.workspace.failures import AuthenticationError

_HINT = "set DATABRICKS_HOST, or the profile's host, to something like https://dbc-1.example.com"


def normalized_host(host: str) -> str:
    """Scheme and name of a host that may have been pasted with a path and without a scheme.

    Raises:
        AuthenticationError: it names no host.
    """
    text = host.strip()
    with suppress(ValueError):  # brackets or a port that make no address
        parts = urlsplit(text if "://" in text else f"https://{text}")
        if "@" in parts.netloc:  # and is not repeated, since a password may stand there
            raise AuthenticationError("the host may not name a user", hint=_HINT)
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0:
            return f"{parts.scheme}://{parts.netloc.lower()}"
    raise AuthenticationError(f"{without_users(host)!r} is no host of a workspace", hint=_HINT)


def without_users(text: str) -> str:
    """Without the users and passwords that somebody may have pasted with hosts: these are shown."""
    return re.sub(r"[^/\s]*@", "", text)
