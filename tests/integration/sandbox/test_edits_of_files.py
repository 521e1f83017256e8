from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import requests

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]

_LIST = "/api/2.2/jobs/list"


def _found(sandbox: Sandbox, path: str) -> bytes | None:
    if path.startswith("/Volumes"):
        return sandbox.volume_file(path)
    return sandbox.dbfs_file(path) if path.startswith("dbfs:") else sandbox.file(path)


@pytest.mark.parametrize(
    "path",
    [
        "/Workspace/Shared/new/requirements.txt",
        "/Volumes/Main/libs/wheels/new/requirements.txt",
        "dbfs:/FileStore/new/requirements.txt",
    ],
)
def test_somebody_else_writes_and_deletes_a_file(sandbox: Sandbox, call: Call, path: str) -> None:
    sandbox.add_volume("main.libs.wheels")
    sandbox.edit_file(path, b"\x00theirs", path=_LIST)
    sandbox.edit_file(path, None, path=_LIST, nth=2)

    assert _found(sandbox, path) is None
    call("GET", _LIST)
    assert _found(sandbox, path) == b"\x00theirs"
    call("GET", _LIST)
    assert _found(sandbox, path) is None


def test_somebody_else_deletes_a_pipeline_and_a_policy(sandbox: Sandbox, call: Call) -> None:
    pipeline_id, policy_id = sandbox.add_pipeline({"name": "p"}), sandbox.add_policy({"name": "c"})
    for nth in (1, 2):
        sandbox.edit_pipeline(pipeline_id, path=_LIST, nth=nth, delete=True)
        sandbox.edit_policy(policy_id, path=_LIST, nth=nth, delete=True)

    assert [call("GET", _LIST).status_code for _ in range(2)] == [200, 200]

    assert (sandbox.pipelines(), sandbox.policies()) == ([], [])
    with pytest.raises(KeyError):
        sandbox.pipeline(pipeline_id)


@pytest.mark.parametrize(
    "change",
    [{}, {"job_id": 1, "file": "/Shared/x"}, {"file": "/Shared/x", "content": "!"}],
)
def test_an_edit_is_of_one_thing(call: Call, change: dict[str, Any]) -> None:
    answer = call("POST", "/sandbox/edits", json={"when": {}, "then": change})

    assert answer.status_code == 400


def test_wiping_removes_all_of_it(sandbox: Sandbox) -> None:
    sandbox.add_volume("main.libs.wheels")
    sandbox.add_volume_file("/Volumes/main/libs/wheels/a")
    sandbox.add_dbfs_file("/a")
    sandbox.add_pipeline({})
    sandbox.add_policy({})
    cluster_id = sandbox.add_cluster({}, libraries=[{"whl": "/a"}])
    sandbox.add_run(1)

    sandbox.wipe()

    assert sandbox.volume_file("/Volumes/main/libs/wheels/a") is None
    assert sandbox.dbfs_file("/a") is None
    held = (sandbox.pipelines(), sandbox.policies(), sandbox.clusters(), sandbox.runs())
    assert held == ([], [], [], [])
    with pytest.raises(KeyError):
        sandbox.cluster_libraries(cluster_id)


def test_an_id_is_given_once(sandbox: Sandbox) -> None:
    sandbox.add_pipeline({}, pipeline_id="p")

    with pytest.raises(ValueError, match="Pipeline p exists already"):
        sandbox.add_pipeline({}, pipeline_id="p")


def test_a_file_needs_its_volume(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        sandbox.add_volume_file("/Volumes/main/libs/wheels/a")
    with pytest.raises(ValueError, match="not in a volume"):
        sandbox.volume_file("/elsewhere")
