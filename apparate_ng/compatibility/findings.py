"""What a comparison has found so far; nothing is told twice."""

from __future__ import annotations

from apparate_ng.compatibility.calls import text_of
from apparate_ng.compatibility.surface import Entity, EntityKind
from apparate_ng.model.compatibility.api_diff import ApiAddition, ApiChange, ChangeKind, WheelSide


class Findings:
    """Collects changes and additions. One thing that has several names is told by the first."""

    def __init__(self) -> None:
        self.changes: list[ApiChange] = []
        self.additions: list[ApiAddition] = []
        self._told: set[tuple[str, ...]] = set()

    def is_first(self, *key: str) -> bool:
        """True when it is asked of this for the first time."""
        is_new = key not in self._told
        self._told.add(key)
        return is_new

    def gone(self, kind: ChangeKind, path: str, was: Entity) -> None:
        """Something of the old wheel is not in the new one."""
        if self.is_first(kind.value, was.home):
            self.changes.append(
                ApiChange(
                    kind=kind,
                    object=path,
                    side=WheelSide.OLD,
                    file=was.file,
                    line=was.line,
                    old=nature(was),
                    new=None,
                )
            )

    def other(
        self,
        kind: ChangeKind,
        path: str,
        pair: tuple[Entity, Entity],
        words: tuple[str | None, str | None],
    ) -> None:
        """Something is in both and differs; `words` say how it was and how it is."""
        old, new = pair
        if self.is_first(kind.value, old.home, str(words)):
            self.changes.append(
                ApiChange(
                    kind=kind,
                    object=path,
                    side=WheelSide.NEW,
                    file=new.file,
                    line=new.line,
                    old=words[0],
                    new=words[1],
                )
            )

    def of_another_nature(self, kind: ChangeKind, path: str, old: Entity, new: Entity) -> None:
        """The same, where what it is says it all."""
        self.other(kind, path, (old, new), (nature(old), nature(new)))

    def added(self, path: str, what: str, entity: Entity) -> None:
        """Something public is new."""
        self.additions.append(
            ApiAddition(object=path, what=what, file=entity.file, line=entity.line)
        )


def nature(entity: Entity) -> str:
    """What it is, in a few words."""
    if entity.is_property:
        return "property"
    if entity.kind is EntityKind.FUNCTION:
        words = f"async {entity.binding.value}" if entity.is_async else entity.binding.value
        return words if entity.signature is None else f"{words} {text_of(entity.signature)}"
    if entity.kind is EntityKind.UNKNOWN:
        return f"import of {entity.home}"
    return "constant" if entity.is_literal else entity.kind.value
