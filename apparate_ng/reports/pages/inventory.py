"""The page of an inventory."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from apparate_ng.model.inventories.inventory import Inventory, WorkspaceInventory
from apparate_ng.reports.pages.inventory_table import LAGS, inventory_table
from apparate_ng.reports.pages.matrix import Axes, Column, Matrix, matrix_of
from apparate_ng.reports.pages.page import Figure, Page, Warned, owner_of, table_of
from apparate_ng.reports.pages.plan import unread, workspace_facts
from apparate_ng.reports.pages.row import Row, Tone
from apparate_ng.reports.pages.version_columns import VersionColumns
from apparate_ng.reports.wording.command import Command
from apparate_ng.reports.wording.counts import counted_kinds
from apparate_ng.reports.wording.inventory_summary import inventory_summary, workspace_summary

_BEHIND = frozenset({Tone.BAD, Tone.WAIT, Tone.NEAR})


def inventory_page(
    inventory: Inventory | WorkspaceInventory, commands: Sequence[Command] = ()
) -> Page:
    """Return what the page of an inventory says, of one library or of all."""
    rows = inventory_table(inventory)
    one = isinstance(inventory, Inventory)
    return Page(
        kind="Inventory",
        title=inventory.library if isinstance(inventory, Inventory) else "Libraries in use",
        lead=inventory_summary(inventory)
        if isinstance(inventory, Inventory)
        else workspace_summary(inventory),
        figures=tuple(_figures(rows)),
        counted="These are dependents; one that uses several versions can count twice.",
        matrices=tuple(_one_library(inventory, rows) if one else _libraries(rows)),
        facts=tuple(_facts(inventory)),
        commands=(*commands, *_updates(inventory)),
        warnings=tuple(Warned(who="", what=notice.text) for notice in inventory.warnings),
        unreadable=tuple(unread(inventory.unreadable)),
        table=table_of(rows, state="Behind", change="Version"),
    )


def _figures(rows: Sequence[Row]) -> Iterator[Figure]:
    for lag in LAGS:
        number = len({row.key for row in rows if row.state == lag})
        if number:
            yield Figure(number=number, noun=lag.word.lower(), tone=lag.tone)


def _one_library(
    inventory: Inventory | WorkspaceInventory, rows: Sequence[Row]
) -> Iterator[Matrix]:
    newest = inventory.libraries[0].newest_in_store
    columns = VersionColumns(rows, newest, "newest in the store")
    axes = Axes(
        title="Who runs which version",
        of="Owner",
        line=owner_of,
        column=columns.of,
        columns=columns.columns,
        is_behind=lambda row: row.state.tone in _BEHIND,
        others="other owners",
    )
    found = matrix_of(rows, axes)
    return iter(() if found is None else (found,))


def _libraries(rows: Sequence[Row]) -> Iterator[Matrix]:
    present = [lag for lag in LAGS if any(row.state == lag for row in rows)]
    columns = {lag: Column(name=lag.word, note="", tone=lag.tone) for lag in present}

    def column(row: Row) -> Column:
        return columns[row.state]

    for title, of, line, others in (
        ("How far behind each library is", "Library", _library, "other libraries"),
        ("How far behind each owner is", "Owner", owner_of, "other owners"),
    ):
        found = matrix_of(
            rows,
            Axes(
                title=title,
                of=of,
                line=line,
                column=column,
                columns=tuple(columns.values()),
                is_behind=lambda row: row.state.tone in _BEHIND,
                others=others,
            ),
        )
        if found is not None:
            yield found


def _library(row: Row) -> str:
    return row.library


def _facts(inventory: Inventory | WorkspaceInventory) -> Iterator[tuple[str, str]]:
    yield from workspace_facts(inventory.workspace)
    yield "Store", inventory.store or "none configured, so the newest is unknown"
    if isinstance(inventory, Inventory):
        yield "Newest in the store", inventory.newest_in_store or "no version there"
    yield "Scanned", counted_kinds(inventory.scanned)


def _updates(inventory: Inventory | WorkspaceInventory) -> Iterator[Command]:
    for library in inventory.libraries:
        if any(entry.is_behind for entry in library.versions):
            yield Command(
                purpose=f"Move {library.library} to {library.newest_in_store}",
                text=shlex.join(["apparate", "update", library.library]),
            )
