"""From griffe's objects to the values that are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import griffe

from apparate_ng.compatibility.bases import is_plain, outer_ancestors, outer_name
from apparate_ng.compatibility.signatures import (
    is_decorated,
    signature_of,
    signature_of_fields,
    tuple_fields,
)
from apparate_ng.compatibility.surface import Binding, Entity, EntityKind, Signature
from apparate_ng.compatibility.tree import Node, Tree, target_of
from apparate_ng.compatibility.visibility import is_public_member, is_public_module

_DISPLAYS = (
    griffe.ExprList,
    griffe.ExprDict,
    griffe.ExprTuple,
    griffe.ExprSet,
    griffe.ExprJoinedStr,
)


class Entities:
    """Makes an entity of each griffe object, once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._classes: dict[str, Entity] = {}

    def of(self, node: Node, path: str) -> Entity:
        """What `node`, reached as `path`, stands for."""
        found = self._tree.find(target_of(node)) if node.is_alias else node
        if found is None or found.is_alias:
            return Entity(
                kind=EntityKind.UNKNOWN,
                home=target_of(node),
                file=self._file(path.rpartition(".")[0]),
                line=node.alias_lineno if isinstance(node, griffe.Alias) else None,
            )
        return self._own(found)

    def unknown(self, path: str, line: int | None = None) -> Entity:
        """Something of which only the name is known."""
        file = self._file(path.rpartition(".")[0])
        return Entity(kind=EntityKind.UNKNOWN, home=path, file=file, line=line)

    def _own(self, node: Node) -> Entity:
        if isinstance(node, griffe.Module):
            return Entity(kind=EntityKind.MODULE, home=node.path, file=self._file(node.path))
        if isinstance(node, griffe.Class) and not _stands_alone(node):
            return self._class(node)
        made = self._tree.visit(node.module.path).made
        if id(node) not in made:
            made[id(node)] = self._alone(node)
        return made[id(node)]

    def _alone(self, node: Node) -> Entity:
        if isinstance(node, griffe.Class):
            return self._whole_class(node)
        return self._function(node) if isinstance(node, griffe.Function) else self._attribute(node)

    def _file(self, module: str) -> str:
        source = self._tree.sources.modules.get(module)
        return "" if source is None else source.file

    def _placed(self, kind: EntityKind, node: Node) -> Entity:
        file = self._file(node.module.path)
        return Entity(kind=kind, home=node.path, file=file, line=node.lineno)

    def _function(self, node: griffe.Function) -> Entity:
        placed = self._placed(EntityKind.FUNCTION, node)
        if any(one.callable_path.endswith("property") for one in node.decorators):
            return replace(placed, kind=EntityKind.ATTRIBUTE, is_property=True, is_writable=True)
        binding = _binding(node)
        is_bound = binding in {Binding.METHOD, Binding.CLASS_METHOD}
        return replace(
            placed,
            signature=signature_of(node, is_bound=is_bound),
            binding=binding,
            is_async="async" in node.labels,
            is_abstract="abstractmethod" in node.labels,
        )

    def _attribute(self, node: Node) -> Entity:
        value = getattr(node, "value", None)
        is_property = "property" in node.labels
        return replace(
            self._placed(EntityKind.ATTRIBUTE, node),
            is_property=is_property,
            is_writable=not is_property or bool({"writable", "cached"} & node.labels),
            is_abstract="abstractmethod" in node.labels,
            is_literal=isinstance(value, (str, *_DISPLAYS)) and not is_property,
        )

    def _class(self, node: griffe.Class) -> Entity:
        if node.path not in self._classes:
            self._classes[node.path] = self._placed(EntityKind.CLASS, node)  # for cycles
            self._classes[node.path] = self._whole_class(node)
        return self._classes[node.path]

    def _whole_class(self, node: griffe.Class) -> Entity:
        family, outer = self._family(node)
        known = {one: outer_ancestors(one) for one in outer if not is_plain(one)}
        ancestors = frozenset({one.path for one in family[1:]} | set(map(outer_name, outer)))
        ancestors = ancestors.union(*(one for one in known.values() if one))
        is_enum = "enum.Enum" in ancestors
        members = dict(self._members(family, is_enum=is_enum))
        is_open = None in known.values() or any(map(is_decorated, family))
        return replace(
            self._placed(EntityKind.CLASS, node),
            signature=None if is_enum else self._constructor(family, outer, is_open=is_open),
            bases=tuple(self._bases_that_count(node)),
            ancestors=ancestors,
            members=members,
            tuple_fields=tuple_fields(family, outer),
            is_open=is_open,
            set_elsewhere=frozenset().union(
                *(self._tree.visit(one.module.path).set_on_self for one in family)
            ),
        )

    def _family(self, node: griffe.Class) -> tuple[list[griffe.Class], frozenset[str]]:
        """The class and its bases in the wheel, nearest first, and those elsewhere."""
        order: list[griffe.Class] = []
        outer: set[str] = set()

        def visit(one: griffe.Class, above: tuple[str, ...]) -> None:
            order.append(one)
            for base in self._bases(one):
                if isinstance(base, str):
                    outer.add(base)
                elif base.path not in above:
                    visit(base, (*above, base.path))

        visit(node, (node.path,))
        last = {one.path: position for position, one in enumerate(order)}
        return [one for at, one in enumerate(order) if last[one.path] == at], frozenset(outer)

    def _bases(self, node: griffe.Class) -> Iterator[griffe.Class | str]:
        module = node.module.path
        for base in node.bases:
            path = base if isinstance(base, str) else base.canonical_path
            here = self._tree.members(module).get(path)
            found = self._tree.find(path) if here is None else self._tree.find(f"{module}.{path}")
            if here is not None and here.is_alias and found is None:
                path = target_of(here)
            yield found if isinstance(found, griffe.Class) and found is not node else path

    def _bases_that_count(self, node: griffe.Class, depth: int = 0) -> Iterator[str]:
        """Public bases, and for a private one those that it has itself."""
        for base in self._bases(node):
            if isinstance(base, str):
                if not is_plain(base):
                    yield outer_name(base)
            elif not base.name.startswith("_"):
                yield base.path
            elif depth < 50:  # noqa: PLR2004  deeper than anybody builds: a cycle
                yield from self._bases_that_count(base, depth + 1)

    def _members(
        self, family: list[griffe.Class], *, is_enum: bool
    ) -> Iterator[tuple[str, Entity]]:
        for one in reversed(family):
            overloads = {name: found[0] for name, found in one.overloads.items() if found}
            for name, member in {**overloads, **one.members}.items():
                if not is_public_member(name) or (member.is_alias and _leads_out(member)):
                    continue
                entity = self.of(member, member.path)
                if is_enum and entity.kind is EntityKind.ATTRIBUTE and not entity.is_property:
                    entity = replace(entity, value=_text(member))
                yield name, entity

    def _constructor(
        self, family: list[griffe.Class], outer: frozenset[str], *, is_open: bool
    ) -> Signature | None:
        for position, one in enumerate(family):
            made = one.members.get("__init__") or one.members.get("__new__")
            if isinstance(made, griffe.Function):
                return signature_of(made, is_bound=True)
            of_fields = signature_of_fields(family[position:], outer)
            if of_fields is not None:
                return of_fields
        return None if is_open or any(not is_plain(one) for one in outer) else ()


def _stands_alone(node: griffe.Class) -> bool:
    """Whether nothing of it stands elsewhere: in a base, an import, another class."""
    return not node.bases and not any(
        one.is_alias or isinstance(one, griffe.Class) for one in node.members.values()
    )


def _binding(node: griffe.Function) -> Binding:
    if node.parent is None or not node.parent.is_class:
        return Binding.FREE
    if "staticmethod" in node.labels:
        return Binding.STATIC_METHOD
    return Binding.CLASS_METHOD if "classmethod" in node.labels else Binding.METHOD


def _leads_out(member: Node) -> bool:
    return not is_public_module(target_of(member))


def _text(member: Node) -> str | None:
    value = getattr(member, "value", None)
    return None if value is None else str(value)
