"""What the reports of an API comparison say, in text and Markdown alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apparate_ng.model.compatibility.api_diff import (
    ApiAddition,
    ApiChange,
    ApiDiff,
    ChangeKind,
    Unchecked,
    Verdict,
)
from apparate_ng.reports.wording.counts import counted

KIND_TITLES = {
    ChangeKind.MODULE_REMOVED: "Modules removed",
    ChangeKind.OBJECT_REMOVED: "Removed",
    ChangeKind.EXPORT_REMOVED: "No longer in __all__",
    ChangeKind.KIND_CHANGED: "Became something else",
    ChangeKind.PARAMETER_REMOVED: "Parameters removed",
    ChangeKind.PARAMETER_RENAMED: "Parameters renamed",
    ChangeKind.PARAMETER_MOVED: "Parameters moved",
    ChangeKind.PARAMETER_KIND_CHANGED: "Parameters given otherwise",
    ChangeKind.PARAMETER_NOW_REQUIRED: "Parameters now required",
    ChangeKind.REQUIRED_PARAMETER_ADDED: "Required parameters added",
    ChangeKind.BASE_REMOVED: "Base classes removed",
    ChangeKind.ABSTRACT_METHOD_ADDED: "Abstract methods added",
    ChangeKind.ASYNC_CHANGED: "Async or no longer async",
    ChangeKind.BINDING_CHANGED: "Reached otherwise",
    ChangeKind.SETTER_REMOVED: "No longer writable",
    ChangeKind.ENUM_VALUE_CHANGED: "Enumeration values changed",
    ChangeKind.TUPLE_FIELDS_CHANGED: "Fields of tuples changed",
    ChangeKind.DEFAULT_CHANGED: "Defaults changed",
}


def by_kind(changes: Iterable[ApiChange]) -> Iterator[tuple[str, list[ApiChange]]]:
    """The changes under their headings, in the order of kinds."""
    groups: dict[ChangeKind, list[ApiChange]] = {}
    for change in changes:
        groups.setdefault(change.kind, []).append(change)
    for kind, title in KIND_TITLES.items():
        if kind in groups:
            yield title, groups[kind]


def place(one: ApiChange | ApiAddition | Unchecked) -> str:
    """`file:line`, or as much of it as is known."""
    line = None if isinstance(one, Unchecked) else one.line
    return (one.file or "the whole wheel") + (f":{line}" if line else "")


def difference(change: ApiChange) -> str:
    """What it was and what it is, in short."""
    return " -> ".join(part for part in (change.old, change.new) if part is not None)


def counts_of(diff: ApiDiff) -> str:
    """One phrase whose numbers are those of the lists."""
    parts = [
        counted(len(diff.breaks), "break"),
        *([f"{len(diff.waived):,} waived"] if diff.waived else []),
        *([counted(len(diff.notes), "changed default")] if diff.notes else []),
        counted(len(diff.additions), "addition"),
    ]
    return f"{', '.join(parts)}; {counted(diff.compared, 'public object')} compared"


def conclusion(diff: ApiDiff) -> str:
    """The last line: what the number should have been."""
    honest, version = diff.honest, diff.new.version
    if diff.verdict is Verdict.UNCHECKED:
        return "Not everything could be read: whether something breaks is unknown."
    if honest is None:
        return "Something breaks." if diff.verdict is Verdict.BREAKING else "Nothing breaks."
    if not honest.kept:
        why = "it breaks what was promised" if honest.breaking else "it adds to what is promised"
        return f"This should have been {honest.version}: {why}."
    if honest.breaking:
        return f"{version} says that it breaks something, and it does."
    return f"Nothing breaks; {version} is an honest number."
