"""apparate-ng: move every Databricks job that pins an older version of a library to a new release.

In Python, what the commands do goes by the names below; `docs/python.md` shows how. A name is
loaded when it is first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from apparate_ng.__about__ import __version__

if TYPE_CHECKING:
    from apparate_ng.api.changing import apply, update, upload, upload_and_update
    from apparate_ng.api.estate import inventory, prune
    from apparate_ng.api.explaining import explain
    from apparate_ng.api.past import history, plan_rollback, resume, rollback, show
    from apparate_ng.api.planning import plan, read_plan
    from apparate_ng.api.releases import build, diff
    from apparate_ng.api.results import (
        ApiDiff,
        Deployment,
        Explanation,
        History,
        Inventory,
        Plan,
        Prune,
        WorkspaceInventory,
    )
    from apparate_ng.api.workspace import Workspace
    from apparate_ng.errors import ApparateError, PartialError, RefusedError, StaleError
    from apparate_ng.model.releases.release import Release
    from apparate_ng.operations.consent import DeclinedError
    from apparate_ng.operations.observer import Observer
    from apparate_ng.operations.plans.wish import Selection

__all__ = [
    "ApiDiff",
    "ApparateError",
    "DeclinedError",
    "Deployment",
    "Explanation",
    "History",
    "Inventory",
    "Observer",
    "PartialError",
    "Plan",
    "Prune",
    "RefusedError",
    "Release",
    "Selection",
    "StaleError",
    "Workspace",
    "WorkspaceInventory",
    "__version__",
    "apply",
    "build",
    "diff",
    "explain",
    "history",
    "inventory",
    "plan",
    "plan_rollback",
    "prune",
    "read_plan",
    "resume",
    "rollback",
    "show",
    "update",
    "upload",
    "upload_and_update",
]

_NAMES = {
    "api.changing": ("apply", "update", "upload", "upload_and_update"),
    "api.estate": ("inventory", "prune"),
    "api.explaining": ("explain",),
    "api.past": ("history", "plan_rollback", "resume", "rollback", "show"),
    "api.planning": ("plan", "read_plan"),
    "api.releases": ("build", "diff"),
    "api.results": (
        "ApiDiff",
        "Deployment",
        "Explanation",
        "History",
        "Inventory",
        "Plan",
        "Prune",
        "WorkspaceInventory",
    ),
    "api.workspace": ("Workspace",),
    "errors": ("ApparateError", "PartialError", "RefusedError", "StaleError"),
    "model.releases.release": ("Release",),
    "operations.observer": ("Observer",),
    "operations.consent": ("DeclinedError",),
    "operations.plans.wish": ("Selection",),
}
"""Where each name is; the same as the type checker reads above, which a test holds together."""
_PLACES = {name: module for module, names in _NAMES.items() for name in names}


if not TYPE_CHECKING:  # a type checker knows the names, and is to find those that are none

    def __getattr__(name: str) -> object:
        """Load a name when it is first asked for."""
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """What can be used, loaded or not."""
    return sorted({*globals(), *__all__})
