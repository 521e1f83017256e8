"""What is there: the inventory, and the releases that nothing needs any more."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias, overload

from apparate_ng.api.results import Inventory, Prune, WorkspaceInventory, shown
from apparate_ng.api.workspace import Workspace, observer_of, opened_by, session_of, using
from apparate_ng.configuration.ci import ci_url
from apparate_ng.model.inventories.making import only_behind
from apparate_ng.model.stores.prune import PrunePolicy
from apparate_ng.operations.maintenance import pruning
from apparate_ng.operations.queries.inventory import take_inventory, take_whole_inventory

ApprovePrune: TypeAlias = Callable[[Prune], bool]
"""Asked once, with what would be removed; False stops it with `DeclinedError`."""
_A_DAY = timedelta(days=1)


@overload
def inventory(
    library: str,
    *,
    workspace: Workspace | None = None,
    stale: bool = False,
    deep: bool = False,
) -> Inventory: ...


@overload
def inventory(
    library: None = None,
    *,
    workspace: Workspace | None = None,
    stale: bool = False,
    deep: bool = False,
    everything: bool = False,
) -> WorkspaceInventory: ...


def inventory(
    library: str | None = None,
    *,
    workspace: Workspace | None = None,
    stale: bool = False,
    deep: bool = False,
    everything: bool = False,
) -> Inventory | WorkspaceInventory:
    """Which versions of a library, or of every library, are pinned where.

    Args:
        library: its name; without it, all.
        workspace: where; without it, the one that configuration and environment name.
        stale: only versions that are behind the store, which must be configured then.
        deep: read init scripts and notebooks, too.
        everything: also libraries that only a package index has.

    Raises:
        ApparateError: the workspace cannot be read.
    """
    with using(workspace) as here:
        needs_store = stale or here.settings.store is not None
        store, told = session_of(here).store if needs_store else None, observer_of(here)
        if library is not None:
            one = take_inventory(opened_by(here), store, library, told, deep=deep)
            return shown(only_behind(one) if stale else one, Inventory)
        whole = take_whole_inventory(opened_by(here), store, told, everything=everything, deep=deep)
        return shown(only_behind(whole) if stale else whole, WorkspaceInventory)


def prune(  # noqa: PLR0913  what can be said to the command
    library: str | None = None,
    *,
    workspace: Workspace | None = None,
    keep: int = 1,
    older_than: timedelta = _A_DAY,
    deep: bool = True,
    include_also_stores: bool = False,
    dry_run: bool = False,
    approve: ApprovePrune | None = None,
    lease_wait_s: float = 0.0,
) -> Prune:
    """Remove releases from the store that nothing refers to. What is deleted does not come back.

    Args:
        library: only this one.
        workspace: where; without it, the one that configuration and environment name.
        keep: so many newest versions of each library stay.
        older_than: what is younger stays.
        deep: read init scripts and notebooks for what they install.
        include_also_stores: remove from the older places, too.
        dry_run: only say what would go, and what stays and why.
        approve: asked before anything goes.
        lease_wait_s: how long to wait while a deployment is at work, in seconds.

    Raises:
        DeclinedError: it was not approved; nothing was removed.
        RefusedError: a deployment or another prune is at work.
    """
    with using(workspace) as here:
        wish = pruning.PruneWish(
            library=library,
            policy=PrunePolicy(keep=keep, older_than_s=int(older_than.total_seconds())),
            also_stores=pruning.places_to_sweep(
                here.settings, include_also_stores=include_also_stores
            ),
            deep=deep,
            dry_run=dry_run,
            ci_url=ci_url(os.environ),
            lease_wait_s=lease_wait_s,
        )
        done = pruning.prune(
            session_of(here),
            wish,
            lambda planned: approve is None or approve(shown(planned, Prune)),
            observer_of(here),
        )
        return shown(done, Prune)
