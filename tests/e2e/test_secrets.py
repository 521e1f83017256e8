"""Neither our token nor what others keep in their jobs appears anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import OLD, pinning, writes
from tests.e2e.program import Program

_CANARY = "canary-3f9a1c"
_SECRETS = {"spark_env_vars": {"PASSWORD": f"{_CANARY}-environment"}}
_CLUSTER = {"spark_version": "14.3.x-scala2.12", "spark_conf": {"secret": f"{_CANARY}-conf"}}
_TALKATIVE = [["-vv"], ["--debug"], ["--output", "json"]]


@pytest.fixture
def job_id(sandbox: Sandbox) -> int:
    """A job full of secrets that pins the library."""
    settings = pinning(
        "careless",
        OLD,
        "2.0.0",
        job_clusters=[{"job_cluster_key": "main", "new_cluster": {**_CLUSTER, **_SECRETS}}],
        parameters=[{"name": "password", "default": f"{_CANARY}-parameter"}],
    )
    settings["tasks"][0]["new_cluster"] = {**_CLUSTER, **_SECRETS}
    settings["tasks"][0]["notebook_task"]["base_parameters"] = {"key": f"{_CANARY}-base"}
    return sandbox.add_job(settings)


def _refuse_secrets(program: Program, *texts: str) -> None:
    token = program.environment["DATABRICKS_TOKEN"]
    assert [text for text in texts if _CANARY in text or token in text] == []


@pytest.mark.parametrize("options", _TALKATIVE)
def test_a_successful_run_tells_no_secret(
    apparate: Program, sandbox: Sandbox, job_id: int, release: Path, options: list[str]
) -> None:
    arguments: tuple[tuple[str | Path, ...], ...] = (
        ("plan", release, "--out", "plan.json"),
        ("inventory", "sales-features"),
        ("upload-and-update", release),
    )

    for each in arguments:
        outcome = apparate(*each, *options)
        assert outcome.returncode == 0
        _refuse_secrets(apparate, outcome.stdout, outcome.stderr)
    _refuse_secrets(apparate, (apparate.folder / "plan.json").read_text(encoding="utf-8"))
    assert _CANARY in str(sandbox.job(job_id))


@pytest.mark.parametrize("options", _TALKATIVE)
@pytest.mark.parametrize("trouble", ["refused", "replaced", "dropped"])
def test_a_run_that_fails_tells_no_secret(
    apparate: Program,
    sandbox: Sandbox,
    job_id: int,
    release: Path,
    trouble: str,
    options: list[str],
) -> None:
    if trouble == "refused":
        sandbox.fault("POST", "*/jobs/update", status=403, times=None)
    elif trouble == "replaced":
        sandbox.switch(replace_tasks=True)
    else:
        sandbox.fault("GET", "*/jobs/list", status=400, body="<html>", times=None)

    outcome = apparate("upload-and-update", release, *options)

    assert outcome.returncode == {"refused": 3, "replaced": 6, "dropped": 1}[trouble]
    _refuse_secrets(apparate, outcome.stdout, outcome.stderr)
    assert f"{_CANARY}-environment" in str(sandbox.job(job_id))


@pytest.mark.parametrize("options", _TALKATIVE)
def test_a_refused_token_is_not_repeated(
    apparate: Program, sandbox: Sandbox, release: Path, options: list[str]
) -> None:
    program = apparate.knowing(DATABRICKS_TOKEN=f"{_CANARY}-token")

    outcome = program("plan", release, *options)

    assert outcome.returncode == 1
    _refuse_secrets(program, outcome.stdout, outcome.stderr)
    assert writes(sandbox) == []
