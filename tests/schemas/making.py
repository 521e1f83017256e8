"""The JSON Schemas, made from the types that read and write the documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from apparate_ng.model.compatibility.api_diff import API_DIFF_SCHEMA, ApiDiff
from apparate_ng.model.deployments.deployment import DEPLOYMENT_SCHEMA, Deployment
from apparate_ng.model.deployments.history import HISTORY_SCHEMA, History
from apparate_ng.model.diagnosis import DOCTOR_SCHEMA, Diagnosis
from apparate_ng.model.inventories.inventory import INVENTORY_SCHEMA, Inventory, WorkspaceInventory
from apparate_ng.model.kit import KIT_SCHEMA, WrittenKit
from apparate_ng.model.plans.explanation import EXPLANATION_SCHEMA, Explanation
from apparate_ng.model.plans.plan import PLAN_SCHEMA, Plan
from apparate_ng.model.releases.documents import BUILD_SCHEMA, UPLOAD_SCHEMA, Built, Uploaded
from apparate_ng.model.stores.prune import PRUNE_SCHEMA, Prune

FOLDER = Path(__file__).parents[2] / "apparate_ng" / "schemas"
DOCUMENTS: dict[str, tuple[type[msgspec.Struct], ...]] = {
    PLAN_SCHEMA: (Plan,),
    DEPLOYMENT_SCHEMA: (Deployment,),
    INVENTORY_SCHEMA: (Inventory, WorkspaceInventory),
    API_DIFF_SCHEMA: (ApiDiff,),
    HISTORY_SCHEMA: (History,),
    PRUNE_SCHEMA: (Prune,),
    DOCTOR_SCHEMA: (Diagnosis,),
    KIT_SCHEMA: (WrittenKit,),
    EXPLANATION_SCHEMA: (Explanation,),
    BUILD_SCHEMA: (Built,),
    UPLOAD_SCHEMA: (Uploaded,),
}
_REFERENCES = "#/$defs/{name}"


def file_of(schema: str) -> Path:
    """Where the schema of `apparate.plan/1` stands: `plan-1.json`."""
    return FOLDER / f"{schema.removeprefix('apparate.').replace('/', '-')}.json"


def text_of(schema: str) -> str:
    """The schema, as it stands in the package.

    A key that is not named may be there: documents get new ones. What has a default in the type
    need not be there: documents that were made before it got there are as good.
    """
    types = DOCUMENTS[schema]
    references, parts = msgspec.json.schema_components(types, ref_template=_REFERENCES)
    for kind in types:
        parts[kind.__name__]["properties"]["schema"] = {"const": schema}
        parts[kind.__name__]["required"].insert(0, "schema")
    whole: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{schema.replace('.', ':').replace('/', ':')}",
        "title": schema,
        **(references[0] if len(references) == 1 else {"anyOf": list(references)}),
        "$defs": {name: parts[name] for name in sorted(parts)},
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
