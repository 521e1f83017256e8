"""Bringing a generated workspace into a sandbox, and reading back what is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apparate_ng.sandbox.handle import Sandbox
from tests.ground_truth.documents import Document, File
from tests.ground_truth.planted import Planted, text_before, written
from tests.ground_truth.workspace import Expected, Generated

Texts = Mapping[tuple[str, str], Any]
"""Content by kind and id."""


def seed(sandbox: Sandbox, workspace: Generated) -> None:
    """Put everything in, past all rules of the platform."""
    sandbox.add_volume("main.libs.base")
    for file in workspace.files:
        put = sandbox.add_volume_file if file.path.startswith("/Volumes/") else sandbox.add_file
        put(file.path, _bytes(file, {}))
    for document in workspace.documents:
        _add(sandbox, document)


def _add(sandbox: Sandbox, document: Document) -> None:
    content = dict(written(document.content, text_before))
    match document.kind:
        case "job":
            top_level = {key: content.pop(key) for key in ("deployment",) if key in content}
            settings = {**content, **top_level}
            sandbox.add_job(settings, job_id=int(document.id))
        case "pipeline":
            sandbox.add_pipeline(content, pipeline_id=document.id)
        case "policy":
            sandbox.add_policy(content, policy_id=document.id)
        case _:
            libraries = content.pop("libraries")
            sandbox.add_cluster(content, libraries=libraries, cluster_id=document.id)


def contents(sandbox: Sandbox) -> dict[tuple[str, str], Any]:
    """Every document as it is stored."""
    found: dict[tuple[str, str], Any] = {}
    for job in sandbox.jobs():
        found["job", str(job["job_id"])] = job["settings"]
    for pipeline in sandbox.pipelines():
        found["pipeline", pipeline["pipeline_id"]] = pipeline["spec"]
    for policy in sandbox.policies():
        found["policy", policy["policy_id"]] = policy
    for cluster in sandbox.clusters():
        statuses = sandbox.cluster_libraries(cluster["cluster_id"])
        libraries = [each["library"] for each in statuses]
        found["cluster", cluster["cluster_id"]] = {**cluster, "libraries": libraries}
    return found


def wrongly_written(
    sandbox: Sandbox, workspace: Generated, moved: list[Expected], before: Texts
) -> list[str]:
    """What differs from the workspace as it was with exactly these references moved."""
    after = {(one.kind, one.id, one.planted.location): one.to for one in moved if one.to}
    now, wrong = contents(sandbox), []
    for document in workspace.documents:
        key = (document.kind, document.id)
        expected = {**before[key], **written(document.content, _text_after(document, after))}
        if now[key] != expected:
            wrong.append(f"{document.kind} {document.id}")
    for file in workspace.files:
        look = sandbox.volume_file if file.path.startswith("/Volumes/") else sandbox.file
        if look(file.path) != _bytes(file, after):
            wrong.append(file.path)
    return wrong


def _text_after(document: Document, after: Mapping[tuple[str, str, str], str]) -> Any:  # noqa: ANN401  a function
    def text(planted: Planted) -> str:
        key = (document.kind, document.id, planted.location)
        return after.get(key) or text_before(planted)

    return text


def _bytes(file: File, after: Mapping[tuple[str, str, str], str]) -> bytes:
    def text(planted: Planted) -> str:
        return after.get(("file", file.path, planted.location)) or text_before(planted)

    return file.start + "".join(written(list(file.pieces), text)).encode()
