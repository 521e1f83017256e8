"""Edits by somebody else, around a request of the client."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from apparate_ng.sandbox.handles.talking import Talking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from typing_extensions import Unpack


class EditMoment(TypedDict, total=False):
    """When an edit happens: around the nth request that fits; see `control.edits`."""

    path: str
    """Of the request, a glob."""
    method: str
    nth: int
    moment: Literal["before", "after"]
    on_job: int
    """The job that the request must be about."""
    containing: str


class EditRule(EditMoment, total=False):
    """When an edit of a document happens, and what."""

    new_settings: Mapping[str, Any]
    fields_to_remove: Sequence[str]
    delete: bool


_CHANGES = frozenset({"new_settings", "fields_to_remove", "delete"})


class EditHandle(Talking):
    """The part of the handle for edits. Each happens once, past permissions."""

    def edit(self, job_id: int, **rule: Unpack[EditRule]) -> None:
        """Ask for an edit of a job: `new_settings` are merged as in `jobs/update`."""
        self._edit({"job_id": job_id}, rule)

    def edit_pipeline(self, pipeline_id: str, **rule: Unpack[EditRule]) -> None:
        """Ask for an edit of a pipeline: `new_settings` are top-level fields of its spec."""
        self._edit({"pipeline_id": pipeline_id}, rule)

    def edit_policy(self, policy_id: str, **rule: Unpack[EditRule]) -> None:
        """Ask for an edit of a cluster policy: `new_settings` are top-level fields of it."""
        self._edit({"policy_id": policy_id}, rule)

    def edit_file(self, file: str, content: bytes | None, **moment: Unpack[EditMoment]) -> None:
        """Ask for a file (of the workspace, `/Volumes/…`, `dbfs:/…`) to be written, or deleted.

        None as `content` deletes it.
        """
        change: dict[str, object] = {"file": file, "delete": content is None}
        if content is not None:
            change["content"] = base64.b64encode(content).decode()
        self._edit(change, moment)

    def _edit(self, target: Mapping[str, object], rule: Mapping[str, object]) -> None:
        moment = {
            {"on_job": "job_id"}.get(key, key): value
            for key, value in rule.items()
            if key not in _CHANGES
        }
        change = {key: value for key, value in rule.items() if key in _CHANGES}
        body = {"when": moment, "then": {**target, **change}}
        self._calls.json("POST", "/sandbox/edits", body)
