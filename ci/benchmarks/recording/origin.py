"""Where a row of figures comes from: the day, the commit, and the machine in two words."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from measuring.process import run

ROOT = Path(__file__).parent.parent.parent.parent
"""The checkout."""
TABLE = Path("docs/performance.md")
"""The file with the rows, in the checkout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the figures were measured on."""

    date: str
    """Day in UTC, as in ISO 8601."""
    commit: str
    """Short hash, with a plus sign where files differ from that commit."""
    machine: str
    """Number of cores and version of Python."""


def origin() -> Origin:
    """The origin of a run that is made here and now.

    Raises:
        ProcessFailedError: this is no git checkout.
    """
    cores = os.cpu_count()
    return Origin(
        date=datetime.now(timezone.utc).date().isoformat(),
        commit=_commit(),
        machine=f"{cores} core{'' if cores == 1 else 's'}, Python {platform.python_version()}",
    )


def _commit() -> str:
    # rows of earlier runs are no difference
    changed = _git("status", "--porcelain", "--", ".", f":(exclude){TABLE}")
    return _git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def _git(*arguments: str) -> str:
    return run(["git", "-C", ROOT, *arguments], os.environ).output.strip()
