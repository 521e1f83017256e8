"""Pipelines and cluster policies stand beside jobs: planned, moved, named and counted like them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, pinning, versions_of, wheel_path, writes
from tests.e2e.program import Program, error_of

_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
_PIPELINE, _POLICY = "7d9f2c1e-0000-4000-8000-000000000017", "D0623C5EB7000024"
_LISTS = {"pipeline": "/api/2.0/pipelines", "policy": "/api/2.0/policies/clusters/list"}


def _pipeline(sandbox: Sandbox, identifier: str = _PIPELINE, **spec: object) -> str:
    libraries = [{"notebook": {"path": "/Workspace/Shared/orders"}}, {"whl": wheel_path(OLD)}]
    environment = {"dependencies": [f"{wheel_path(OLD)}[plots]"]}
    whole = {
        "name": f"orders {identifier[:4]}",
        "libraries": libraries,
        "environment": environment,
        **spec,
    }
    return sandbox.add_pipeline(whole, pipeline_id=identifier)


def _policy(sandbox: Sandbox, identifier: str = _POLICY, **fields: object) -> str:
    whole = {
        "name": f"small {identifier[:4]}",
        "definition": "{}",
        "libraries": [{"whl": wheel_path(OLD)}],
        **fields,
    }
    return sandbox.add_policy(whole, policy_id=identifier)


def _job(sandbox: Sandbox) -> int:
    return sandbox.add_job(pinning("nightly", OLD))


def _everything(sandbox: Sandbox) -> str:
    return json.dumps([sandbox.jobs(), sandbox.pipelines(), sandbox.policies()])


def _outcomes(deployment: Any) -> dict[str, str]:  # noqa: ANN401  JSON
    return {each["kind"]: each["outcome"] for each in deployment["dependents"]}


def test_the_plan_document(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    job_id = _job(sandbox)
    _pipeline(sandbox, continuous=True)
    sandbox.add_pipeline({"name": "other"})
    _policy(sandbox)
    before = _everything(sandbox)

    plan = apparate.document("plan", release)

    assert [(each["kind"], each["id"], each["url"]) for each in plan["dependents"]] == [
        ("job", str(job_id), f"{sandbox.url}/jobs/{job_id}"),
        ("pipeline", _PIPELINE, f"{sandbox.url}/pipelines/{_PIPELINE}"),
        ("policy", _POLICY, f"{sandbox.url}/compute/policies/{_POLICY}"),
    ]
    assert plan["summary"]["scanned"] == {"job": 1, "pipeline": 2, "policy": 1}
    assert plan["summary"]["dependents"] == 3
    assert plan["summary"]["pins"]["upgrade"] == 4
    pipeline = plan["dependents"][1]
    assert pipeline["schedule"] == {"kind": "continuous", "paused": False, "text": "continuous"}
    assert [(pin["location"], pin["from"], pin["to"]) for pin in pipeline["pins"]] == [
        ("libraries[1].whl", wheel_path(OLD), wheel_path(NEW)),
        ("environment.dependencies[0]", f"{wheel_path(OLD)}[plots]", f"{wheel_path(NEW)}[plots]"),
    ]
    assert _everything(sandbox) == before
    assert writes(sandbox) == []


def test_all_kinds_move(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    job_id = _job(sandbox)
    _pipeline(sandbox)
    _policy(sandbox)

    deployment = apparate.document("upload-and-update", release)

    assert _outcomes(deployment) == dict.fromkeys(("job", "pipeline", "policy"), "updated")
    assert deployment["status"] == "succeeded"
    assert versions_of(sandbox, job_id) == [[NEW]]
    spec = sandbox.pipeline(_PIPELINE)["spec"]
    assert spec["libraries"][1] == {"whl": wheel_path(NEW)}
    assert spec["environment"] == {"dependencies": [f"{wheel_path(NEW)}[plots]"]}
    assert sandbox.policy(_POLICY)["libraries"] == [{"whl": wheel_path(NEW)}]


def test_the_text_names_the_kinds_within_80_columns(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _job(sandbox)
    _pipeline(sandbox)
    _pipeline(sandbox, "b1b1b1b1-0000-4000-8000-000000000018", tags={"apparate": "hold"})
    _policy(sandbox)

    planned = apparate("plan", release, COLUMNS="80")
    moved = apparate("upload-and-update", release, COLUMNS="80")

    assert (planned.returncode, moved.returncode) == (0, 0)
    for text in (planned.stdout, moved.stdout):
        told = " ".join(text.split())
        assert "1 job, 1 pipeline and 1 policy" in told
        assert f"pipeline id {_PIPELINE}" in told
        assert f"policy id {_POLICY}" in told
        hosts = (sandbox.url, wheel_path(NEW))
        lines = [line for line in text.splitlines() if not any(one in line for one in hosts)]
        assert [line for line in lines if len(line) > 80] == []
    assert "1 pipeline" in planned.stdout.partition("\nHold ")[2]


@pytest.mark.parametrize("kind", _LISTS)
@pytest.mark.parametrize("status", [403, 500])
def test_a_list_that_cannot_be_had_is_said(
    apparate: Program, sandbox: Sandbox, release: Path, kind: str, status: int
) -> None:
    job_id = _job(sandbox)
    quick = {"Retry-After": "0"}
    sandbox.fault("GET", _LISTS[kind], status=status, body=_DENIED, headers=quick, times=None)

    plan, text = apparate.document("plan", release), apparate("plan", release)
    deployment = apparate.document("upload-and-update", release, code=3)

    for document in (plan, deployment):
        [missing] = document["unreadable"]
        assert (missing["kind"], missing["id"]) == (kind, "*")
        assert missing["error"].endswith("ask ana")
    assert plan["summary"]["scanned"] == {"job": 1}
    assert text.returncode == 0
    assert f"the list of every {kind}" in text.stdout
    assert "ask ana" in text.stdout
    assert versions_of(sandbox, job_id) == [[NEW]]
    assert deployment["status"] == "succeeded"


def test_without_the_list_of_jobs_there_is_no_plan(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _pipeline(sandbox)
    sandbox.fault("GET", "/api/2.2/jobs/list", status=403, body=_DENIED, times=None)

    for command in ("plan", "upload-and-update"):
        assert error_of(apparate(command, release), 1).what == "ask ana"
    assert writes(sandbox) == []


def test_a_pipeline_that_cannot_be_read_is_named(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _pipeline(sandbox)
    path = f"/api/2.0/pipelines/{_PIPELINE}"
    sandbox.fault("GET", path, status=403, body=_DENIED, times=None)

    planned, moved = apparate("plan", release), apparate("upload-and-update", release)

    assert (planned.returncode, moved.returncode) == (0, 3)
    for outcome in (planned, moved):
        assert _PIPELINE in outcome.stdout
        assert "ask ana" in outcome.stdout


def test_policies_that_may_not_be_written_are_named_and_the_rest_moves(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    job_id = _job(sandbox)
    _policy(sandbox)
    sandbox.switch(policies_by_admins=True)

    outcome = apparate("upload-and-update", release)

    assert outcome.returncode == 3
    assert _POLICY in outcome.stdout
    assert "Only administrators may write cluster policies" in " ".join(outcome.stdout.split())
    assert versions_of(sandbox, job_id) == [[NEW]]


def test_an_edit_while_we_write_is_kept_and_planned_again(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _pipeline(sandbox)
    edit = {"edition": "PRO"}
    sandbox.edit_pipeline(_PIPELINE, path="/api/2.0/pipelines/*", method="PUT", new_settings=edit)

    deployment = apparate.document("upload-and-update", release)

    assert _outcomes(deployment) == {"pipeline": "updated"}
    spec = sandbox.pipeline(_PIPELINE)["spec"]
    assert (spec["edition"], spec["libraries"][1]["whl"]) == ("PRO", wheel_path(NEW))


def test_a_server_that_ignores_writes_stops_at_once(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    for number in range(3):
        _pipeline(sandbox, f"p{number}")
    sandbox.switch(ignore_updates=True)

    outcome = apparate("upload-and-update", release)

    assert outcome.returncode == 6
    assert [entry["path"] for entry in sandbox.journal("PUT")] == ["/api/2.0/pipelines/p0"]
    assert "put back" in outcome.stdout


def test_where_putting_back_fails_it_is_named(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _policy(sandbox)
    write = "/api/2.0/policies/clusters/edit"
    lost: dict[str, Any] = {"libraries": []}
    sandbox.edit_policy(_POLICY, path=write, moment="after", new_settings=lost)
    sandbox.fault("POST", write, nth=2, status=403, body=_DENIED, times=None)

    outcome = apparate("upload-and-update", release)

    assert outcome.returncode == 7
    assert _POLICY in outcome.stdout
    assert "putting it back failed: ask ana" in " ".join(outcome.stdout.split())


def test_a_saved_plan_is_applied_from_elsewhere(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    _pipeline(sandbox)
    _policy(sandbox)
    assert apparate("plan", release, "--out", "saved/plan.json").returncode == 0
    shutil.move(apparate.folder / "saved", tmp_path / "moved")
    elsewhere = apparate.without("APPARATE_STORE").inside(tmp_path / "elsewhere")

    deployment = elsewhere.document("apply", "../moved/plan.json")
    again = elsewhere.document("apply", "../moved/plan.json")

    assert _outcomes(deployment) == {"pipeline": "updated", "policy": "updated"}
    assert _outcomes(again) == {"pipeline": "unchanged", "policy": "unchanged"}
    assert sandbox.policy(_POLICY)["libraries"] == [{"whl": wheel_path(NEW)}]


@pytest.mark.parametrize("changed", ["pipeline", "policy"])
def test_a_saved_plan_is_stale_where_one_of_them_changed(
    apparate: Program, sandbox: Sandbox, release: Path, changed: str
) -> None:
    _pipeline(sandbox)
    _policy(sandbox)
    assert apparate("plan", release, "--out", "plan.json").returncode == 0
    edit = {"description": "new"}
    if changed == "pipeline":
        sandbox.edit_pipeline(_PIPELINE, path="/api/2.0/pipelines/*", new_settings=edit)
    else:
        sandbox.edit_policy(_POLICY, path="/api/2.0/policies/clusters/get", new_settings=edit)

    said = error_of(apparate("apply", "plan.json"), 4)
    written = writes(sandbox)
    deployment = apparate.document("apply", "plan.json", "--skip-drifted", code=3)

    assert said.where is not None
    assert {"pipeline": _PIPELINE, "policy": _POLICY}[changed] in said.where
    assert written == []
    other = {"pipeline": "policy", "policy": "pipeline"}[changed]
    assert _outcomes(deployment) == {changed: "drifted", other: "updated"}


def test_more_than_the_limit_counts_all_kinds(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _job(sandbox)
    _pipeline(sandbox)

    error_of(apparate("upload-and-update", release, "--max-dependents", "1"), 5)
    assert writes(sandbox) == []
