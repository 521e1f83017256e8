from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from databricks.sdk.errors import NotImplemented as NotServed
from databricks.sdk.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]
    MakeClient: TypeAlias = Callable[..., WorkspaceClient]


def test_each_token_is_a_user(sandbox: Sandbox, client: MakeClient) -> None:
    tokens = (sandbox.token, sandbox.admin_token, sandbox.ana_token)

    users = [client(token).current_user.me() for token in tokens]

    assert [user.user_name for user in users] == [
        "ci@example.com",
        "admin@example.com",
        "ana@example.com",
    ]
    assert [group.display for group in users[2].groups or []] == ["sales", "users"]
    assert len({user.id for user in users}) == 3
    assert client().get_workspace_id() == 6200000000000001


def test_a_wrong_token_is_refused(client: MakeClient) -> None:
    with pytest.raises(Unauthenticated):
        client("wrong").current_user.me()


def test_a_missing_token_is_refused_wherever_it_is_needed(sandbox: Sandbox) -> None:
    for path in ("/api/2.2/jobs/list", "/api/2.0/anything"):
        answer = requests.get(sandbox.url + path, timeout=30)
        assert answer.status_code == 401
        assert answer.json()["error_code"] == "UNAUTHENTICATED"


def test_client_credentials_act_as_ci(client: MakeClient) -> None:
    machine = client(client_id="sandbox-client", client_secret="sandbox-secret")

    assert machine.current_user.me().user_name == "ci@example.com"
    assert list(machine.jobs.list()) == []


def test_wrong_client_credentials_are_refused(client: MakeClient) -> None:
    machine = client(client_id="sandbox-client", client_secret="no")

    with pytest.raises(ValueError, match="invalid_client"):
        machine.current_user.me()


def test_users_can_be_added(sandbox: Sandbox, client: MakeClient) -> None:
    sandbox.add_identity("bo@example.com", "bo-token", groups=["red"])
    seen = sandbox.add_job({"name": "seen"}, access={"red": "CAN_VIEW"})
    sandbox.add_job({"name": "hidden"})

    bo = client("bo-token")

    assert bo.current_user.me().user_name == "bo@example.com"
    assert [job.job_id for job in bo.jobs.list()] == [seen]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/2.1/jobs/list"),
        ("GET", "/api/2.1/jobs/runs/list"),
        ("DELETE", "/api/2.2/jobs/get"),
        ("GET", "/api/2.0/pipelines/1/events"),
        ("PATCH", "/api/2.0/fs/files/Volumes/a/b/c/x.whl"),
        ("GET", "/anything"),
    ],
)
def test_what_is_not_served_says_so(call: Call, method: str, path: str) -> None:
    answer = call(method, path)

    assert answer.status_code == 501
    assert answer.json() == {
        "error_code": "NOT_IMPLEMENTED",
        "message": f"The sandbox does not serve {method} {path}.",
    }


def test_what_is_not_served_reaches_the_sdk_as_an_error(client: MakeClient) -> None:
    with pytest.raises(NotServed, match="does not serve"):
        list(client().warehouses.list())
