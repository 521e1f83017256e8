"""The inventory: which versions of a library are referred to where, and how far behind they are."""

from __future__ import annotations

import msgspec

from apparate_ng.model.dependents.dependent import DependentKind, Schedule, Unreadable
from apparate_ng.model.plans.plan import FileUser, Notice, WorkspaceIdentity
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.steps import Step

INVENTORY_SCHEMA = "apparate.inventory/1"


class InventoryUse(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a dependent refers to the library."""

    kind: DependentKind
    id: str
    name: str
    owner: str | None
    schedule: Schedule | None
    location: str
    text: str
    """The whole entry as it stands."""
    form: str
    """How it is written: `wheel`, `egg`, `jar`, `requirement`, `coordinates`."""
    users: tuple[FileUser, ...] | msgspec.UnsetType = msgspec.UNSET
    """There for files only."""


class InventoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One version, or one way to leave the version open, and everybody who uses it.

    `version` and `specifier` are both None where no version is named.
    """

    version: str | None
    specifier: str | None
    forms: tuple[str, ...]
    """All forms that occur."""
    behind: Step | None
    """The step from here to the newest version in the store; None where it cannot be told."""
    releases_behind: int | None
    """How many releases in the store are newer; only final ones count where any is final."""
    dependents: tuple[InventoryUse, ...]
    """One for each place, sorted by kind, id and location: a dependent may be in it twice."""

    @property
    def dependent_count(self) -> int:
        """How many different dependents there are."""
        return len({(use.kind, use.id) for use in self.dependents})

    @property
    def is_behind(self) -> bool:
        """True where the store has something newer."""
        return bool(self.releases_behind)


class LibraryInventory(msgspec.Struct, frozen=True, kw_only=True):
    """All references to one library: newest version first, then what floats or names no version."""

    library: str
    """In the form in which names are compared, or as it was asked for."""
    ecosystem: Ecosystem
    newest_in_store: str | None
    """The newest final version, or the newest of all where none is final."""
    in_store: tuple[str, ...]
    """Newest first."""
    versions: tuple[InventoryEntry, ...]


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """The inventory of one library."""

    schema: str = INVENTORY_SCHEMA
    workspace: WorkspaceIdentity
    library: str
    ecosystem: Ecosystem
    scanned: dict[str, int]
    """Dependents looked at, by kind."""
    store: str | None
    """The library store; None where none is configured, so that nothing is known of releases."""
    newest_in_store: str | None
    in_store: tuple[str, ...]
    versions: tuple[InventoryEntry, ...]
    unreadable: tuple[Unreadable, ...] = ()
    warnings: tuple[Notice, ...] = ()

    @property
    def libraries(self) -> tuple[LibraryInventory, ...]:
        """The one library, as an inventory of the whole workspace holds it."""
        names = LibraryInventory.__struct_fields__
        return (LibraryInventory(**{name: getattr(self, name) for name in names}),)


class WorkspaceInventory(msgspec.Struct, frozen=True, kw_only=True):
    """The inventory of every library that is pinned anywhere, sorted by name."""

    schema: str = INVENTORY_SCHEMA
    workspace: WorkspaceIdentity
    scanned: dict[str, int]
    """Dependents looked at, by kind."""
    store: str | None
    """The library store; None where none is configured, so that nothing is known of releases."""
    libraries: tuple[LibraryInventory, ...]
    left_out: int
    """Libraries that are only installed from an index, and of which the store has nothing."""
    unreadable: tuple[Unreadable, ...] = ()
    warnings: tuple[Notice, ...] = ()
