"""Inventory: which versions of a library are pinned where."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.inventory import Inventory, inventory_of
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.stored import versions_in_store
from apparate_ng.operations.workspace import Workspace
from apparate_ng.store.port import LibraryStore


def take_inventory(
    workspace: Workspace, store: LibraryStore | None, library: str, observer: Observer
) -> Inventory:
    """Every reference to the library, by version.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    with ThreadPoolExecutor(2, thread_name_prefix="inventory") as pool:
        identity = pool.submit(workspace.identity)
        stored = None if store is None else pool.submit(versions_in_store, store, library)
        survey = survey_workspace(workspace.sources, library, observer.scanned)
        return inventory_of(
            library,
            survey.dependents,
            in_store=() if stored is None else stored.result(),
            workspace=identity.result(),
            scanned=survey.scanned,
            unreadable=survey.unreadable,
        )
