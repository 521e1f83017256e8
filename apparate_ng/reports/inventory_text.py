"""An inventory as text for people: a table of versions, with their dependents below each."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.inventory import Inventory, InventoryEntry, InventoryUse
from apparate_ng.model.steps import Step
from apparate_ng.reports.counts import counted, counted_kinds
from apparate_ng.reports.dependent_text import schedule_words, title
from apparate_ng.reports.palette import QUIET, STRONG
from apparate_ng.reports.paragraph import Paragraph, lines_of
from apparate_ng.reports.pin_rows import more
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.sections import BLANK, closing, unreadable, workspace_line

_SHOWN = 3
_WIDEST_VERSION = 30
_STEP_WORDS = {Step.NONE: "newest", Step.DOWNGRADE: "ahead of the store"}
Lines = Iterator[Text | Paragraph]


def inventory_report(
    inventory: Inventory, *, verbose: bool = False, next_command: str | None = None
) -> RenderableType:
    """Return which versions are used by whom, newest first.

    Args:
        inventory: what is to be shown.
        verbose: name every dependent and location, not only the first of each version.
        next_command: what could be done about it, or None.
    """
    return Group(
        Paragraph(body=Text(safe(inventory.library), style=STRONG)),
        workspace_line(inventory.workspace),
        Paragraph(body=Text(_newest(inventory)), indent=2),
        *_table(inventory, verbose=verbose),
        *unreadable(inventory.unreadable),
        *closing(inventory_summary(inventory), next_command),
    )


def inventory_summary(inventory: Inventory) -> str:
    """Return one sentence whose numbers add up."""
    uses = [use for entry in inventory.versions for use in entry.dependents]
    scanned = counted_kinds(inventory.scanned)
    if not uses:
        return f"Nothing refers to {inventory.library}; {scanned} scanned."
    versions = len({entry.version for entry in inventory.versions} - {None})
    jobs = len({(use.kind, use.id) for use in uses})
    pins = f"{counted(len(uses), 'pin')} in {jobs:,} of {scanned} scanned"
    return f"{counted(versions, 'version')} in use: {pins}."


def _newest(inventory: Inventory) -> str:
    if inventory.newest_in_store is None:
        return "no version in the store"
    return f"newest in the store: {safe(inventory.newest_in_store)}"


def _table(inventory: Inventory, *, verbose: bool) -> Lines:
    if not inventory.versions:
        return
    names = [_name(entry) for entry in inventory.versions]
    width = min(max(map(cell_len, [*names, "version"])), _WIDEST_VERSION)
    yield BLANK
    yield _row("version", ("pins", "jobs", "behind"), width, QUIET)
    for entry in inventory.versions:
        numbers = (f"{len(entry.dependents):,}", f"{entry.dependent_count:,}", _behind(entry))
        yield _row(_name(entry), numbers, width, STRONG)
        yield from _users(entry, verbose=verbose)


def _row(name: str, cells: tuple[str, str, str], width: int, style: str) -> Paragraph:
    pins, jobs, behind = cells
    padding = " " * max(0, width - cell_len(name))
    lead = Text.assemble((name, style), padding, "  ")
    return Paragraph(lead=lead, body=Text(f"{pins:>6}  {jobs:>6}  {behind}"), indent=2, whole=True)


def _name(entry: InventoryEntry) -> str:
    return safe(entry.version or entry.specifier or "(no version)")


def _behind(entry: InventoryEntry) -> str:
    if entry.behind is None:
        return "floats" if entry.specifier else "-"
    return _STEP_WORDS.get(entry.behind, entry.behind.value)


def _users(entry: InventoryEntry, *, verbose: bool) -> Lines:
    users: dict[tuple[str, str], list[InventoryUse]] = {}
    for use in entry.dependents:
        users.setdefault((use.kind.value, use.id), []).append(use)
    shown = list(users.values())
    hidden = 0 if verbose or len(shown) <= _SHOWN + 1 else len(shown) - _SHOWN
    for uses in shown[: len(shown) - hidden]:
        yield from _user(uses, verbose=verbose)
    if hidden:
        yield Paragraph(body=more(hidden), indent=4)


def _user(uses: list[InventoryUse], *, verbose: bool) -> Lines:
    first = uses[0]
    owner = "no owner" if first.owner is None else safe(first.owner)
    body = Text(f"{owner}, {schedule_words(first.schedule)}", style=QUIET)
    yield Paragraph(lead=title(first) + "  ", body=body, indent=4, whole=True)
    if verbose:
        yield Paragraph(body=lines_of(Text(safe(use.location)) for use in uses), indent=8)
