"""The names by which things of two surfaces are known."""

from __future__ import annotations

from apparate_ng.compatibility.bases import has_member
from apparate_ng.compatibility.sources import parents_of
from apparate_ng.compatibility.surface import Entity, EntityKind, Surface


class Names:
    """Finds in the new surface what the old one knew under the same names."""

    def __init__(self, old: Surface, new: Surface) -> None:
        self._new = new
        self._by_home: dict[str, list[str]] = {}
        for name in shortest_first(old):
            for own, entity in old.modules[name].public.items():
                self._by_home.setdefault(entity.home, []).append(f"{name}.{own}")

    def now(self, home: str) -> list[Entity]:
        """What the public names of an old thing stand for in the new wheel."""
        paths = (path.rpartition(".") for path in self._by_home.get(home, ()))
        found = (
            self._new.modules[module].importable.get(own)
            for module, _, own in paths
            if module in self._new.modules
        )
        return [entity for entity in found if entity is not None]

    def is_still_base(self, base: str, new: Entity) -> bool:
        """Whether the base is one still; a base that cannot be read may have it among its own."""
        if new.is_open or base in new.ancestors:
            return True
        return any(entity.home in new.ancestors for entity in self.now(base))

    def is_told_of_base(self, name: str, was: Entity, old: Entity) -> bool:
        """True for a member that a public base has lost, too: it is told of the base."""
        owner = was.home.rpartition(".")[0]
        return owner != old.home and any(name not in base.members for base in self.now(owner))


def may_be_there(name: str, was: Entity, new: Entity) -> bool:
    """Whether the class may have the member all the same, from where nobody can read it."""
    if new.is_open or has_member(new.ancestors, name):
        return True
    return was.kind is EntityKind.ATTRIBUTE and name in new.set_elsewhere


def promising(surface: Surface) -> set[str]:
    """Modules with something in them that others may use, and the packages around those.

    What a module happens to have counts: a deprecated one that only imports is used as well.
    """
    own = [
        name
        for name, module in surface.modules.items()
        if module.served
        or module.is_open
        or any(not one.startswith("_") for one in module.importable)
    ]
    return {*own, *(package for name in own for package in parents_of(name))}


def shortest_first(surface: Surface) -> list[str]:
    """Modules, those with the shortest names first."""
    return sorted(surface.modules, key=lambda name: (name.count("."), name))
