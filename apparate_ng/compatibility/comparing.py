"""Two surfaces: what of the old one is gone or different, and what is new."""

from __future__ import annotations

from apparate_ng.compatibility.calls import added_parameters, signature_differences
from apparate_ng.compatibility.findings import Findings
from apparate_ng.compatibility.names import Names, may_be_there, promising, shortest_first
from apparate_ng.compatibility.surface import (
    Binding,
    Entity,
    EntityKind,
    ModuleSurface,
    Surface,
)
from apparate_ng.model.compatibility.api_diff import ChangeKind

_NEEDS_NO_INSTANCE = frozenset({Binding.STATIC_METHOD, Binding.CLASS_METHOD})


class Comparison:
    """Walks the old surface and looks for everything in the new one.

    Modules with short names come first, so that what has several names is told by its shortest.

    Attributes:
        compared: public things of the old surface that were looked for.
    """

    def __init__(self, old: Surface, new: Surface) -> None:
        self.findings = Findings()
        self.compared = 0
        self._old, self._new = old, new
        self._names = Names(old, new)
        self._promising = promising(old)

    def run(self) -> None:
        """Compare everything."""
        for name in shortest_first(self._old):
            self._module(name, self._old.modules[name])
        for name in shortest_first(self._new):
            self._new_names(name, self._new.modules[name])

    def _module(self, name: str, old: ModuleSurface) -> None:
        new = self._new.modules.get(name)
        self.compared += bool(old.public)
        if new is not None:
            for own in sorted(old.public):
                self._name(f"{name}.{own}", own, old, new)
        elif name in self._promising and name.rpartition(".")[0] in {"", *self._new.modules}:
            entity = Entity(kind=EntityKind.MODULE, home=name, file=old.file)
            self.findings.gone(ChangeKind.MODULE_REMOVED, name, entity)

    def _name(self, path: str, own: str, old: ModuleSurface, new: ModuleSurface) -> None:
        self.compared += 1
        was, now = old.public[own], new.importable.get(own)
        if now is None:
            if not (new.is_open or own in new.served or path in self._new.modules):
                self.findings.gone(ChangeKind.OBJECT_REMOVED, path, was)
            return
        if own in old.listed and new.listed and own not in new.listed:
            self.findings.other(ChangeKind.EXPORT_REMOVED, path, (was, now), (None, None))
        self._entity(path, was, now)

    def _entity(self, path: str, old: Entity, new: Entity) -> None:
        kinds = {old.kind, new.kind}
        if old is new:  # from a module that both wheels have
            return
        if kinds & {EntityKind.UNKNOWN, EntityKind.MODULE}:
            return
        if not self.findings.is_first("compared", old.home, new.home):
            return
        if len(kinds) > 1:
            self._other_kind(path, old, new)
        elif old.kind is EntityKind.CLASS:
            self._class(path, old, new)
        elif old.kind is EntityKind.FUNCTION:
            self._function(path, old, new)
        else:
            self._attribute(path, old, new)

    def _other_kind(self, path: str, old: Entity, new: Entity) -> None:
        if (old.kind, new.kind) == (EntityKind.FUNCTION, EntityKind.CLASS):
            self._signature(path, old, new)
        elif old.is_property or new.is_property:
            self.findings.of_another_nature(ChangeKind.BINDING_CHANGED, path, old, new)
        elif old.kind is EntityKind.CLASS and new.kind is EntityKind.FUNCTION:
            self.findings.of_another_nature(ChangeKind.KIND_CHANGED, path, old, new)
        elif old.is_literal or new.is_literal:
            # else it is a variable, and may hold the very same function or class
            self.findings.of_another_nature(ChangeKind.KIND_CHANGED, path, old, new)

    def _function(self, path: str, old: Entity, new: Entity) -> None:
        if old.is_async != new.is_async:
            self.findings.of_another_nature(ChangeKind.ASYNC_CHANGED, path, old, new)
        if old.binding in _NEEDS_NO_INSTANCE and new.binding is Binding.METHOD:
            self.findings.of_another_nature(ChangeKind.BINDING_CHANGED, path, old, new)
        self._signature(path, old, new)

    def _attribute(self, path: str, old: Entity, new: Entity) -> None:
        if old.is_property and old.is_writable and new.is_property and not new.is_writable:
            self.findings.other(ChangeKind.SETTER_REMOVED, path, (old, new), (None, None))
        if None not in {old.value, new.value} and old.value != new.value:
            words = (old.value, new.value)
            self.findings.other(ChangeKind.ENUM_VALUE_CHANGED, path, (old, new), words)

    def _class(self, path: str, old: Entity, new: Entity) -> None:
        for base in old.bases:
            if not self._names.is_still_base(base, new):
                self.findings.other(ChangeKind.BASE_REMOVED, path, (old, new), (base, None))
        fields = self._tuple(path, old, new)
        for name in sorted(old.members.keys() - fields):
            self._member(path, name, old, new)
        for name in sorted(new.members.keys() - fields):
            self._new_member(f"{path}.{name}", old, old.members.get(name), new.members[name])

    def _tuple(self, path: str, old: Entity, new: Entity) -> set[str]:
        """Compare what constructs it; returns the fields of a tuple about which all is said."""
        if old.tuple_fields is None or new.tuple_fields in {None, old.tuple_fields}:
            self._signature(path, old, new)
            return set()
        before, after = (", ".join(one.tuple_fields or ()) for one in (old, new))
        self.findings.other(ChangeKind.TUPLE_FIELDS_CHANGED, path, (old, new), (before, after))
        return {*old.tuple_fields, *(new.tuple_fields or ())}

    def _member(self, path: str, name: str, old: Entity, new: Entity) -> None:
        self.compared += 1
        was, now = old.members[name], new.members.get(name)
        if now is not None:
            self._entity(f"{path}.{name}", was, now)
        elif not (may_be_there(name, was, new) or self._names.is_told_of_base(name, was, old)):
            self.findings.gone(ChangeKind.OBJECT_REMOVED, f"{path}.{name}", was)

    def _signature(self, path: str, old: Entity, new: Entity) -> None:
        if old.signature is None or new.signature is None or old.signature == new.signature:
            return
        for one in signature_differences(old.signature, new.signature):
            self.findings.other(one.kind, path, (old, new), (one.old, one.new))
        for name in added_parameters(old.signature, new.signature):
            self.findings.added(path, f"parameter {name}", new)

    def _new_member(self, path: str, owner: Entity, was: Entity | None, now: Entity) -> None:
        if owner.is_open:
            return
        if now.is_abstract and not (was is not None and was.is_abstract):
            self.findings.other(ChangeKind.ABSTRACT_METHOD_ADDED, path, (now, now), (None, None))
        elif was is None and self.findings.is_first("member", now.home):
            self.findings.added(path, now.kind.value, now)

    def _new_names(self, name: str, new: ModuleSurface) -> None:
        old = self._old.modules.get(name)
        if old is None:
            if name.rpartition(".")[0] in {"", *self._old.modules}:
                entity = Entity(kind=EntityKind.MODULE, home=name, file=new.file)
                self.findings.added(name, EntityKind.MODULE.value, entity)
            return
        for own, entity in sorted(new.public.items()):
            is_new = not (own in old.importable or old.is_open or own in old.served)
            if is_new and self.findings.is_first("name", entity.home):
                self.findings.added(f"{name}.{own}", entity.kind.value, entity)
