from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from databricks.sdk.errors import BadRequest, NotFound, PermissionDenied
from databricks.sdk.service.compute import Library, ListSortColumn, ListSortOrder

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import requests
    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]
    MakeClient: TypeAlias = Callable[..., WorkspaceClient]

_WHEEL = "/Workspace/Shared/libraries/a-1.0-py3-none-any.whl"
_POLICY: dict[str, Any] = {
    "name": "jobs",
    "definition": "{}",
    "libraries": [{"whl": _WHEEL}],
    "from_the_future": [],
}


def test_a_policy_is_created_read_edited_and_deleted(workspace: WorkspaceClient) -> None:
    policies = workspace.cluster_policies
    made = policies.create(
        name="jobs", definition="{}", description="d", libraries=[Library(whl=_WHEEL)]
    )
    assert made.policy_id is not None

    read = policies.get(made.policy_id)
    assert read.libraries == [Library(whl=_WHEEL)]
    assert (read.name, read.creator_user_name) == ("jobs", "ci@example.com")

    policies.edit(made.policy_id, name="jobs", definition='{"a": {"type": "fixed"}}')
    again = policies.get(made.policy_id)
    assert (again.libraries, again.description) == ([], None)
    assert again.definition == '{"a": {"type": "fixed"}}'
    assert again.created_at_timestamp == read.created_at_timestamp

    policies.delete(made.policy_id)
    with pytest.raises(NotFound, match="Can't find a cluster policy"):
        policies.get(made.policy_id)


def test_what_the_server_does_not_know_comes_back(sandbox: Sandbox, call: Call) -> None:
    policy_id = sandbox.add_policy(_POLICY)
    read = call("GET", "/api/2.0/policies/clusters/get", params={"policy_id": policy_id}).json()

    assert call("POST", "/api/2.0/policies/clusters/edit", json=read).json() == {}

    assert sandbox.policy(policy_id) == read
    assert read["from_the_future"] == []


def test_the_list_is_whole_and_sorted(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    for name in ("b", "a", "c"):
        sandbox.add_policy({"name": name})

    by_name = workspace.cluster_policies.list(
        sort_column=ListSortColumn.POLICY_NAME, sort_order=ListSortOrder.DESC
    )

    assert [each.name for each in by_name] == ["c", "b", "a"]
    assert [each.name for each in workspace.cluster_policies.list()] == ["b", "a", "c"]


def test_wrong_policies_are_refused(workspace: WorkspaceClient) -> None:
    workspace.cluster_policies.create(name="jobs", definition="{}")

    with pytest.raises(BadRequest, match="already in use"):
        workspace.cluster_policies.create(name="jobs", definition="{}")
    with pytest.raises(BadRequest, match="JSON object"):
        workspace.cluster_policies.create(name="other", definition="no")
    with pytest.raises(NotFound):
        workspace.cluster_policies.edit("nope", name="x")


def test_each_identity_sees_and_changes_its_part(sandbox: Sandbox, client: MakeClient) -> None:
    sandbox.add_policy({"name": "hidden"})
    seen = sandbox.add_policy({"name": "seen"}, access={"sales": "CAN_VIEW"})
    ana = client(sandbox.ana_token).cluster_policies

    assert [each.policy_id for each in ana.list()] == [seen]
    with pytest.raises(PermissionDenied):
        ana.edit(seen, name="x")


def test_writing_can_be_left_to_admins(sandbox: Sandbox, client: MakeClient) -> None:
    policy_id = sandbox.add_policy({"name": "jobs"})
    sandbox.switch(policies_by_admins=True)

    with pytest.raises(PermissionDenied, match="administrators"):
        client().cluster_policies.edit(policy_id, name="x")
    client(sandbox.admin_token).cluster_policies.edit(policy_id, name="y")

    assert sandbox.policy(policy_id)["name"] == "y"


def test_edits_by_somebody_else_and_edits_that_are_ignored(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    policy_id = sandbox.add_policy(_POLICY)
    sandbox.edit_policy(
        policy_id,
        path="/api/2.0/policies/clusters/get",
        moment="after",
        new_settings={"name": "theirs"},
        fields_to_remove=["libraries"],
    )

    assert workspace.cluster_policies.get(policy_id).name == "jobs"
    seen = workspace.cluster_policies.get(policy_id)
    assert (seen.name, seen.libraries) == ("theirs", [])

    sandbox.switch(ignore_updates=True)
    workspace.cluster_policies.edit(policy_id, name="mine")
    assert sandbox.policy(policy_id)["name"] == "theirs"


def test_what_makes_no_sense_is_refused(call: Call) -> None:
    base = "/api/2.0/policies/clusters"

    assert call("GET", f"{base}/get").status_code == 400
    assert call("GET", f"{base}/list", params={"sort_column": "COLOUR"}).status_code == 400
