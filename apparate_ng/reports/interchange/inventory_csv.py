"""An inventory as CSV: a row for each pin, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UnsetType

from apparate_ng.model.inventories.inventory import (
    Inventory,
    InventoryEntry,
    InventoryUse,
    LibraryInventory,
    WorkspaceInventory,
)
from apparate_ng.reports.interchange.csv_rows import csv_text

COLUMNS = (
    "library",
    "ecosystem",
    "version",
    "specifier",
    "form",
    "newest_in_store",
    "behind",
    "releases_behind",
    "kind",
    "id",
    "name",
    "owner",
    "schedule",
    "paused",
    "location",
    "text",
    "used_by",
)


def to_csv(inventory: Inventory | WorkspaceInventory) -> str:
    """Return a heading and a row for each pin; what is unknown is empty."""
    return csv_text(
        COLUMNS,
        (
            _cells(library, entry, use)
            for library in inventory.libraries
            for entry in library.versions
            for use in entry.dependents
        ),
    )


def _cells(library: LibraryInventory, entry: InventoryEntry, use: InventoryUse) -> Iterator[str]:
    schedule = use.schedule
    yield from (library.library, library.ecosystem.value)
    yield from (entry.version or "", entry.specifier or "", use.form)
    yield from (library.newest_in_store or "", "" if entry.behind is None else entry.behind.value)
    yield "" if entry.releases_behind is None else str(entry.releases_behind)
    yield from (use.kind.value, use.id, use.name, use.owner or "")
    yield "" if schedule is None else schedule.text
    yield "" if schedule is None else str(schedule.paused).lower()
    yield from (use.location, use.text, _users(use))


def _users(use: InventoryUse) -> str:
    if isinstance(use.users, UnsetType):
        return ""
    return "; ".join(f"{user.kind.value} {user.id}" for user in use.users)
