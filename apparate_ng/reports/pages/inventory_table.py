"""The rows of an inventory."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UnsetType

from apparate_ng.model.dependents.pages import page_of
from apparate_ng.model.inventories.inventory import (
    Inventory,
    InventoryEntry,
    InventoryUse,
    LibraryInventory,
    WorkspaceInventory,
)
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.model.releases.steps import Step
from apparate_ng.reports.pages.row import NO_VERSION, Row, State, Tone, entries_of
from apparate_ng.reports.web_address import link_into
from apparate_ng.reports.wording.counts import counted

_BREAKING = (Step.EPOCH, Step.MAJOR)
NEWEST = State(word="Newest", sign="=", tone=Tone.STILL, rank=3)
MAJOR = State(word="Major behind", sign="!", tone=Tone.BAD, rank=0)
MINOR = State(word="Minor behind", sign="!", tone=Tone.WAIT, rank=1)
LESS = State(word="Patch behind", sign="~", tone=Tone.NEAR, rank=2)
AHEAD = State(word="Ahead", sign="+", tone=Tone.STILL, rank=4)
FLOATS = State(word="Floats", sign="-", tone=Tone.QUIET, rank=5)
UNKNOWN = State(word="Unknown", sign="?", tone=Tone.QUIET, rank=6)
LAGS = (MAJOR, MINOR, LESS, NEWEST, AHEAD, FLOATS, UNKNOWN)
"""How far behind something can be, the farthest first."""


def inventory_table(inventory: Inventory | WorkspaceInventory) -> list[Row]:
    """Return a row for each dependent and version, what is farthest behind first."""
    rows = [
        row
        for library in inventory.libraries
        for rank, entry in enumerate(library.versions)
        for row in _rows(library, entry, inventory.workspace, rank)
    ]
    return sorted(rows, key=lambda row: row.state.rank)


def lag_of(entry: InventoryEntry) -> State:
    """Return how far behind the store's newest a version is."""
    if entry.behind is None:
        return FLOATS if entry.specifier else UNKNOWN
    if entry.behind is Step.NONE:
        return NEWEST
    if entry.behind is Step.DOWNGRADE:
        return AHEAD
    if entry.behind in _BREAKING:
        return MAJOR
    return MINOR if entry.behind is Step.MINOR else LESS


def _rows(
    library: LibraryInventory, entry: InventoryEntry, workspace: WorkspaceIdentity, rank: int
) -> Iterator[Row]:
    uses: dict[tuple[str, str], list[InventoryUse]] = {}
    for use in entry.dependents:
        uses.setdefault((use.kind.value, use.id), []).append(use)
    for those in uses.values():
        use = those[0]
        yield Row(
            library=library.library,
            kind=use.kind,
            id=use.id,
            name=use.name,
            url=link_into(workspace.host, page_of(workspace.host, use.kind, use.id)),
            owner=use.owner,
            schedule=use.schedule,
            state=lag_of(entry),
            version=entry.version or entry.specifier or NO_VERSION,
            version_rank=rank,
            note=_note(entry),
            entries=entries_of((each.text, None, each.location) for each in those),
            users=None
            if isinstance(use.users, UnsetType)
            else tuple(user.name for user in use.users),
        )


def _note(entry: InventoryEntry) -> str:
    if not entry.releases_behind:
        return ""
    return f"{counted(entry.releases_behind, 'release')} behind"
