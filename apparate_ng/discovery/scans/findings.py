"""What a scan finds, gathered piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from apparate_ng.discovery.uses.files import FileUse
from apparate_ng.discovery.uses.hosts import HostUse
from apparate_ng.discovery.uses.scripts import ScriptUse
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, Unreadable
from apparate_ng.model.plans.plan import Notice

Found: TypeAlias = Dependent | Notice | Unreadable | None
"""What one document turned out to be; None where it does not name the library."""


@dataclass(slots=True)
class Findings:
    """Of one kind of dependent."""

    kind: DependentKind
    scanned: int = 0
    dependents: list[Dependent] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    file_uses: list[FileUse] = field(default_factory=list)
    script_uses: list[ScriptUse] = field(default_factory=list)
    host_uses: list[HostUse] = field(default_factory=list)
    looked_at: frozenset[str] = frozenset()
    """Of files, the paths of all that were looked at."""

    def keep(
        self,
        found: Found,
        file_uses: Iterable[FileUse] = (),
        script_uses: Iterable[ScriptUse] = (),
        host_uses: Iterable[HostUse] = (),
    ) -> None:
        """Put it where it belongs."""
        self.file_uses += file_uses
        self.script_uses += script_uses
        self.host_uses += host_uses
        if isinstance(found, Dependent):
            self.dependents.append(found)
        elif isinstance(found, Unreadable):
            self.unreadable.append(found)
        elif isinstance(found, Notice):
            self.notices.append(found)
