"""The store in which something was looked for: one that is not there is probably misspelt."""

from __future__ import annotations


def in_store(uri: str, *, exists: bool) -> str:
    """Return `in /Workspace/Shared/libraries`; a server does not tell hidden from missing."""
    return f"in {uri}" if exists else f"in {uri}, which is not there or hidden from you"
