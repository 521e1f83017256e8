from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from databricks.sdk.errors import BadRequest, NotFound, PermissionDenied, ResourceConflict
from databricks.sdk.service.pipelines import PipelineLibrary, PipelinesEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import requests
    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]
    MakeClient: TypeAlias = Callable[..., WorkspaceClient]

_WHEEL = "/Workspace/Shared/libraries/a-1.0-py3-none-any.whl"
_SPEC: dict[str, Any] = {
    "name": "orders",
    "catalog": "main",
    "libraries": [{"whl": _WHEEL}],
    "deployment": {"kind": "BUNDLE", "metadata_file_path": "/x/metadata.json"},
    "from_the_future": {"a": []},
}


def test_a_pipeline_is_created_read_replaced_and_deleted(workspace: WorkspaceClient) -> None:
    made = workspace.pipelines.create(
        name="orders",
        catalog="main",
        libraries=[PipelineLibrary(whl=_WHEEL)],
        environment=PipelinesEnvironment(dependencies=["a==1.0"]),
    )
    assert made.pipeline_id is not None

    read = workspace.pipelines.get(made.pipeline_id)
    assert read.spec is not None
    assert read.spec.libraries == [PipelineLibrary(whl=_WHEEL)]
    assert read.spec.environment == PipelinesEnvironment(dependencies=["a==1.0"])
    assert read.creator_user_name == read.run_as_user_name == "ci@example.com"
    assert read.state is not None

    workspace.pipelines.update(
        made.pipeline_id, name="orders", expected_last_modified=read.last_modified
    )
    again = workspace.pipelines.get(made.pipeline_id)
    assert again.spec is not None
    assert not again.spec.libraries
    assert (again.last_modified or 0) > (read.last_modified or 0)

    workspace.pipelines.delete(made.pipeline_id)
    with pytest.raises(NotFound, match="was not found"):
        workspace.pipelines.get(made.pipeline_id)


def test_an_edit_of_what_was_edited_meanwhile_is_a_conflict(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    pipeline_id = sandbox.add_pipeline(_SPEC)
    seen = workspace.pipelines.get(pipeline_id).last_modified
    sandbox.edit_pipeline(
        pipeline_id, method="PUT", path="/api/2.0/pipelines/*", new_settings={"catalog": "dev"}
    )

    with pytest.raises(ResourceConflict) as caught:
        workspace.pipelines.update(pipeline_id, name="mine", expected_last_modified=seen)

    assert caught.value.error_code == "RESOURCE_CONFLICT"
    assert sandbox.pipeline(pipeline_id)["spec"] == {"id": pipeline_id, **_SPEC, "catalog": "dev"}


def test_what_the_server_does_not_know_comes_back(sandbox: Sandbox, call: Call) -> None:
    pipeline_id = sandbox.add_pipeline(_SPEC, parameters={"day": "1"})
    read = call("GET", f"/api/2.0/pipelines/{pipeline_id}").json()
    assert (read["spec"], read["parameters"]) == (_SPEC, {"day": "1"})

    changed = {**read["spec"], "libraries": []}
    assert call("PUT", f"/api/2.0/pipelines/{pipeline_id}", json=changed).json() == {}

    assert sandbox.pipeline(pipeline_id)["spec"] == {"id": pipeline_id, **changed}


def test_the_list_is_paged_and_without_specs(
    sandbox: Sandbox, workspace: WorkspaceClient, call: Call
) -> None:
    added = [sandbox.add_pipeline({"name": f"p{number}"}) for number in range(7)]

    listed = list(workspace.pipelines.list_pipelines(max_results=3, filter="name LIKE 'x'"))
    page = call("GET", "/api/2.0/pipelines", params={"max_results": 3}).json()

    assert [each.pipeline_id for each in listed] == added
    assert len(sandbox.journal("GET", "/api/2.0/pipelines")) == 3 + 1
    assert len(page["statuses"]) == 3
    assert not any("spec" in each for each in page["statuses"])
    with pytest.raises(BadRequest):
        list(workspace.pipelines.list_pipelines(max_results=101))


def test_without_pipelines_the_list_is_empty(call: Call) -> None:
    assert call("GET", "/api/2.0/pipelines").json() == {}


def test_each_identity_sees_and_changes_its_part(sandbox: Sandbox, client: MakeClient) -> None:
    hidden = sandbox.add_pipeline({"name": "hidden"})
    seen = sandbox.add_pipeline({"name": "seen"}, access={"sales": "CAN_VIEW"})
    own = sandbox.add_pipeline({"name": "own"}, creator="ana@example.com")
    kept = sandbox.add_pipeline({"name": "kept"}, access={"ci@example.com": "NO_ACCESS"})
    ana, ci = client(sandbox.ana_token).pipelines, client().pipelines

    assert [each.pipeline_id for each in ana.list_pipelines()] == [seen, own]
    assert [each.pipeline_id for each in ci.list_pipelines()] == [hidden, seen, own]
    ana.update(own, name="mine")
    ana.get(seen)
    for denied in (
        lambda: ana.get(hidden),
        lambda: ana.update(seen, name="x"),
        lambda: ana.delete(seen),
        lambda: ci.get(kept),
    ):
        with pytest.raises(PermissionDenied):
            denied()


def test_a_name_is_given_once_unless_asked_for(workspace: WorkspaceClient) -> None:
    first = workspace.pipelines.create(name="orders").pipeline_id
    other = workspace.pipelines.create(name="other").pipeline_id
    assert first is not None
    assert other is not None

    with pytest.raises(ResourceConflict, match="already used"):
        workspace.pipelines.create(name="orders")
    with pytest.raises(ResourceConflict, match="already used"):
        workspace.pipelines.update(other, name="orders")
    workspace.pipelines.create(name="orders", allow_duplicate_names=True)
    workspace.pipelines.update(first, name="orders")


def test_updates_can_be_ignored(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    pipeline_id = sandbox.add_pipeline(_SPEC)
    before = sandbox.pipeline(pipeline_id)
    sandbox.switch(ignore_updates=True)

    workspace.pipelines.update(pipeline_id, name="new")

    assert sandbox.pipeline(pipeline_id) == before
