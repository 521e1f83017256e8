"""`apparate inventory`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Group, RenderableType

from apparate_ng.cli.runs.reporting import write_reports
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.errors import ExitCode
from apparate_ng.model.inventories.inventory import Inventory, WorkspaceInventory
from apparate_ng.model.inventories.making import only_behind
from apparate_ng.operations.known_names import remember_names
from apparate_ng.operations.queries.inventory import take_inventory, take_whole_inventory
from apparate_ng.operations.session import workspace_session
from apparate_ng.reports.interchange.inventory_csv import to_csv
from apparate_ng.reports.text.inventory import inventory_report, workspace_inventory_report
from apparate_ng.reports.text.inventory_rows import Detail
from apparate_ng.reports.typesetting.sections import unreadable


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    if options["name"] is not None and not options["name"].strip():
        raise click.UsageError("NAME is empty")
    if options["name"] is not None and options["everything"]:
        raise click.UsageError("--all goes without NAME")
    with stage(context, Path(), options) as here:
        taken = _taken(here, options)
        remember_names(taken)
        inventory = only_behind(taken) if options["stale"] else taken
        _show(here, inventory, _detail(here, options), stale=options["stale"])
        write_reports(here, inventory)
        return ExitCode.PARTIAL if inventory.unreadable else ExitCode.DONE


def _taken(here: Stage, options: dict[str, Any]) -> Inventory | WorkspaceInventory:
    with workspace_session(
        here.settings, here.profile, here.environment, here.interrupts, needs_store=options["stale"]
    ) as (workspace, store):
        if options["name"] is not None:
            return take_inventory(
                workspace, store, options["name"], here.observer, deep=options["deep"]
            )
        return take_whole_inventory(
            workspace,
            store,
            here.observer,
            everything=options["everything"],
            deep=options["deep"],
        )


def _detail(here: Stage, options: dict[str, Any]) -> Detail:
    if here.said.verbose:
        return Detail.PLACES
    if options["long"]:
        return Detail.LONG
    return Detail.NONE if options["name"] is None else Detail.SOME


def _show(
    here: Stage, inventory: Inventory | WorkspaceInventory, detail: Detail, *, stale: bool
) -> None:
    if here.said.output == "csv":
        here.show_rows(to_csv(inventory))
        if inventory.unreadable:
            here.stderr.print(Group(*unreadable(inventory.unreadable)))
    else:
        here.show(inventory, lambda: _report(inventory, detail, stale=stale))


def _report(
    inventory: Inventory | WorkspaceInventory, detail: Detail, *, stale: bool
) -> RenderableType:
    if isinstance(inventory, Inventory):
        return inventory_report(inventory, detail=detail, stale=stale)
    return workspace_inventory_report(inventory, detail=detail, stale=stale)
