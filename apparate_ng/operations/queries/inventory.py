"""Inventory: which versions of which libraries are pinned where."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.inventories.inventory import Inventory, WorkspaceInventory
from apparate_ng.model.inventories.making import inventory_of, workspace_inventory_of
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.releases.stored import versions_by_library, versions_in_store
from apparate_ng.operations.workspace import Workspace
from apparate_ng.store.port import LibraryStore


def take_inventory(
    workspace: Workspace,
    store: LibraryStore | None,
    library: str,
    observer: Observer,
    *,
    deep: bool = False,
) -> Inventory:
    """Every reference to the library, by version; with `deep`, in scripts and notebooks, too.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    with ThreadPoolExecutor(2, thread_name_prefix="inventory") as pool:
        identity = pool.submit(workspace.identity)
        stored = None if store is None else pool.submit(versions_in_store, store, library)
        survey = survey_workspace(workspace.sources, library, observer.scanned, deep=deep)
        return inventory_of(
            library,
            survey,
            store=None if store is None else store.uri,
            in_store=() if stored is None else stored.result(),
            workspace=identity.result(),
        )


def take_whole_inventory(
    workspace: Workspace,
    store: LibraryStore | None,
    observer: Observer,
    *,
    everything: bool,
    deep: bool = False,
) -> WorkspaceInventory:
    """Every library, by version, in one pass over the workspace and one listing of the store.

    With `everything`, also what is only installed from an index.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    with ThreadPoolExecutor(2, thread_name_prefix="inventory") as pool:
        identity = pool.submit(workspace.identity)
        stored = None if store is None else pool.submit(versions_by_library, store)
        survey = survey_workspace(workspace.sources, None, observer.scanned, deep=deep)
        return workspace_inventory_of(
            survey,
            store=None if store is None else store.uri,
            in_store={} if stored is None else stored.result(),
            workspace=identity.result(),
            everything=everything,
        )
