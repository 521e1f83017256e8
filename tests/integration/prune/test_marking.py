"""What keeps a release: each place where a reference can stand, runs, deployments, the unreadable."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
import pytest

from apparate_ng.deployment.records import Records
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Deployment, DeploymentKind, Outcome, Status
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.stores.prune import Prune
from apparate_ng.operations.execution.carrying_out import pending
from apparate_ng.operations.maintenance.pruning import exit_code_of
from apparate_ng.operations.session import StoreSession
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.retrying import Repeat
from tests.integration.prune.files import file_of, kept, put, removed
from tests.integration.store.place import WORKSPACE

Go: TypeAlias = Callable[..., Prune]
Plant: TypeAlias = Callable[[Sandbox], object]
_PATH = f"{WORKSPACE.uri}/{file_of('1.3.0')}"
_SHORT = _PATH.removeprefix("/Workspace")


def _task(**fields: object) -> dict[str, Any]:
    return {"name": "job", "tasks": [{"task_key": "a", **fields}]}


def _environment(*dependencies: str) -> dict[str, Any]:
    spec = {"client": "2", "dependencies": list(dependencies)}
    task = {"task_key": "a", "environment_key": "e", "spark_python_task": {"python_file": "/x.py"}}
    return {
        "name": "serverless",
        "tasks": [task],
        "environments": [{"environment_key": "e", "spec": spec}],
    }


def _in_file(path: str, text: str, settings: dict[str, Any]) -> Plant:
    def plant(sandbox: Sandbox) -> None:
        sandbox.add_file(path, text.encode())
        sandbox.add_job(settings)

    return plant


_PLACES: dict[str, Plant] = {
    "task": lambda it: it.add_job(_task(libraries=[{"whl": _PATH}])),
    "short path": lambda it: it.add_job(_task(libraries=[{"whl": _SHORT}])),
    "for-each": lambda it: it.add_job(
        _task(
            for_each_task={
                "inputs": "[1]",
                "task": {"task_key": "b", "libraries": [{"whl": _PATH}]},
            }
        )
    ),
    "environment": lambda it: it.add_job(_environment(f"{_PATH}[extra]")),
    "requirement": lambda it: it.add_job(_environment("lib==1.3.0")),
    "range": lambda it: it.add_job(_environment("lib>=1.2,<1.4")),
    "glob": lambda it: it.add_job(_task(libraries=[{"whl": f"{WORKSPACE.uri}/lib-1.3*.whl"}])),
    "py-files": lambda it: it.add_job(
        _task(spark_submit_task={"parameters": ["--py-files", f"/x/a.egg,{_PATH}", "/main.py"]})
    ),
    "spark-submit's --conf": lambda it: it.add_job(
        _task(spark_submit_task={"parameters": [f"--conf=spark.jars=/x/a.jar,{_PATH}", "/main.py"]})
    ),
    "own parameter": lambda it: it.add_job(
        _task(spark_python_task={"python_file": "/x.py", "parameters": [f"--wheel={_PATH}"]})
    ),
    "environment variable": lambda it: it.add_job(
        _task(new_cluster={"spark_env_vars": {"PYTHONPATH": f"/a:{_PATH}"}})
    ),
    "spark_conf": lambda it: it.add_job(
        _task(new_cluster={"spark_conf": {"spark.submit.pyFiles": _PATH}})
    ),
    "requirements file": _in_file(
        "/Workspace/r.txt", f"{_PATH}\n", _task(libraries=[{"requirements": "/Workspace/r.txt"}])
    ),
    "nested requirements": _in_file(
        "/Workspace/r.txt", "lib==1.3.0\n", _environment("-r /Workspace/r.txt")
    ),
    "init script": _in_file(
        "/Workspace/init.sh",
        f"#!/bin/sh\npip install {_PATH}\n",
        _task(new_cluster={"init_scripts": [{"workspace": {"destination": "/Workspace/init.sh"}}]}),
    ),
    "pipeline": lambda it: it.add_pipeline({"name": "p", "libraries": [{"whl": _PATH}]}),
    "pipeline's settings": lambda it: it.add_pipeline(
        {"name": "p", "configuration": {"wheel": _PATH}}
    ),
    "cluster": lambda it: it.add_cluster({"cluster_name": "shared"}, libraries=[{"whl": _PATH}]),
    "policy": lambda it: it.add_policy({"name": "p", "libraries": [{"whl": _PATH}]}),
    "policy's definition": lambda it: it.add_policy(
        {
            "name": "p",
            "definition": json.dumps({"spark_env_vars.W": {"type": "fixed", "value": _PATH}}),
        }
    ),
}


@pytest.mark.parametrize("plant", _PLACES.values(), ids=list(_PLACES))
def test_a_reference_anywhere_keeps_the_release(sandbox: Sandbox, go: Go, plant: Plant) -> None:
    plant(sandbox)

    done = go(dry_run=True)

    assert removed(done) == {"1.4.2": "pending"}
    assert kept(done)["1.3.0"] in {"referenced", "may-be-referenced"}
    assert done.keep[0].used_by
    assert done.unreadable == ()


def test_what_a_cluster_has_until_its_next_restart_stays(
    sandbox: Sandbox, session: StoreSession, go: Go
) -> None:
    library = {"whl": _PATH}
    cluster = sandbox.add_cluster({"cluster_name": "shared"}, libraries=[library])
    session.workspace.connection.write(
        "/api/2.0/libraries/uninstall",
        {"cluster_id": cluster, "libraries": [library]},
        repeat=Repeat.SAFE,
    )
    assert [one["status"] for one in sandbox.cluster_libraries(cluster)] == ["UNINSTALL_ON_RESTART"]

    assert kept(go(dry_run=True))["1.3.0"] == "referenced"


@pytest.mark.parametrize("path", ["{{job.parameters.wheel}}", f"{WORKSPACE.uri}/${{wheel}}"])
def test_a_library_that_only_a_run_names_keeps_everything(
    sandbox: Sandbox, go: Go, path: str
) -> None:
    sandbox.add_job(_task(libraries=[{"whl": path}]))

    assert removed(go(dry_run=True)) == {}


_NEAR_MISSES: dict[str, Plant] = {
    "another folder": lambda it: it.add_job(
        _task(libraries=[{"whl": f"/Workspace/Users/ana/{file_of('1.3.0')}"}])
    ),
    "a longer version": lambda it: it.add_job(
        _task(libraries=[{"whl": f"{WORKSPACE.uri}/{file_of('1.3.0.1')}"}])
    ),
    "a longer name": lambda it: it.add_job(
        _task(libraries=[{"whl": f"{WORKSPACE.uri}/{file_of('1.3.0', 'my_lib')}"}])
    ),
    "a range beside it": lambda it: it.add_job(_environment("lib>=1.5")),
    "a folder of that name": lambda it: it.add_job(
        _task(spark_python_task={"python_file": f"{_PATH}s/main.py"})
    ),
    "a job without anything": lambda it: it.add_job({"name": "empty"}),
}


@pytest.mark.parametrize("plant", _NEAR_MISSES.values(), ids=list(_NEAR_MISSES))
def test_a_near_miss_keeps_nothing(sandbox: Sandbox, go: Go, plant: Plant) -> None:
    plant(sandbox)

    assert set(removed(go(dry_run=True))) == {"1.3.0", "1.4.2"}


@pytest.mark.parametrize("state", ["QUEUED", "PENDING", "RUNNING", "BLOCKED", "WAITING_FOR_RETRY"])
def test_a_run_keeps_what_it_started_with(sandbox: Sandbox, go: Go, state: str) -> None:
    job = sandbox.add_job(_task(libraries=[{"whl": f"{WORKSPACE.uri}/{file_of('1.5.0')}"}]))
    run = sandbox.add_run(job, life_cycle_state=state, settings=_task(libraries=[{"whl": _PATH}]))

    assert kept(go(dry_run=True))["1.3.0"] == "active-run"

    sandbox.set_run(run, "TERMINATED", result_state="SUCCESS")
    assert "1.3.0" in removed(go(dry_run=True))


def test_a_one_off_run_and_one_of_a_job_that_is_gone(sandbox: Sandbox, go: Go) -> None:
    sandbox.add_run(99, settings=_task(libraries=[{"whl": _PATH}]), run_type="SUBMIT_RUN")
    sandbox.add_run(98, cluster_spec={"libraries": [{"whl": _PATH.replace("1.3.0", "1.4.2")}]})

    assert kept(go(dry_run=True)) == {
        "1.3.0": "active-run",
        "1.4.2": "active-run",
        "1.5.0": "newest",
    }


def test_every_page_and_every_task_of_the_runs_is_read(sandbox: Sandbox, go: Go) -> None:
    tasks: list[dict[str, Any]] = [{"task_key": f"t{number}"} for number in range(150)]
    tasks[149]["libraries"] = [{"whl": _PATH}]
    sandbox.add_run(99, settings={"name": "wide", "tasks": tasks})
    for number in range(60):
        sandbox.add_run(100 + number, settings=_task())

    done = go(dry_run=True)

    assert kept(done)["1.3.0"] == "active-run"
    assert done.summary.scanned["run"] == 61


def test_a_run_without_shown_environments_keeps_every_version_that_its_job_may_have_had(
    sandbox: Sandbox, go: Go
) -> None:
    job = sandbox.add_job(_environment(f"{WORKSPACE.uri}/{file_of('1.5.0')}"))
    sandbox.add_run(job, settings=_environment(_PATH))

    done = go(dry_run=True)

    assert kept(done) == {"1.3.0": "active-run", "1.4.2": "active-run", "1.5.0": "referenced"}
    assert done.unreadable == ()


def test_a_run_without_shown_environments_of_a_job_without_the_library_keeps_nothing(
    sandbox: Sandbox, go: Go
) -> None:
    job = sandbox.add_job(_environment("requests==2.0"))
    sandbox.add_run(job, settings=_environment("requests==2.0"))

    assert set(removed(go(dry_run=True))) == {"1.3.0", "1.4.2"}


def test_where_nobody_knows_a_runs_environments_nothing_goes(sandbox: Sandbox, go: Go) -> None:
    sandbox.add_run(99, settings=_environment(_PATH), run_type="SUBMIT_RUN")

    done = go()

    assert set(kept(done).values()) == {"not-checked", "newest"}
    assert [one.kind for one in done.unreadable] == ["run"]
    assert exit_code_of(done) is ExitCode.PARTIAL


def test_a_file_that_only_a_run_uses_still(sandbox: Sandbox, go: Go) -> None:
    sandbox.add_file("/Workspace/r.txt", b"lib==1.3.0\n")
    sandbox.add_run(99, settings=_task(libraries=[{"requirements": "/Workspace/r.txt"}]))

    assert kept(go(dry_run=True))["1.3.0"] == "active-run"


_DENIED = {"error_code": "PERMISSION_DENIED", "message": "not yours"}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/2.2/jobs/runs/list", "run"),
        ("/api/2.0/pipelines", "pipeline"),
        ("/api/2.0/policies/clusters/list", "policy"),
        ("/api/2.0/libraries/all-cluster-statuses", "cluster"),
    ],
)
def test_nothing_goes_where_a_list_cannot_be_had(
    sandbox: Sandbox, go: Go, path: str, kind: str
) -> None:
    sandbox.fault("GET", path, status=403, body=_DENIED, times=None)

    done = go()

    assert done.remove == ()
    assert [one.kind for one in done.unreadable] == [kind]
    assert exit_code_of(done) is ExitCode.PARTIAL


def test_nothing_goes_where_a_file_of_requirements_cannot_be_read(sandbox: Sandbox, go: Go) -> None:
    sandbox.add_file("/Workspace/r.txt", b"lib\n")
    sandbox.add_job(_task(libraries=[{"requirements": "/Workspace/r.txt"}]))
    sandbox.fault("GET", "/api/2.0/workspace/export", status=403, body=_DENIED, times=None)

    done = go()

    assert done.remove == ()
    assert [(one.kind, one.id) for one in done.unreadable] == [("file", "/Workspace/r.txt")]


@pytest.mark.parametrize(
    "task",
    [
        {"libraries": [{"requirements": "https://example.com/requirements.txt"}]},
        {"libraries": [{"requirements": "s3://bucket/requirements.txt"}]},
        {"new_cluster": {"init_scripts": [{"s3": {"destination": "s3://bucket/install.sh"}}]}},
    ],
)
def test_nothing_goes_where_something_is_not_looked_at(
    sandbox: Sandbox, go: Go, task: dict[str, Any]
) -> None:
    sandbox.add_job(_task(**task))

    done = go()

    assert done.remove == ()
    assert [(one.kind, one.id) for one in done.unreadable] == [("file", "*")]
    assert "not looked at" in done.unreadable[0].name
    assert exit_code_of(done) is ExitCode.PARTIAL


@pytest.mark.parametrize("source", [{"source": "GIT"}, {}])
def test_a_notebook_that_nobody_here_can_see_is_said_and_no_obstacle(
    sandbox: Sandbox, go: Go, source: dict[str, str]
) -> None:
    sandbox.add_job(_task(notebook_task={"notebook_path": "/work/score", **source}))

    done = go(dry_run=True)

    assert done.unreadable == ()
    assert set(removed(done)) == {"1.3.0", "1.4.2"}
    assert ("not-in-workspace" in {one.code for one in done.warnings}) is bool(source)


def test_what_is_not_there_for_an_admin_is_not_there(sandbox: Sandbox, go: Go) -> None:
    sandbox.add_job(_task(libraries=[{"requirements": "/Workspace/gone.txt"}]))
    sandbox.add_job(_task(notebook_task={"notebook_path": "/Workspace/gone"}))

    done = go(dry_run=True)

    assert done.unreadable == ()
    assert set(removed(done)) == {"1.3.0", "1.4.2"}


def _deployed(
    session: StoreSession, plan: Plan, kind: DeploymentKind, status: Status
) -> Deployment:
    records = Records(session.store.control)
    done = Deployment(
        id=records.new_id(),
        plan_id=plan.id,
        started_at=plan.created_at,
        finished_at=None if status is Status.RUNNING else plan.created_at,
        status=status,
        workspace=plan.workspace,
        release=plan.release,
        dependents=tuple(pending(one, Outcome.UPDATED) for one in plan.changing),
        kind=kind,
    )
    records.create(done)
    return done


@pytest.fixture
def moved(
    sandbox: Sandbox,
    session: StoreSession,
    plan: Callable[[], Plan],
    pinned: Callable[..., dict[str, Any]],
) -> Callable[..., str]:
    """The record of a deployment from `version` to 1.5.0, of which nothing else is left."""

    def make(version: str, status: Status = Status.SUCCEEDED) -> str:
        job = sandbox.add_job(pinned("a", version=version))
        made = _deployed(session, plan(), DeploymentKind.DEPLOY, status)
        session.workspace.jobs.reset(job, {"name": "changed"})
        return made.id

    return make


def test_what_the_last_deployments_of_a_release_would_roll_back_to_stays(
    go: Go, moved: Callable[..., str]
) -> None:
    first, rerun = moved("1.4.2"), moved("1.3.0")

    done = go(dry_run=True)

    assert removed(done) == {}
    keepers = {one.version: (one.reason, [by.id for by in one.used_by]) for one in done.keep}
    assert keepers["1.4.2"] == ("rollback", [first])
    assert keepers["1.3.0"] == ("rollback", [rerun])


def test_a_deployment_that_has_not_ended_keeps_its_releases(
    go: Go, moved: Callable[..., str]
) -> None:
    moved("1.4.2", Status.RUNNING)
    moved("1.3.0")

    assert removed(go(dry_run=True)) == {}


def test_nothing_goes_where_a_record_cannot_be_read(
    session: StoreSession, go: Go, moved: Callable[..., str]
) -> None:
    session.store.control.replace(f"deployments/{moved('1.4.2')}.json", b'{"schema": "app')

    done = go()

    assert done.remove == ()
    assert [one.kind for one in done.unreadable] == ["deployment"]


def test_a_digest_that_a_deployment_recorded_goes_into_the_record(
    sandbox: Sandbox, session: StoreSession, go: Go, moved: Callable[..., str]
) -> None:
    records = Records(session.store.control)
    first = records.read(moved("1.4.2"))
    put(sandbox, WORKSPACE, "1.6.0")
    newer = msgspec.structs.replace(
        first.release,
        version="1.6.0",
        filename=file_of("1.6.0"),
        uri=f"{WORKSPACE.uri}/{file_of('1.6.0')}",
    )
    records.create(
        msgspec.structs.replace(first, id=records.new_id(), release=newer, dependents=())
    )

    found = {one.version: one.sha256 for one in go(dry_run=True).remove}

    assert found == {"1.3.0": None, "1.4.2": None, "1.5.0": first.release.sha256}
