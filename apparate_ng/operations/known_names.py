"""Names from the last scan of each workspace, for shells to complete: names, and nothing else.

They are kept in the user's cache folder, readable by nobody else, and may be deleted at any time.
Whatever goes wrong with them is nobody's concern: they are a convenience.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import msgspec
import platformdirs

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.inventories.inventory import Inventory, InventoryEntry, WorkspaceInventory
from apparate_ng.model.plans.plan import Plan
from apparate_ng.workspace.credentials import named_host

Scan: TypeAlias = Plan | Inventory | WorkspaceInventory
_MOST_NAMES = 2_000
"""Of one library."""
_MOST_LIBRARIES = 1_000
_LONGEST = 200
"""Characters of a name; nobody types more."""


class KnownNames(msgspec.Struct, frozen=True, kw_only=True):
    """What a scan came across. Files are left out: shells complete paths themselves."""

    dependents: dict[str, tuple[str, ...]] = {}
    """By library, which comes in order of its last scan."""

    @property
    def libraries(self) -> tuple[str, ...]:
        """All libraries, sorted."""
        return tuple(sorted(self.dependents))

    def of(self, library: str | None) -> tuple[str, ...]:
        """Names of dependents of this library, or where it is not known, of all; sorted."""
        if library in self.dependents:
            return self.dependents[library]
        return tuple(sorted({name for names in self.dependents.values() for name in names}))


def remember_names(scan: Scan, folder: Path | None = None) -> None:
    """Keep the names of a scan. A whole inventory replaces all, what is of one library that only.

    Args:
        scan: what came of it.
        folder: where; by default the user's cache folder, wherever the system has it.
    """
    with suppress(OSError, RuntimeError):  # no home, a full disk, a read-only one
        file = _file(scan.workspace.host, folder)
        found = _names_in(scan)
        before = {} if isinstance(scan, WorkspaceInventory) else _read(file).dependents
        kept = {name: those for name, those in before.items() if name not in found}
        newest = list({**kept, **found}.items())[-_MOST_LIBRARIES:]
        _write(file, KnownNames(dependents=dict(newest)))


def known_names(
    profile: str | None, environment: Mapping[str, str], folder: Path | None = None
) -> KnownNames:
    """The names of the workspace that the profile or the environment names; none in doubt."""
    with suppress(OSError, RuntimeError):
        host = named_host(profile, environment)
        if host is not None:
            return _read(_file(host, folder))
    return KnownNames()


def _names_in(scan: Scan) -> dict[str, tuple[str, ...]]:
    if isinstance(scan, Plan):
        names = (one.name for one in scan.dependents if one.kind is not DependentKind.FILE)
        return {scan.release.name: _fit(names)}
    libraries = (scan,) if isinstance(scan, Inventory) else scan.libraries
    return {one.library: _fit(_users(one.versions)) for one in libraries}


def _users(entries: Iterable[InventoryEntry]) -> Iterable[str]:
    return (
        use.name
        for entry in entries
        for use in entry.dependents
        if use.kind is not DependentKind.FILE
    )


def _fit(names: Iterable[str]) -> tuple[str, ...]:
    """What a shell can show: no control characters, nothing of endless length."""
    fit = {name for name in names if 0 < len(name) <= _LONGEST and name.isprintable()}
    return tuple(sorted(fit)[:_MOST_NAMES])


def _file(host: str, folder: Path | None) -> Path:
    cache = folder or platformdirs.user_cache_path("apparate-ng", appauthor=False)
    return cache / "names" / f"{hashlib.sha256(host.encode()).hexdigest()[:32]}.json"


def _read(file: Path) -> KnownNames:
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(file.read_bytes(), type=KnownNames)
    return KnownNames()


def _write(file: Path, names: KnownNames) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=".new-")  # for its owner only
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(msgspec.json.encode(names))
        Path(draft).replace(file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
