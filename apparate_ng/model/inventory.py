"""The inventory: which versions of a library are referred to where, and how far behind they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cmp_to_key

import msgspec

from apparate_ng.model.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Schedule,
    Unreadable,
)
from apparate_ng.model.kinds import Ecosystem
from apparate_ng.model.plan import WorkspaceIdentity
from apparate_ng.model.reference import Reference
from apparate_ng.model.steps import Step, change_between
from apparate_ng.model.versions import AnyVersion, is_older, parse_version, version_or_none

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


class InventoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One version, or one way to leave the version open, and everybody who uses it.

    `version` and `specifier` are both None where no version is named.
    """

    version: str | None
    specifier: str | None
    forms: tuple[str, ...]
    """How it is written: `wheel`, `egg`, `jar`, `path`, `requirement`, `coordinates`."""
    behind: Step | None
    """The step from here to the newest version in the store; None where it cannot be told."""
    dependents: tuple[InventoryUse, ...]
    """One for each place, sorted by kind, id and location: a dependent may be in it twice."""

    @property
    def dependent_count(self) -> int:
        """How many different dependents there are."""
        return len({(use.kind, use.id) for use in self.dependents})


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """All references to one library: newest version first, then what floats or names no version."""

    schema: str = INVENTORY_SCHEMA
    workspace: WorkspaceIdentity
    library: str
    ecosystem: Ecosystem
    scanned: dict[str, int]
    """Dependents looked at, by kind."""
    newest_in_store: str | None
    """The newest final version, or the newest of all where none is final."""
    in_store: tuple[str, ...]
    """Newest first."""
    versions: tuple[InventoryEntry, ...]
    unreadable: tuple[Unreadable, ...] = ()


_Key = tuple[Ecosystem, AnyVersion | None, str | None]
_Found = tuple[Dependent, LocatedReference]


def inventory_of(
    library: str,
    dependents: Iterable[Dependent],
    *,
    in_store: Iterable[str],
    workspace: WorkspaceIdentity,
    scanned: Mapping[str, int],
    unreadable: Iterable[Unreadable] = (),
) -> Inventory:
    """Group every reference by its version. The order of what is handed in makes no difference.

    The ecosystem is that of most references; where there are none, Python.
    """
    found = [(dependent, located) for dependent in dependents for located in dependent.references]
    ecosystem = _prevailing(located.reference for _, located in found)
    stored = _newest_first(in_store, ecosystem)
    newest = _newest(stored, ecosystem)
    return Inventory(
        workspace=workspace,
        library=library,
        ecosystem=ecosystem,
        scanned=dict(scanned),
        newest_in_store=newest,
        in_store=stored,
        versions=tuple(_entries(found, ecosystem, newest)),
        unreadable=tuple(sorted(unreadable, key=lambda each: (each.kind.value, each.id))),
    )


def _prevailing(references: Iterable[Reference]) -> Ecosystem:
    counts = Counter(reference.ecosystem for reference in references)
    return max(Ecosystem, key=lambda ecosystem: counts[ecosystem])


def _newest_first(texts: Iterable[str], ecosystem: Ecosystem) -> tuple[str, ...]:
    readable, unreadable = [], []
    for text in sorted(set(texts)):
        version = version_or_none(text, ecosystem)
        if version is None:
            unreadable.append(text)
        else:
            readable.append((version, text))
    readable.sort(key=lambda pair: _order(pair[0]), reverse=True)
    return (*(text for _, text in readable), *unreadable)


def _newest(stored: Sequence[str], ecosystem: Ecosystem) -> str | None:
    versions = {text: version_or_none(text, ecosystem) for text in stored}
    readable = {text: version for text, version in versions.items() if version is not None}
    finals = (text for text, version in readable.items() if not version.is_prerelease)
    return next(finals, next(iter(readable), None))


def _entries(
    found: Iterable[_Found], ecosystem: Ecosystem, newest: str | None
) -> Iterator[InventoryEntry]:
    groups: defaultdict[_Key, list[_Found]] = defaultdict(list)
    for dependent, located in found:
        groups[_key(located.reference)].append((dependent, located))
    for key in sorted(groups, key=lambda key: _rank(key, ecosystem)):
        goal = parse_version(newest, ecosystem) if newest and key[0] is ecosystem else None
        yield _entry(key, groups[key], goal)


def _key(reference: Reference) -> _Key:
    if reference.version is None:
        return (reference.ecosystem, None, reference.specifier)
    return (reference.ecosystem, parse_version(reference.version, reference.ecosystem), None)


def _rank(key: _Key, ecosystem: Ecosystem) -> tuple[object, ...]:
    """Sorts versions newest first, then ranges by their text, then what names no version."""
    own, version, specifier = key
    foreign = (own is not ecosystem, own.value)
    if version is not None:
        return (*foreign, 0, _newest_order(version))
    return (*foreign, 2 if specifier is None else 1, specifier or "")


def _entry(key: _Key, found: Sequence[_Found], goal: AnyVersion | None) -> InventoryEntry:
    _, version, specifier = key
    return InventoryEntry(
        version=min((located.reference.version or "" for _, located in found), default="") or None,
        specifier=specifier,
        forms=tuple(sorted({_form(located.reference) for _, located in found})),
        behind=change_between(version, goal).step if version and goal else None,
        dependents=tuple(_uses(found)),
    )


def _form(reference: Reference) -> str:
    return reference.form.value if reference.kind is None else reference.kind.value


def _uses(found: Iterable[_Found]) -> list[InventoryUse]:
    uses = [
        InventoryUse(
            kind=dependent.kind,
            id=dependent.id,
            name=dependent.name,
            owner=dependent.owner,
            schedule=dependent.schedule,
            location=located.location,
            text=located.text,
        )
        for dependent, located in found
    ]
    return sorted(uses, key=lambda use: (use.kind.value, use.id, use.location, use.text))


def _compare(left: AnyVersion, right: AnyVersion) -> int:
    return is_older(right, left) - is_older(left, right)


def _compare_newest(left: AnyVersion, right: AnyVersion) -> int:
    return _compare(right, left)


_order = cmp_to_key(_compare)
_newest_order = cmp_to_key(_compare_newest)
