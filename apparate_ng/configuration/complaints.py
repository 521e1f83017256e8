"""What is wrong with a configuration, and what may have been meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from apparate_ng.errors import ApparateError


class ConfigurationError(ApparateError):
    """A setting is unknown or has an impossible value."""


def refuse_unknown(table: Mapping[str, Any], known: Iterable[str], where: str, inside: str) -> None:
    """Hold the keys of a table against those that there are; `inside` says which table it is.

    Raises:
        ConfigurationError: some are unknown; all are named at once.
    """
    unknown = sorted(set(table) - set(known))
    if not unknown:
        return
    what = "unknown setting" if len(unknown) == 1 else "unknown settings"
    raise ConfigurationError(
        f"{what}{inside}: {', '.join(unknown)}", where=where, hint=meant(unknown, known)
    )


def meant(unknown: Iterable[str], known: Iterable[str]) -> str:
    """What may have been meant by words that nobody knows, or which words there are."""
    listed = list(known)
    guesses = [guess for key in unknown for guess in difflib.get_close_matches(key, listed, 1)]
    return f"did you mean {', '.join(guesses)}?" if guesses else f"known: {', '.join(listed)}"
