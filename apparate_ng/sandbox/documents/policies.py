"""A cluster policy: as created, and as edited."""

from __future__ import annotations

import json

from apparate_ng.sandbox.documents.json_text import JsonObject

_KEPT = ("policy_id", "creator_user_name", "created_at_timestamp", "is_default")


def new_policy(identifier: str, body: JsonObject, *, creator: str, now: int) -> JsonObject:
    """The policy that was just created.

    Raises:
        ValueError: the name is missing, or the definition is no JSON object.
    """
    policy = {
        "policy_id": identifier,
        "creator_user_name": creator,
        "created_at_timestamp": now,
        "is_default": False,
    }
    return edited_policy(policy, body)


def edited_policy(policy: JsonObject, body: JsonObject) -> JsonObject:
    """The policy with the body in the place of all that was there; what it leaves out is gone.

    Raises:
        ValueError: the name is missing, or the definition is no JSON object.
    """
    if not body.get("name"):
        raise ValueError("Missing required field: name")
    if "definition" in body and not _is_object(body["definition"]):
        raise ValueError("The policy definition is not a JSON object.")
    kept = {key: policy[key] for key in _KEPT if key in policy}
    return {**body, **kept}


def _is_object(definition: object) -> bool:
    if not isinstance(definition, str):
        return False
    try:
        return isinstance(json.loads(definition), dict)
    except ValueError:
        return False
