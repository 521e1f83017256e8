"""Breaks that the configuration allows."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from apparate_ng.model.api_diff import ApiChange


def is_waived(change: ApiChange, allow: Sequence[str]) -> bool:
    """True where a pattern names the object, or something that it is in.

    `pkg.mod.Client` waives `pkg.mod.Client.fetch` too; `*` stands for any text, dots included.
    """
    parts = change.object.split(".")
    names = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return any(fnmatchcase(name, pattern) for pattern in allow for name in names)
