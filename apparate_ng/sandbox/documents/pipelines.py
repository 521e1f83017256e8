"""A pipeline document: as created, as edited, and as the list shows it."""

from __future__ import annotations

from apparate_ng.sandbox.documents.json_text import JsonObject

_NO_SPEC = frozenset(
    {
        "allow_duplicate_names",
        "dry_run",
        "expected_last_modified",
        "parameters",
        "pipeline_id",
        "run_as",
    }
)
"""What a request says beside the spec (seen in the SDK: `pipelines.create` and `update`)."""

_LISTED = ("pipeline_id", "state", "cluster_id", "name", "creator_user_name", "run_as_user_name")


def new_pipeline(identifier: str, body: JsonObject, *, creator: str, now: int) -> JsonObject:
    """The document of a pipeline that was just created; it runs as its creator."""
    document = {
        "pipeline_id": identifier,
        "creator_user_name": creator,
        "run_as_user_name": creator,
        "state": "IDLE",
        "last_modified": now,
    }
    return _with(document, body)


def edited_pipeline(document: JsonObject, body: JsonObject, *, now: int) -> JsonObject:
    """The document after a `PUT`: the body's spec in the place of all that was there.

    The time of modification always moves on, so that two edits are never taken for one.
    """
    return _with({**document, "last_modified": max(now, document["last_modified"] + 1)}, body)


def is_modified_since(document: JsonObject, expected: int) -> bool:
    """True where the pipeline is newer than what the client has seen (documented as a conflict)."""
    return bool(document["last_modified"] > expected)


def pipeline_status(document: JsonObject) -> JsonObject:
    """The pipeline as the list shows it: without its spec."""
    return {key: document[key] for key in _LISTED if key in document}


def _with(document: JsonObject, body: JsonObject) -> JsonObject:
    result = {**document, "spec": _spec(document["pipeline_id"], body)}
    if "name" in body:
        result["name"] = body["name"]
    if "parameters" in body:
        result["parameters"] = body["parameters"]
    if isinstance(body.get("run_as"), dict):
        result["run_as_user_name"] = next(iter(body["run_as"].values()), None)
    return result


def _spec(identifier: str, body: JsonObject) -> JsonObject:
    spec = {"id": identifier}
    spec.update((key, value) for key, value in body.items() if key not in _NO_SPEC)
    spec["id"] = identifier
    if not spec.get("catalog"):
        spec.setdefault("storage", f"dbfs:/pipelines/{identifier}")
    return spec
