"""What a survey says of things that it cannot look at, and nobody could make it to."""

from __future__ import annotations

from collections.abc import Collection

from apparate_ng.discovery.secrets_in_urls import without_passwords
from apparate_ng.model.plans.plan import Notice

NOT_LOOKED_AT = "not-looked-at"
NOT_IN_WORKSPACE = "not-in-workspace"
"""Notebooks in git: they lie outside of all that a workspace knows, as files of Python code do."""
_MOST_NAMED = 3


def not_looked_at(what: str, names: Collection[str], code: str = NOT_LOOKED_AT) -> list[Notice]:
    """One notice for all things of a kind; none where there are none."""
    if not names:
        return []
    listed = sorted(without_passwords(name) for name in names)
    more = len(listed) - _MOST_NAMED
    rest = f" and {more} more" if more > 0 else ""
    text = f"{what} are not looked at: {', '.join(listed[:_MOST_NAMED])}{rest}"
    return [Notice(code=code, text=text)]
