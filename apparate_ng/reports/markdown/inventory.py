"""An inventory as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from apparate_ng.model.inventories.inventory import (
    Inventory,
    InventoryEntry,
    LibraryInventory,
    WorkspaceInventory,
)
from apparate_ng.reports.markdown.dialect import Room, code, details, plain
from apparate_ng.reports.markdown.plan import change_cell, dependent_cell, following, warned
from apparate_ng.reports.pages.inventory import inventory_page
from apparate_ng.reports.pages.inventory_table import lag_of
from apparate_ng.reports.pages.row import NO_VERSION, Row, Tone
from apparate_ng.reports.wording.command import Command
from apparate_ng.reports.wording.counts import counted

_BEHIND = frozenset({Tone.BAD, Tone.WAIT, Tone.NEAR})


def inventory_markdown(
    inventory: Inventory | WorkspaceInventory, commands: Sequence[Command] = ()
) -> str:
    """Return which versions are in use, and who is behind."""
    page, room = inventory_page(inventory, commands), Room()
    rows = [each.row for each in page.table.rows]
    lines = [
        f"## {page.kind}: {plain(page.title)}",
        "",
        f"**{plain(page.lead)}**",
        *_versions(inventory, room),
        *_behind([row for row in rows if row.state.tone in _BEHIND], room),
        *warned("Warnings", page.warnings, room),
        *warned("Could not be read", page.unreadable, room),
        *following(page.commands),
    ]
    return "\n".join(lines) + "\n"


def _versions(inventory: Inventory | WorkspaceInventory, room: Room) -> Iterator[str]:
    cells = [
        _version(library, entry) for library in inventory.libraries for entry in library.versions
    ]
    if cells:
        head = ("Library", "Version", "How far behind", "Dependents", "Pins")
        yield from room.table(head, cells)


def _version(library: LibraryInventory, entry: InventoryEntry) -> Sequence[str]:
    lag = lag_of(entry).word
    number = f", {counted(entry.releases_behind, 'release')}" if entry.releases_behind else ""
    return (
        plain(library.library),
        code(entry.version or entry.specifier or NO_VERSION),
        f"{lag}{number}",
        f"{entry.dependent_count:,}",
        f"{len(entry.dependents):,}",
    )


def _behind(rows: Sequence[Row], room: Room) -> Iterator[str]:
    if not rows:
        return
    head = ("Dependent", "Library", "Version", "Owner", "Runs")
    cells = (
        (
            dependent_cell(row),
            plain(row.library),
            change_cell(row),
            plain(row.owner or "no owner"),
            plain(row.when),
        )
        for row in rows
    )
    number = len({row.key for row in rows})
    yield from details(f"Who is behind ({number:,})", room.table(head, cells))
