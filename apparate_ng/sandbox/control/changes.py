"""What somebody else does to a job, pipeline, cluster policy or file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from apparate_ng.sandbox.api.dbfs_places import spelled_dbfs_path
from apparate_ng.sandbox.api.volume_places import asked_volume_path
from apparate_ng.sandbox.api.workspace_paths import asked_path
from apparate_ng.sandbox.documents.merging import without_fields
from apparate_ng.sandbox.documents.pipelines import edited_pipeline
from apparate_ng.sandbox.documents.writing import updated
from apparate_ng.sandbox.state.paths import parent_of

if TYPE_CHECKING:
    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.file_tree import FileTree
    from apparate_ng.sandbox.state.workspace import Workspace

_TARGETS = ("job_id", "pipeline_id", "policy_id", "file")


class Change(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One of `job_id`, `pipeline_id`, `policy_id`, `file`, and what happens to it.

    A job's settings are merged as in `jobs/update`; of a pipeline's spec and of a policy the top
    level fields are replaced. A file is a path in the workspace, in `/Volumes/` or `dbfs:/`; it
    gets `content` (base64 in JSON), and the folders above it.
    """

    job_id: int | None = None
    pipeline_id: str | None = None
    policy_id: str | None = None
    file: str | None = None
    new_settings: dict[str, Any] = msgspec.field(default_factory=dict)
    fields_to_remove: list[str] = msgspec.field(default_factory=list)
    content: bytes = b""
    delete: bool = False

    def __post_init__(self) -> None:
        """Refuse what names no target, or two."""
        if sum(getattr(self, name) is not None for name in _TARGETS) != 1:
            raise ValueError(f"An edit names one of {', '.join(_TARGETS)}.")


def make(workspace: Workspace, change: Change) -> None:
    """Make a change, past permissions; what is gone already stays so, but a file is made anew."""
    if change.job_id is not None:
        _change_job(workspace, change.job_id, change)
    elif change.pipeline_id is not None:
        _change_pipeline(workspace, change.pipeline_id, change)
    elif change.policy_id is not None:
        _change_policy(workspace, change.policy_id, change)
    elif change.file is not None and change.delete:
        _delete_file(workspace, change.file)
    elif change.file is not None:
        write_file(workspace, change.file, change.content)


def _change_job(workspace: Workspace, job_id: int, change: Change) -> None:
    document = workspace.jobs.document(job_id)
    if document is None:
        return
    if change.delete:
        workspace.jobs.delete(job_id)
        return
    workspace.jobs.replace(
        updated(document, change.new_settings, fields_to_remove=change.fields_to_remove)
    )


def _change_pipeline(workspace: Workspace, pipeline_id: str, change: Change) -> None:
    document = workspace.pipelines.get(pipeline_id)
    if document is None:
        return
    if change.delete:
        workspace.pipelines.delete(pipeline_id)
        return
    spec = _changed(document["spec"], change)
    changed = edited_pipeline(document, spec, now=workspace.now())
    workspace.pipelines.replace(pipeline_id, changed)


def _change_policy(workspace: Workspace, policy_id: str, change: Change) -> None:
    document = workspace.policies.get(policy_id)
    if document is None:
        return
    if change.delete:
        workspace.policies.delete(policy_id)
        return
    workspace.policies.replace(policy_id, _changed(document, change))


def _changed(document: JsonObject, change: Change) -> JsonObject:
    return {**without_fields(document, change.fields_to_remove), **change.new_settings}


def write_file(workspace: Workspace, path: str, content: bytes) -> None:
    """Put a file into the workspace, a volume or DBFS, with the folders above it."""
    tree = _tree(workspace, path)
    if tree is None:
        place = asked_path(path)
        workspace.files.make_folder(parent_of(place))
        workspace.files.write(place, content)
        return
    trunk, place = tree
    blob = workspace.blobs.new()
    workspace.blobs.append(blob, content)
    trunk.make_folder(parent_of(place))
    trunk.put(place, blob)


def _delete_file(workspace: Workspace, path: str) -> None:
    tree = _tree(workspace, path)
    if tree is None:
        workspace.files.delete(asked_path(path))
    else:
        tree[0].delete(tree[1])


def _tree(workspace: Workspace, path: str) -> tuple[FileTree, str] | None:
    if path.startswith("/Volumes/"):
        return workspace.volumes, asked_volume_path(path)
    if path.startswith("dbfs:"):
        return workspace.dbfs, spelled_dbfs_path(path)
    return None
