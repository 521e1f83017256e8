"""Reading saved inventories: strictly, as other saved documents are."""

from __future__ import annotations

import msgspec

from apparate_ng.errors import ApparateError
from apparate_ng.model.inventories.inventory import INVENTORY_SCHEMA, Inventory, WorkspaceInventory


class InventoryFileError(ApparateError):
    """A file is no inventory that this version can show."""


class _Envelope(msgspec.Struct):
    schema: str
    libraries: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def read_inventory(content: bytes, where: str) -> Inventory | WorkspaceInventory:
    """The inventory that a file holds: of one library, or of all.

    Raises:
        InventoryFileError: it is truncated, of a newer schema, or has impossible values.
    """
    try:
        envelope = msgspec.json.decode(content, type=_Envelope)
        if envelope.schema != INVENTORY_SCHEMA:
            what = f"the inventory's schema is {envelope.schema}, and this version knows"
            raise InventoryFileError(f"{what} {INVENTORY_SCHEMA}", where=where)
        if isinstance(envelope.libraries, msgspec.UnsetType):
            return msgspec.json.decode(content, type=Inventory)
        return msgspec.json.decode(content, type=WorkspaceInventory)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InventoryFileError(f"the inventory cannot be read: {error}", where=where) from error
