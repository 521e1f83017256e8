from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from databricks.sdk.errors import BadRequest, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import requests
    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]


def test_pools_are_listed_and_read(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    assert list(workspace.instance_pools.list()) == []

    pool = {"instance_pool_name": "p", "preloaded_spark_versions": ["15.4.x-scala2.12"]}
    added = sandbox.add_instance_pool(pool)

    assert [each.instance_pool_id for each in workspace.instance_pools.list()] == [added]
    read = workspace.instance_pools.get(added)
    assert read.preloaded_spark_versions == ["15.4.x-scala2.12"]


def test_a_pool_that_is_not_there(workspace: WorkspaceClient, call: Call) -> None:
    with pytest.raises(NotFound, match="does not exist"):
        workspace.instance_pools.get("nope")
    assert call("GET", "/api/2.0/instance-pools/get").status_code == 400
    with pytest.raises(BadRequest):
        workspace.instance_pools.get("")


def test_wiping_removes_pools(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    sandbox.add_instance_pool({"instance_pool_name": "p"})
    sandbox.wipe()
    assert list(workspace.instance_pools.list()) == []
