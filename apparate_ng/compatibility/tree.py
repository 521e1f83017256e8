"""The modules of a wheel as griffe sees them, and what a dotted name in them stands for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import griffe

from apparate_ng.compatibility.facts import Facts
from apparate_ng.compatibility.sources import Sources
from apparate_ng.compatibility.surface import Trouble
from apparate_ng.compatibility.visits import Visit, Visits

Node: TypeAlias = "griffe.Object | griffe.Alias"


class Tree:
    """The modules of one wheel; each is visited when it is first asked for."""

    def __init__(self, sources: Sources, visits: Visits | None = None) -> None:
        self.sources = sources
        self.troubles: list[Trouble] = []
        self._visits = visits or Visits()
        self._visited: dict[str, Visit] = {}
        self._members: dict[str, dict[str, Node]] = {}
        self._tops = {name.partition(".")[0] for name in sources.modules}

    def module(self, name: str) -> griffe.Module | None:
        """The module, or None where the wheel has none of that name that can be read."""
        return self.visit(name).module

    def facts(self, name: str) -> Facts:
        """What else is to be known of a module."""
        return self.visit(name).facts

    def visit(self, name: str) -> Visit:
        """All that was seen of a module; nothing where the wheel has none of that name."""
        if name not in self._visited:
            source = self.sources.modules.get(name)
            has_text = source is not None and source.text is not None
            visit = self._visits.of(source) if source and has_text else Visit()
            self._visited[name] = visit
            self.troubles += [] if visit.trouble is None else [visit.trouble]
        return self._visited[name]

    def members(self, name: str) -> dict[str, Node]:
        """What a module defines and imports, with everything that a star brings along."""
        if name not in self._members:
            module = self.module(name)
            self._members[name] = {}  # two modules may import each other with a star
            self._members[name] = {} if module is None else self._with_stars(module)
        return self._members[name]

    def unread_stars(self, name: str, above: frozenset[str] = frozenset()) -> bool:
        """True where a star brings names that cannot be known."""
        module = self.module(name)
        return module is not None and any(
            self.module(target) is None or self.unread_stars(target, above | {name})
            for target in _stars(module)
            if target not in above | {name}
        )

    def listed(self, name: str) -> list[str] | None:
        """The names in `__all__`, or None where there is none that can be read."""
        return [one for one in self._exports(name, ()) if one is not None] or None

    def has_dynamic_all(self, name: str) -> bool:
        """True where `__all__` may have more names than can be read."""
        return self.facts(name).has_dynamic_all or None in self._exports(name, ())

    def _exports(self, name: str, above: tuple[str, ...]) -> list[str | None]:
        """The names in `__all__`; None in the place of those that another module should tell."""
        module = self.module(name)
        found: list[str | None] = []
        for export in (module.exports or ()) if module is not None else ():
            if isinstance(export, str):
                found.append(export)
                continue
            other = self._module_meant(export.canonical_path.rpartition(".")[0], name)
            is_known = other is not None and other not in (*above, name)
            found += self._exports(other, (*above, name)) if other and is_known else [None]
        return found

    def _module_meant(self, path: str, within: str) -> str | None:
        """In `lib`, `core` after `from lib import core` is `lib.core`."""
        return next((one for one in (path, f"{within}.{path}") if self.module(one)), None)

    def find(self, path: str, seen: frozenset[str] = frozenset()) -> Node | None:
        """What a dotted name stands for in the end; None where it leads out of the wheel.

        An alias is returned only where it cannot be followed.
        """
        if path in seen or path.partition(".")[0] not in self._tops:
            return None
        package, _, own = path.rpartition(".")
        shadow = self.members(package).get(own) if package in self.sources.modules else None
        if shadow is not None and not _is_import_of(shadow, path):
            return self._followed(shadow, [], seen | {path})
        parts = path.split(".")
        for end in range(len(parts), 0, -1):
            name = ".".join(parts[:end])
            if self.module(name) is not None:
                return self._inside(name, parts[end:], seen | {path})
        return None

    def _inside(self, module: str, rest: list[str], seen: frozenset[str]) -> Node | None:
        if not rest:
            return self.module(module)
        found = self.members(module).get(rest[0])
        return None if found is None else self._followed(found, rest[1:], seen)

    def _followed(self, found: Node, rest: list[str], seen: frozenset[str]) -> Node | None:
        if found.is_alias:
            return self.find(".".join([target_of(found), *rest]), seen)
        if not rest:
            return found
        inner = found.members.get(rest[0])
        return None if inner is None else self._followed(inner, rest[1:], seen)

    def _with_stars(self, module: griffe.Module) -> dict[str, Node]:
        own = {name: one for name, one in module.members.items() if not _is_star(one)}
        # in stubs, with no function below them
        alone = {name: found[0] for name, found in module.overloads.items() if found}
        own = {**alone, **own}
        starred: dict[str, Node] = {}
        for target in _stars(module):
            listed = self.listed(target)
            starred |= {
                name: member
                for name, member in self.members(target).items()
                if (name in listed if listed is not None else not name.startswith("_"))
            }
        return {**starred, **own}


def target_of(alias: Node) -> str:
    """Where an import leads; for what is no import, where it is."""
    return alias.target_path if isinstance(alias, griffe.Alias) else alias.path


def _is_import_of(node: Node, path: str) -> bool:
    """True for `import pkg.sub as sub` in `pkg`: the name and the module are one."""
    return node.is_alias and target_of(node) == path


def _is_star(node: Node) -> bool:
    return isinstance(node, griffe.Alias) and bool(node.wildcard)


def _stars(module: griffe.Module) -> Iterator[str]:
    return (target_of(one) for one in module.members.values() if _is_star(one))
