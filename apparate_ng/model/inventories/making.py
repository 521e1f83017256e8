"""From what a survey found to an inventory: of one library, or of every one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

import msgspec

from apparate_ng.model.dependents.dependent import Dependent, Unreadable
from apparate_ng.model.dependents.reference import Form, Reference
from apparate_ng.model.inventories.entries import Found, library_inventory
from apparate_ng.model.inventories.inventory import (
    Inventory,
    InventoryEntry,
    LibraryInventory,
    WorkspaceInventory,
)
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.releases.kinds import Ecosystem

LibraryKey: TypeAlias = tuple[str, Ecosystem]
"""A library's name, in the form in which names are compared, and its ecosystem."""
_HINTS = frozenset({Form.SCRIPT, Form.IMAGE})
"""What is named after many things besides libraries: it counts for one that is known otherwise."""
_AnyInventory = TypeVar("_AnyInventory", bound=Inventory | WorkspaceInventory)


def inventory_of(
    library: str,
    survey: Survey,
    *,
    store: str | None,
    in_store: Iterable[str],
    workspace: WorkspaceIdentity,
) -> Inventory:
    """One library. The order of what is handed in makes no difference.

    The ecosystem is that of most references; where there are none, Python.
    """
    found = _found(survey.dependents)
    ecosystem = _prevailing(located.reference for _, located in found)
    one = library_inventory(library, ecosystem, found, in_store)
    return Inventory(
        workspace=workspace,
        scanned=dict(survey.scanned),
        store=store,
        unreadable=_sorted(survey.unreadable),
        warnings=survey.notices,
        **{name: getattr(one, name) for name in LibraryInventory.__struct_fields__},
    )


def workspace_inventory_of(
    survey: Survey,
    *,
    store: str | None,
    in_store: Mapping[LibraryKey, Sequence[str]],
    workspace: WorkspaceIdentity,
    everything: bool = False,
) -> WorkspaceInventory:
    """Every library that is referred to as a file, or of which the store has a release.

    What is only installed from an index (`numpy==1.26.0`) is counted and left out, unless
    `everything` is asked for: a workspace names hundreds of those, and none is ours to move.
    References that name no library at all (`*.whl`) are in no inventory.
    """
    groups: defaultdict[LibraryKey, list[Found]] = defaultdict(list)
    for dependent, located in _found(survey.dependents):
        groups[located.reference.name, located.reference.ecosystem].append((dependent, located))
    named = [key for key in sorted(groups) if any(map(str.isalnum, key[0]))]
    known = [key for key in named if key in in_store or _forms(groups[key]) - _HINTS]
    ours = [
        key for key in known if everything or key in in_store or Form.PATH in _forms(groups[key])
    ]
    return WorkspaceInventory(
        workspace=workspace,
        scanned=dict(survey.scanned),
        store=store,
        libraries=tuple(
            library_inventory(*key, groups[key], in_store.get(key, ())) for key in ours
        ),
        left_out=len(known) - len(ours),
        unreadable=_sorted(survey.unreadable),
        warnings=survey.notices,
    )


def only_behind(inventory: _AnyInventory) -> _AnyInventory:
    """The same, without versions that are not behind, and without libraries of which none is."""
    if isinstance(inventory, Inventory):
        return msgspec.structs.replace(inventory, versions=_behind(inventory))
    stale = (
        msgspec.structs.replace(library, versions=_behind(library))
        for library in inventory.libraries
    )
    kept = tuple(library for library in stale if library.versions)
    return msgspec.structs.replace(inventory, libraries=kept)


def _behind(library: Inventory | LibraryInventory) -> tuple[InventoryEntry, ...]:
    return tuple(entry for entry in library.versions if entry.is_behind)


def _found(dependents: Iterable[Dependent]) -> list[Found]:
    return [(dependent, located) for dependent in dependents for located in dependent.references]


def _forms(found: Iterable[Found]) -> set[Form]:
    return {located.reference.form for _, located in found}


def _prevailing(references: Iterable[Reference]) -> Ecosystem:
    counts = Counter(reference.ecosystem for reference in references)
    return max(Ecosystem, key=lambda ecosystem: counts[ecosystem])


def _sorted(unreadable: Iterable[Unreadable]) -> tuple[Unreadable, ...]:
    return tuple(sorted(unreadable, key=lambda each: (each.kind.value, each.id)))
