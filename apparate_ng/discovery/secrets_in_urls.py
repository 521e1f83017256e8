"""Passwords in URLs: what is reported is printed, so they must not be in it."""

from __future__ import annotations

import re

_USER = re.compile(r"\b(?!(?:abfss?|wasbs?)://)([a-z][a-z0-9+.-]*://)[^/@\s]+@", re.IGNORECASE)
"""In paths of Azure's storage a container stands there, and no user (`abfss://libs@account…`)."""


def without_passwords(text: str) -> str:
    """The text, with a mask where a URL in it names a user and a password."""
    return _USER.sub(r"\1hidden@", text)
