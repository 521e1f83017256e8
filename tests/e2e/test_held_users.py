"""A job that is held is not moved by way of what it shares: policies, clusters, and their files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, wheel_path
from tests.e2e.program import Program, error_of

Plant: TypeAlias = Callable[[Sandbox], dict[str, Any]]
_CLUSTER, _POLICY = "0101-000000-shared01", "D0623C5EB7000024"
_FILE = "/Workspace/Shared/requirements.txt"
_HELD = {"apparate": "hold"}


def _policy(sandbox: Sandbox, **library: str) -> dict[str, Any]:
    """A policy that brings the library; what a task says to run under it."""
    libraries = [library or {"whl": wheel_path(OLD)}]
    policy = {"name": "small", "definition": "{}", "libraries": libraries}
    sandbox.add_policy(policy, policy_id=_POLICY)
    return {"new_cluster": {"policy_id": _POLICY, "spark_version": "15.4.x-scala2.12"}}


def _file_of_policy(sandbox: Sandbox) -> dict[str, Any]:
    sandbox.add_file(_FILE, f"{wheel_path(OLD)}\n".encode())
    return _policy(sandbox, requirements=_FILE)


def _cluster(sandbox: Sandbox) -> dict[str, Any]:
    libraries = [{"whl": wheel_path(OLD)}]
    sandbox.add_cluster({"cluster_name": "etl"}, libraries=libraries, cluster_id=_CLUSTER)
    return {"existing_cluster_id": _CLUSTER}


def _job(sandbox: Sandbox, name: str, runs: dict[str, Any], **settings: Any) -> int:  # noqa: ANN401  JSON
    return sandbox.add_job({"name": name, "tasks": [{"task_key": "a", **runs}], **settings})


def _stands(sandbox: Sandbox) -> str:
    found = [sandbox.policies(), sandbox.file(_FILE)]
    if sandbox.clusters():
        found.append(sandbox.cluster_libraries(_CLUSTER))
    return str(found)


SHARED = {"policy": _policy, "file of a policy": _file_of_policy, "cluster": _cluster}


@pytest.mark.parametrize("plant", SHARED.values(), ids=SHARED)
def test_one_that_is_held_holds_what_it_shares_and_is_named(
    apparate: Program, sandbox: Sandbox, release: Path, plant: Plant
) -> None:
    runs = plant(sandbox)
    _job(sandbox, "score", runs)
    _job(sandbox, "finance", runs, tags=_HELD)
    before = _stands(sandbox)
    sandbox.clear()

    [shared] = apparate.document("plan", release, "--include-clusters")["dependents"]
    reads = {entry["path"].rsplit("/", 1)[-1] for entry in sandbox.journal("GET")}
    moved = apparate("upload-and-update", release, "--include-clusters")

    [pin] = shared["pins"]
    assert (pin["decision"], pin["reason"], pin["to"]) == ("hold", "shared-file", None)
    assert pin["explanation"].startswith("finance must not move (the job carries the tag")
    assert "score" in pin["explanation"]
    assert {"finance", "score"} <= {one["name"] for one in shared["users"]}
    assert "get" not in reads  # nothing is asked for beyond the lists
    assert moved.returncode == 0
    assert _stands(sandbox) == before


@pytest.mark.parametrize("plant", [_policy, _cluster])
def test_held_alone_its_own_reason_is_told(
    apparate: Program, sandbox: Sandbox, release: Path, plant: Plant
) -> None:
    _job(sandbox, "finance", plant(sandbox), tags=_HELD)

    [shared] = apparate.document("plan", release, "--include-clusters")["dependents"]

    [pin] = shared["pins"]
    assert (pin["decision"], pin["reason"]) == ("hold", "pinned-by-tag")
    assert pin["explanation"].startswith("finance must not move (")


@pytest.mark.parametrize("plant", SHARED.values(), ids=SHARED)
def test_what_an_excluded_job_uses_is_left_out(
    apparate: Program, sandbox: Sandbox, release: Path, plant: Plant
) -> None:
    _job(sandbox, "finance", plant(sandbox))
    wanted = ("plan", release, "--include-clusters")

    assert apparate.document(*wanted)["summary"]["pins"]["upgrade"] == 1
    left_out = apparate.document(*wanted, "--exclude", "finance")
    assert (left_out["dependents"], left_out["summary"]["deselected"]) == ([], 1)


def test_a_pipeline_under_a_policy_counts_too(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _policy(sandbox)
    spec = {"name": "flow", "tags": _HELD, "clusters": [{"policy_id": _POLICY}]}
    sandbox.add_pipeline(spec, pipeline_id="7d9f2c1e-0000-4000-8000-000000000017")

    [policy] = apparate.document("plan", release)["dependents"]

    assert [(one["kind"], one["name"]) for one in policy["users"]] == [("pipeline", "flow")]
    assert policy["pins"][0]["reason"] == "pinned-by-tag"


@pytest.mark.parametrize("plant", SHARED.values(), ids=SHARED)
def test_one_that_is_put_on_hold_after_the_plan_stops_it(
    apparate: Program, sandbox: Sandbox, release: Path, plant: Plant
) -> None:
    job_id = _job(sandbox, "finance", plant(sandbox))
    assert apparate("plan", release, "--include-clusters", "--out", "p/plan.json").returncode == 0
    before = _stands(sandbox)
    sandbox.edit(job_id, path="*/scim/*", new_settings={"tags": _HELD})
    assert apparate("inventory", "x").returncode == 0

    said = error_of(apparate("apply", "p/plan.json"), 4)
    skipped = apparate.document("apply", "p/plan.json", "--skip-drifted", code=3)

    assert f"its user finance ({job_id}) changed since the plan was made" in (said.where or "")
    [one] = skipped["dependents"]
    assert one["outcome"] == "drifted"
    assert "finance" in one["error"]
    assert _stands(sandbox) == before


def test_a_limit_of_its_own_is_the_limit_of_what_it_shares(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _job(sandbox, "finance", _policy(sandbox), tags={"apparate": "patch"})

    [policy] = apparate.document("plan", release)["dependents"]

    assert (OLD, NEW) == ("1.4.2", "1.5.0")
    assert policy["pins"][0]["reason"] == "step-above-limit"
