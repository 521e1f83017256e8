"""Documents that were saved in local files: a plan, a deployment, an inventory."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from apparate_ng.deployment.records import read_deployment
from apparate_ng.errors import ApparateError
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.inventories.file import read_inventory
from apparate_ng.model.inventories.inventory import Inventory, WorkspaceInventory
from apparate_ng.model.plans.file import read_plan
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.schema_word import schema_word

SavedDocument: TypeAlias = Plan | Deployment | Inventory | WorkspaceInventory


def saved_document(name: str) -> SavedDocument | None:
    """The document in a local file; None where there is no such file.

    Raises:
        PlanFileError, RecordError, InventoryFileError: the file cannot be used.
    """
    file = Path(name)
    if not file.is_file():
        return None
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ApparateError(f"the file cannot be read: {error.strerror}", where=name) from error
    word = schema_word(content)
    if word == "plan":
        return read_plan(content, name)
    if word == "inventory":
        return read_inventory(content, name)
    return read_deployment(content, None, name)
