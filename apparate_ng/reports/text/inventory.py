"""An inventory as text for people: a table of versions, with their dependents below each."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.inventories.inventory import Inventory, WorkspaceInventory
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.text.inventory_rows import Detail, library_table, workspace_table
from apparate_ng.reports.typesetting.palette import STRONG
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.typesetting.sections import closing, unreadable, warnings, workspace_line
from apparate_ng.reports.wording.inventory_summary import inventory_summary, workspace_summary

_NO_STORE = "no store configured: newest unknown"


def inventory_report(
    inventory: Inventory,
    *,
    detail: Detail = Detail.SOME,
    stale: bool = False,
    next_command: str | None = None,
) -> RenderableType:
    """Return which versions of one library are used by whom, newest first.

    Args:
        inventory: what is to be shown.
        detail: whom to name below each version.
        stale: whether only what is behind is left in it.
        next_command: what could be done about it, or None.
    """
    return Group(
        Paragraph(body=Text(safe(inventory.library), style=STRONG)),
        workspace_line(inventory.workspace),
        Paragraph(body=Text(_newest(inventory)), indent=2),
        *library_table(inventory.libraries[0], detail),
        *warnings(inventory.warnings, ()),
        *unreadable(inventory.unreadable),
        *closing(inventory_summary(inventory, stale=stale), next_command),
    )


def workspace_inventory_report(
    inventory: WorkspaceInventory, *, detail: Detail = Detail.NONE, stale: bool = False
) -> RenderableType:
    """Return which versions of every library are in use, and by how many or by whom."""
    return Group(
        Paragraph(body=Text("Libraries in use", style=STRONG)),
        workspace_line(inventory.workspace),
        _store_line(inventory.store),
        *workspace_table(inventory.libraries, detail),
        *warnings(inventory.warnings, ()),
        *unreadable(inventory.unreadable),
        *closing(workspace_summary(inventory, stale=stale), None),
    )


def _newest(inventory: Inventory) -> str:
    if inventory.store is None:
        return _NO_STORE
    if inventory.newest_in_store is None:
        return "no version in the store"
    return f"newest in the store: {safe(inventory.newest_in_store)}"


def _store_line(store: str | None) -> Paragraph:
    if store is None:
        return Paragraph(body=Text(_NO_STORE), indent=2)
    return Paragraph(lead=Text("store "), body=Text(safe(store)), indent=2)
