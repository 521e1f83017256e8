"""All-purpose clusters: held, moved where that is asked for, and named to those who run on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import FaultRule, Sandbox
from tests.e2e.jobs import NEW, OLD, pinning, wheel_path, writes
from tests.e2e.program import Program, error_of

_CLUSTER, _OTHER, _POLICY = "0101-000000-shared01", "0101-000000-other001", "D0623C5EB7000024"
_NEAR: list[dict[str, Any]] = [
    {"whl": wheel_path(OLD).replace("sales_features", "sales_features_extra")},
    {"pypi": {"package": "pandas==2.2.0"}},
    {"cran": {"package": "forecast"}},
]
_INSTALL, _UNINSTALL = "/api/2.0/libraries/install", "/api/2.0/libraries/uninstall"


def _cluster(sandbox: Sandbox, identifier: str = _CLUSTER, **fields: object) -> None:
    libraries = [_NEAR[0], {"whl": wheel_path(OLD)}, *_NEAR[1:]]
    cluster = {"cluster_name": f"etl {identifier[-4:]}", **fields}
    sandbox.add_cluster(cluster, libraries=libraries, cluster_id=identifier)


def _stands(sandbox: Sandbox, identifier: str = _CLUSTER) -> dict[str, list[Any]]:
    """What stays installed, and what leaves at the restart."""
    found: dict[str, list[Any]] = {"stays": [], "leaves": []}
    for one in sandbox.cluster_libraries(identifier):
        leaves = one["status"] == "UNINSTALL_ON_RESTART"
        found["leaves" if leaves else "stays"].append(one["library"])
    return found


def _moved() -> dict[str, list[Any]]:
    return {"stays": [*_NEAR, {"whl": wheel_path(NEW)}], "leaves": [{"whl": wheel_path(OLD)}]}


def _outcomes(deployment: Any) -> list[str]:  # noqa: ANN401  JSON
    return [one["outcome"] for one in deployment["dependents"]]


def test_without_the_option_a_cluster_is_held(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _cluster(sandbox)
    before = _stands(sandbox)

    [held] = apparate.document("plan", release)["dependents"]
    apparate.document("upload-and-update", release)

    [pin] = held["pins"]
    assert (pin["decision"], pin["reason"]) == ("hold", "needs-restart")
    assert "--include-clusters" in pin["hint"]
    assert _stands(sandbox) == before


def test_with_the_option_it_moves_and_the_restart_is_left_to_people(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _cluster(sandbox)
    _cluster(sandbox, _OTHER, state="TERMINATED")

    plan = apparate.document("plan", release, "--include-clusters")
    deployment = apparate.document("upload-and-update", release, "--include-clusters")

    assert plan["policy"]["include_clusters"] is True
    for document in (plan, deployment):
        for one in document["dependents"]:
            [warning] = one["warnings"]
            assert warning["code"] == "takes-effect-at-restart"
            assert one["name"] in warning["text"]
            assert OLD in warning["text"]
    assert _outcomes(deployment) == ["updated", "updated"]
    assert _stands(sandbox) == _stands(sandbox, _OTHER) == _moved()
    for path, version in ((_INSTALL, NEW), (_UNINSTALL, OLD)):
        bodies = [entry["body"]["libraries"] for entry in sandbox.journal("POST", path)]
        assert bodies == [[{"whl": wheel_path(version)}]] * 2


def test_a_second_run_has_nothing_to_do(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    _cluster(sandbox)
    apparate.document("upload-and-update", release, "--include-clusters")
    sandbox.clear()

    again = apparate("upload-and-update", release, "--include-clusters")

    assert again.returncode == 0
    assert "Nothing to do" in again.stdout
    for path in (_INSTALL, _UNINSTALL):
        assert sandbox.journal("POST", path) == []


def test_a_saved_plan_finds_it_done(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    _cluster(sandbox)
    assert apparate("plan", release, "--include-clusters", "--out", "p/plan.json").returncode == 0

    done, again = (apparate.document("apply", "p/plan.json") for _ in range(2))

    assert (_outcomes(done), _outcomes(again)) == (["updated"], ["unchanged"])
    assert _stands(sandbox) == _moved()


def test_a_saved_plan_is_stale_where_the_cluster_changed(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _cluster(sandbox)
    assert apparate("plan", release, "--include-clusters", "--out", "p/plan.json").returncode == 0
    sandbox.wipe()
    sandbox.add_cluster({}, libraries=[{"whl": wheel_path(OLD)}], cluster_id=_CLUSTER)

    error_of(apparate("apply", "p/plan.json"), 4)
    assert _stands(sandbox)["leaves"] == []


@pytest.mark.parametrize("path", [_INSTALL, _UNINSTALL])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fault", [{"action": "drop"}, {"status": 503}], ids=str)
def test_a_lost_answer_changes_nothing(
    apparate: Program,
    sandbox: Sandbox,
    release: Path,
    path: str,
    when: Any,  # noqa: ANN401  pytest's value
    fault: FaultRule,
) -> None:
    _cluster(sandbox)
    sandbox.fault("POST", path, **(fault | {"when": when}))

    assert _outcomes(apparate.document("upload-and-update", release, "--include-clusters")) == [
        "updated"
    ]
    assert _stands(sandbox) == _moved()


def test_where_it_ends_half_way_another_run_finishes(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _cluster(sandbox)
    body = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
    sandbox.fault("POST", _UNINSTALL, status=403, body=body)

    half = apparate.document("upload-and-update", release, "--include-clusters", code=3)
    between = _stands(sandbox)
    done = apparate.document("upload-and-update", release, "--include-clusters")

    assert _outcomes(half) == ["failed"]
    assert "the old one could not be removed: ask ana" in half["dependents"][0]["error"]
    assert between["leaves"] == []
    assert {"whl": wheel_path(NEW)} in between["stays"]
    assert _outcomes(done) == ["updated"]
    assert _stands(sandbox) == _moved()


def test_those_who_run_there_are_named_and_told(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _cluster(sandbox)
    sandbox.add_cluster({}, libraries=_NEAR, cluster_id=_OTHER)
    policy = {"name": "small", "definition": "{}", "libraries": [{"whl": wheel_path(OLD)}]}
    sandbox.add_policy(policy, policy_id=_POLICY)
    own = pinning("score", OLD)
    own["tasks"][0]["existing_cluster_id"] = _CLUSTER
    own["job_clusters"] = [{"job_cluster_key": "main", "new_cluster": {"policy_id": _POLICY}}]
    inner = {"task_key": "in", "existing_cluster_id": _CLUSTER}
    ids = [
        sandbox.add_job(own),
        sandbox.add_job(
            {"name": "loop", "tasks": [{"task_key": "a", "for_each_task": {"task": inner}}]}
        ),
        sandbox.add_job(
            {"name": "no", "tasks": [{"task_key": "a", "existing_cluster_id": _OTHER}]}
        ),
    ]

    plan, text = apparate.document("plan", release), apparate("plan", release, COLUMNS="80")
    inventory = apparate("inventory", "sales-features", COLUMNS="80")

    found = {one["kind"]: one for one in plan["dependents"]}
    assert {one["name"] for one in found["cluster"]["users"]} == {"score", "loop"}
    assert [one["id"] for one in found["policy"]["users"]] == [str(ids[0])]
    assert [one["id"] for one in plan["dependents"] if one["kind"] == "job"] == [str(ids[0])]
    key = own["tasks"][0]["task_key"]
    assert {one["code"]: one["text"] for one in found["job"]["warnings"]} == {
        "runs-on-cluster": f"task {key} runs on cluster etl ed01, which has sales-features {OLD}",
        "uses-policy": f"job cluster main uses cluster policy small, which brings sales-features {OLD}",
    }
    named = ", ".join(one["name"] for one in found["cluster"]["users"])
    assert f"used by {named}" in " ".join(text.stdout.split())
    assert f"used by {named}" in " ".join(inventory.stdout.split())
    reads = [entry["path"] for entry in sandbox.journal("GET") if "jobs/get" in entry["path"]]
    assert (reads, writes(sandbox)) == ([], [])


def test_a_rollback_installs_the_old_one_again(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_file(wheel_path(OLD), b"old")
    _cluster(sandbox)
    assert apparate("upload-and-update", release, "--include-clusters").returncode == 0
    assert _stands(sandbox) == _moved()

    document = apparate.document("rollback")

    assert _outcomes(document) == ["updated"]
    stands = _stands(sandbox)
    assert {"whl": wheel_path(OLD)} in stands["stays"]
    assert {"whl": wheel_path(NEW)} not in stands["stays"]
    assert [one for one in stands["stays"] if one in _NEAR] == _NEAR
    [warning] = document["dependents"][0]["warnings"]
    assert warning["code"] == "takes-effect-at-restart"
    again = apparate("rollback")
    assert again.returncode == 0, again


@pytest.mark.parametrize("lost", [_INSTALL, _UNINSTALL])
def test_a_server_that_ignores_a_write_is_noticed_and_what_was_there_is_put_back(
    apparate: Program, sandbox: Sandbox, release: Path, lost: str
) -> None:
    _cluster(sandbox)
    _cluster(sandbox, _OTHER)
    sandbox.fault("POST", lost, status=200, body={})

    outcome = apparate("upload-and-update", release, "--include-clusters")

    assert outcome.returncode == 6, outcome.stdout
    assert "put back" in outcome.stdout
    for identifier in (_CLUSTER, _OTHER):
        stands = _stands(sandbox, identifier)
        assert {"whl": wheel_path(OLD)} in stands["stays"]
        assert {"whl": wheel_path(NEW)} not in stands["stays"]
        assert [one for one in stands["stays"] if one in _NEAR] == _NEAR
