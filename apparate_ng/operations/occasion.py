"""The things that are new each time: moments and names."""

from __future__ import annotations

import secrets
from datetime import datetime, timezone

from apparate_ng.__about__ import __version__
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.model.policies.timing import Timing
from apparate_ng.planning.planner import Occasion


def timestamp() -> str:
    """Now, in UTC, as `2026-01-31T12:00:00Z`."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_id() -> str:
    """A name for a plan or deployment: sorts by time, and is not guessed twice."""
    moment = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    return f"{moment}-{secrets.token_hex(4)}"


def new_occasion(workspace: WorkspaceIdentity, timing: Timing | None = None) -> Occasion:
    """What makes this plan differ from the next."""
    return Occasion(
        id=new_id(),
        created_at=timestamp(),
        tool_version=__version__,
        workspace=workspace,
        timing=timing,
    )
