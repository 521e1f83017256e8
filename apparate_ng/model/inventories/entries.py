"""The references to one library, grouped by version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import msgspec

from apparate_ng.model.dependents.dependent import Dependent, DependentKind, LocatedReference
from apparate_ng.model.dependents.reference import Reference
from apparate_ng.model.inventories.inventory import InventoryEntry, InventoryUse, LibraryInventory
from apparate_ng.model.plans.plan import FileUser
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.steps import Step, change_between
from apparate_ng.model.releases.versions import AnyVersion, parse_version
from apparate_ng.model.stores.stored_versions import StoredVersions, newest_first, stored_versions

Found: TypeAlias = tuple[Dependent, LocatedReference]
_Key: TypeAlias = tuple[Ecosystem, AnyVersion | None, str | None]
_SHARED = frozenset({DependentKind.FILE, DependentKind.CLUSTER, DependentKind.POLICY})
"""What has users."""


def library_inventory(
    library: str, ecosystem: Ecosystem, found: Iterable[Found], in_store: Iterable[str]
) -> LibraryInventory:
    """One library. The order of what is handed in makes no difference."""
    stored = stored_versions(in_store, ecosystem)
    return LibraryInventory(
        library=library,
        ecosystem=ecosystem,
        newest_in_store=stored.newest,
        in_store=stored.texts,
        versions=tuple(_entries(found, ecosystem, stored)),
    )


def _entries(
    found: Iterable[Found], ecosystem: Ecosystem, stored: StoredVersions
) -> Iterator[InventoryEntry]:
    groups: defaultdict[_Key, list[Found]] = defaultdict(list)
    for dependent, located in found:
        groups[_key(located.reference)].append((dependent, located))
    for key in sorted(groups, key=lambda key: _rank(key, ecosystem)):
        yield _entry(key, groups[key], stored if key[0] is ecosystem else None)


def _key(reference: Reference) -> _Key:
    if reference.version is None:
        return (reference.ecosystem, None, reference.specifier)
    return (reference.ecosystem, parse_version(reference.version, reference.ecosystem), None)


def _rank(key: _Key, ecosystem: Ecosystem) -> tuple[object, ...]:
    """Sorts versions newest first, then ranges by their text, then what names no version."""
    own, version, specifier = key
    foreign = (own is not ecosystem, own.value)
    if version is not None:
        return (*foreign, 0, newest_first(version))
    return (*foreign, 2 if specifier is None else 1, specifier or "")


def _entry(key: _Key, found: Sequence[Found], stored: StoredVersions | None) -> InventoryEntry:
    _, version, specifier = key
    behind, releases = _distance(version, stored)
    return InventoryEntry(
        version=min((located.reference.version or "" for _, located in found), default="") or None,
        specifier=specifier,
        forms=tuple(sorted({_form(located.reference) for _, located in found})),
        behind=behind,
        releases_behind=releases,
        dependents=tuple(_uses(found)),
    )


def _distance(
    version: AnyVersion | None, stored: StoredVersions | None
) -> tuple[Step | None, int | None]:
    """The step to the newest release, and how many are newer; None where it cannot be told."""
    if version is None or stored is None or stored.goal is None:
        return None, None
    return change_between(version, stored.goal).step, stored.newer_than(version)


def _form(reference: Reference) -> str:
    return reference.form.value if reference.kind is None else reference.kind.value


def _uses(found: Iterable[Found]) -> list[InventoryUse]:
    uses = [_use(dependent, located) for dependent, located in found]
    return sorted(uses, key=lambda use: (use.kind.value, use.id, use.location, use.text))


def _use(dependent: Dependent, located: LocatedReference) -> InventoryUse:
    return InventoryUse(
        kind=dependent.kind,
        id=dependent.id,
        name=dependent.name,
        owner=dependent.owner,
        schedule=dependent.schedule,
        location=located.location,
        text=located.text,
        form=_form(located.reference),
        users=_users(dependent) if dependent.kind in _SHARED else msgspec.UNSET,
    )


def _users(file: Dependent) -> tuple[FileUser, ...]:
    return tuple(FileUser(kind=user.kind, id=user.id, name=user.name) for user in file.users)
