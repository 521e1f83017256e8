"""From a wheel to its public surface."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from apparate_ng.compatibility.entities import Entities
from apparate_ng.compatibility.sources import Source, parents_of, read_sources
from apparate_ng.compatibility.surface import Entity, ModuleSurface, Surface, Trouble
from apparate_ng.compatibility.tree import Tree
from apparate_ng.compatibility.visibility import is_public_module, public_names
from apparate_ng.compatibility.visits import Visits


def read_surface(wheel: Path, visits: Visits | None = None) -> Surface:
    """What a wheel promises to those who import it. None of its code runs.

    Args:
        wheel: a wheel or egg.
        visits: of other wheels of the library, which share most of their modules.

    Raises:
        ArtifactError: it is no proper archive, or has members that lead outside of it.
    """
    tree = Tree(read_sources(wheel), visits)
    entities = Entities(tree)
    modules = {
        name: _module(tree, entities, source)
        for name, source in tree.sources.modules.items()
        if is_public_module(name)
    }
    for name in list(modules):
        for package in parents_of(name):  # folders without an `__init__` are packages too
            modules.setdefault(package, ModuleSurface(file="", public={}, importable={}))
    return Surface(modules=modules, troubles=tuple(_troubles_that_count(tree)))


def _module(tree: Tree, entities: Entities, source: Source) -> ModuleSurface:
    name = source.module
    if tree.module(name) is None:
        return ModuleSurface(file=source.file, public={}, importable={}, is_open=True)
    importable = dict(_importable(tree, entities, name))
    listed = tree.listed(name) or ()
    public = {
        own: importable.get(own) or entities.unknown(f"{name}.{own}")
        for own in public_names(tree, name)
        if f"{name}.{own}" not in tree.sources.modules or own in importable
    }
    return ModuleSurface(
        file=source.file,
        public=public,
        importable={**public, **importable},
        listed=frozenset(() if tree.has_dynamic_all(name) else listed),
        served=tree.facts(name).served,
        is_open=tree.unread_stars(name),
    )


def _importable(tree: Tree, entities: Entities, module: str) -> Iterator[tuple[str, Entity]]:
    for name, line in tree.facts(module).unpacked.items():
        yield name, entities.unknown(f"{module}.{name}", line)
    for name, member in tree.members(module).items():
        if member.runtime:
            yield name, entities.of(member, f"{module}.{name}")


def _troubles_that_count(tree: Tree) -> Iterator[Trouble]:
    for trouble in (*tree.sources.troubles, *tree.troubles):
        if trouble.module is None or is_public_module(trouble.module):
            yield trouble
