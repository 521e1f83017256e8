"""What an identity must be allowed to do with a pipeline, policy or cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.answers import ApiError
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.state.job_access import Level

if TYPE_CHECKING:
    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.documents import Documents

_NEEDED = {Level.CAN_VIEW: "View", Level.CAN_MANAGE: "Manage"}


def permitted(
    documents: Documents, identifier: str, level: Level, *, missing: ApiError
) -> JsonObject:
    """A document on which the asking identity has at least this level.

    Unlike for jobs, existence is looked at first: nobody has confirmed which it is here.

    Raises:
        ApiError: `missing`, if it is not there; 403.
    """
    document = documents.get(identifier)
    if document is None:
        raise missing
    user = identity()
    if documents.level(user, identifier) < level:
        message = f"User {user.user_name} does not have {_NEEDED[level]} permission on {identifier}"
        raise ApiError(403, "PERMISSION_DENIED", message)
    return document
