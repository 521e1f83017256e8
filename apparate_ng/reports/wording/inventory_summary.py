"""An inventory in a few sentences whose numbers add up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from apparate_ng.model.dependents.dependent import Unreadable
from apparate_ng.model.inventories.inventory import (
    Inventory,
    InventoryEntry,
    LibraryInventory,
    WorkspaceInventory,
)
from apparate_ng.reports.wording.counts import counted, counted_dependents, counted_kinds


def inventory_summary(inventory: Inventory, *, stale: bool = False) -> str:
    """Return what was found of one library."""
    found = _Count(inventory.libraries)
    scanned = counted_kinds(inventory.scanned)
    if not found.pins:
        nothing = "is behind" if stale else f"refers to {inventory.library}"
        first = f"Nothing {nothing}; {scanned} scanned."
    else:
        first = f"{found.versions} in use: {found.places} of {scanned} scanned."
    return " ".join([first, *found.behind(), *_unread(inventory.unreadable)])


def workspace_summary(inventory: WorkspaceInventory, *, stale: bool = False) -> str:
    """Return what was found of all libraries."""
    found = _Count(inventory.libraries)
    scanned = counted_kinds(inventory.scanned)
    libraries = counted(len(inventory.libraries), "library")
    if not found.pins:
        first = f"{'Nothing is behind' if stale else 'No library is in use'}; {scanned} scanned."
    else:
        first = f"{libraries} in {found.versions}: {found.places} of {scanned} scanned."
    rest = [*found.behind(), *_left_out(inventory.left_out), *_unread(inventory.unreadable)]
    return " ".join([first, *rest])


class _Count:
    """What is in some libraries, in phrases."""

    def __init__(self, libraries: Iterable[LibraryInventory]) -> None:
        named = [(library, entry) for library in libraries for entry in library.versions]
        entries = [entry for _, entry in named]
        numbers = {(library.library, library.ecosystem, entry.version) for library, entry in named}
        self.versions = counted(len([one for one in numbers if one[2] is not None]), "version")
        self.pins = _pins(entries)
        users = {(use.kind, use.id) for entry in entries for use in entry.dependents}
        self.places = f"{counted(self.pins, 'pin')} in {len(users):,}"
        self._stale = _pins(entry for entry in entries if entry.is_behind)

    def behind(self) -> Iterator[str]:
        """Yield a sentence where anything is behind."""
        if self._stale:
            verb = "is" if self._stale == 1 else "are"
            yield f"{counted(self._stale, 'pin')} {verb} behind."


def _pins(entries: Iterable[InventoryEntry]) -> int:
    return sum(len(entry.dependents) for entry in entries)


def _left_out(libraries: int) -> Iterator[str]:
    if libraries:
        verb = "is" if libraries == 1 else "are"
        yield (
            f"{counted(libraries, 'library')} that only an index has {verb} left out"
            " (--all shows them)."
        )


def _unread(those: Collection[Unreadable]) -> Iterator[str]:
    if those:
        yield f"{counted_dependents(those)} could not be read."
