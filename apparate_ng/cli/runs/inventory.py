"""`apparate inventory`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.stage import stage
from apparate_ng.errors import ExitCode
from apparate_ng.operations.inventory import take_inventory
from apparate_ng.operations.session import named_store
from apparate_ng.operations.workspace import open_workspace
from apparate_ng.reports.inventory_text import inventory_report
from apparate_ng.store.opening import open_store
from apparate_ng.workspace.credentials import find_credentials


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    if not options["name"].strip():
        raise click.UsageError("NAME is empty")
    with stage(context, Path(), options) as here:
        store_name = None if here.settings.store is None else named_store(here.settings)
        with open_workspace(find_credentials(here.profile, here.environment)) as workspace:
            store = None if store_name is None else open_store(workspace.connection, store_name)
            inventory = take_inventory(workspace, store, options["name"], here.observer)
        verbose = here.said.verbose > 0
        here.show(inventory, lambda: inventory_report(inventory, verbose=verbose))
        return ExitCode.PARTIAL if inventory.unreadable else ExitCode.DONE
