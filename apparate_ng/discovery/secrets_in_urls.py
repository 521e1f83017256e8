"""Passwords and keys in URLs: what is reported is printed, so they must not be in it."""

from __future__ import annotations

import re

_IN_SCHEMES = "[a-z0-9+.-]"
_CONTAINERS = "".join(
    rf"(?<!(?<!{_IN_SCHEMES}){one})" for one in ("abfs", "abfss", "wasb", "wasbs")
)
"""In paths of Azure's storage a container stands there, and no user (`abfss://libs@account…`)."""
_USER = re.compile(rf"(?<={_IN_SCHEMES}){_CONTAINERS}://[^/@\s]+@", re.IGNORECASE)
"""Looked for from behind the scheme: from its beginning, a long row of letters takes forever."""

_ADDRESS = re.compile(r"https?://(?:(?!,(?:[a-z][a-z0-9+.-]*:)?/)[^\s\"'#])*", re.IGNORECASE)
"""Up to the next address or path of a list."""


def without_passwords(text: str) -> str:
    """The text, with masks for the user and the password of a URL in it, and for its query.

    A signed address has its signature in its query.
    """
    return _ADDRESS.sub(_without_query, _USER.sub("://hidden@", text))


def _without_query(found: re.Match[str]) -> str:
    address, _, query = found[0].partition("?")
    return f"{address}?hidden" if query else found[0]
