"""The rows of an inventory: a version, how many use it, how far behind it is, and who they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import TypeAlias

from msgspec import UnsetType
from rich.cells import cell_len
from rich.text import Text

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.inventories.inventory import InventoryEntry, InventoryUse, LibraryInventory
from apparate_ng.model.releases.steps import Step
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.dependent import schedule_words, title, used_by
from apparate_ng.reports.typesetting.palette import QUIET, STRONG
from apparate_ng.reports.typesetting.paragraph import Paragraph, lines_of
from apparate_ng.reports.typesetting.pin_rows import more
from apparate_ng.reports.typesetting.sections import BLANK

Lines: TypeAlias = Iterator[Text | Paragraph]
_SHOWN = 3
_WIDEST_LIBRARY = 32
_WIDEST_VERSION = 30
_GAP = "  "


class Detail(Enum):
    """Whom to name below a version."""

    NONE = 0
    SOME = 1
    """The first few, with owner and schedule."""
    LONG = 2
    """Everybody."""
    PLACES = 3
    """Everybody, and each place."""


def library_table(library: LibraryInventory, detail: Detail) -> Lines:
    """Yield a row for each version of one library."""
    if not library.versions:
        return
    names = [_name(entry) for entry in library.versions]
    columns = (min(_widest([*names, "version"]), _WIDEST_VERSION),)
    yield BLANK
    yield _heading(("version",), columns)
    for entry in library.versions:
        yield _row((Text(_name(entry), style=STRONG),), columns, _numbers(entry, library))
        yield from _users(entry, detail)


def workspace_table(libraries: Sequence[LibraryInventory], detail: Detail) -> Lines:
    """Yield a row for each version of each library; the library is named in its first one."""
    if not libraries:
        return
    versions = [_name(entry) for library in libraries for entry in library.versions]
    columns = (
        min(_widest([*(safe(each.library) for each in libraries), "library"]), _WIDEST_LIBRARY),
        min(_widest([*versions, "version"]), _WIDEST_VERSION),
    )
    yield BLANK
    yield _heading(("library", "version"), columns)
    for library in libraries:
        for number, entry in enumerate(library.versions):
            library_name = safe(library.library) if number == 0 or detail is not Detail.NONE else ""
            names = (Text(library_name, style=STRONG), Text(_name(entry)))
            yield _row(names, columns, _numbers(entry, library))
            yield from _users(entry, detail)


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts))


def _heading(names: tuple[str, ...], columns: tuple[int, ...]) -> Paragraph:
    numbers = Text(f"{'pins':>6}{_GAP}{'users':>6}{_GAP}behind the store", style=QUIET)
    return _row(tuple(Text(name, style=QUIET) for name in names), columns, numbers)


def _row(names: tuple[Text, ...], columns: tuple[int, ...], numbers: Text) -> Paragraph:
    lead = Text()
    for name, width in zip(names, columns, strict=True):
        lead.append_text(name)
        lead.append(" " * max(0, width - name.cell_len) + _GAP)
    return Paragraph(lead=lead, body=numbers, indent=2, whole=True)


def _numbers(entry: InventoryEntry, library: LibraryInventory) -> Text:
    counts = f"{len(entry.dependents):>6,}{_GAP}{entry.dependent_count:>6,}"
    return Text(f"{counts}{_GAP}{_behind(entry, library.newest_in_store)}")


def _name(entry: InventoryEntry) -> str:
    return safe(entry.version or entry.specifier or "(no version)")


def _behind(entry: InventoryEntry, newest: str | None) -> str:
    if entry.behind is None or newest is None:
        return "floats" if entry.specifier else "-"
    if entry.behind is Step.NONE:
        return "newest"
    if entry.behind is Step.DOWNGRADE:
        return f"ahead of {safe(newest)}"
    return f"{entry.releases_behind} behind {safe(newest)}, {entry.behind.value}"


def _users(entry: InventoryEntry, detail: Detail) -> Lines:
    if detail is Detail.NONE:
        return
    users: dict[tuple[str, str], list[InventoryUse]] = {}
    for use in entry.dependents:
        users.setdefault((use.kind.value, use.id), []).append(use)
    shown = list(users.values())
    hidden = len(shown) - _SHOWN if detail is Detail.SOME and len(shown) > _SHOWN + 1 else 0
    for uses in shown[: len(shown) - hidden]:
        yield from _user(uses, detail)
    if hidden:
        yield Paragraph(body=more(hidden, "--long"), indent=4)


def _user(uses: list[InventoryUse], detail: Detail) -> Lines:
    lead = title(uses[0]) + _GAP
    yield Paragraph(lead=lead, body=_circumstances(uses[0]), indent=4, whole=True)
    if detail is Detail.PLACES:
        yield Paragraph(body=lines_of(Text(safe(use.location)) for use in uses), indent=8)


def _circumstances(use: InventoryUse) -> Text:
    owner = "no owner" if use.owner is None else safe(use.owner)
    if not isinstance(use.users, UnsetType):
        users = used_by(use.users)
        is_file = use.kind is DependentKind.FILE
        return Text(users if is_file else f"{owner}, {users}", style=QUIET)
    return Text(f"{owner}, {schedule_words(use.schedule)}", style=QUIET)
