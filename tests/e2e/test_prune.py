"""`apparate prune`: what people and scripts see, and what is in the store after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, STORE, pinning, versions_of, wheel_path, writes
from tests.e2e.program import Program, error_of
from tests.e2e.terminal import run_on_terminal

_OLDEST = "1.3.0"
_ALL = (_OLDEST, OLD, NEW)
_ANY_AGE = ("--older-than", "0s")


@pytest.fixture
def prune(apparate: Program, sandbox: Sandbox) -> Program:
    """The command as an admin, with three versions in the store, of which a job pins one."""
    for version in _ALL:
        sandbox.add_file(wheel_path(version), b"x" * 20_000)
    sandbox.add_file(f"{STORE}/README.md", b"theirs")
    sandbox.add_job({"name": "nightly", "tasks": pinning("", OLD)["tasks"]}, job_id=5)
    sandbox.add_file("/Workspace/Shared/task_0", b"# a notebook")
    return apparate.knowing(DATABRICKS_TOKEN=sandbox.admin_token)


def _there(sandbox: Sandbox) -> list[str]:
    return [version for version in _ALL if sandbox.file(wheel_path(version)) is not None]


def _deletes(sandbox: Sandbox) -> Sequence[str]:
    return [one for one in writes(sandbox) if one.endswith("/workspace/delete")]


def test_what_nothing_refers_to_goes_and_the_rest_stays(prune: Program, sandbox: Sandbox) -> None:
    outcome = prune("prune", *_ANY_AGE)

    assert outcome.returncode == 0, outcome.stderr
    assert _there(sandbox) == [OLD, NEW]
    assert sandbox.file(f"{STORE}/README.md") == b"theirs"
    assert outcome.stderr == ""
    for words in ("Keep", "referenced", "nightly  id 5", "newest", "Removed", _OLDEST):
        assert words in outcome.stdout


def test_a_second_run_has_nothing_to_do(prune: Program, sandbox: Sandbox) -> None:
    prune("prune", *_ANY_AGE)
    sandbox.clear()

    outcome = prune("prune", *_ANY_AGE)

    assert outcome.returncode == 0
    assert "Nothing to do" in outcome.stdout
    assert writes(sandbox) == []


def test_by_default_what_is_younger_than_a_day_stays(prune: Program, sandbox: Sandbox) -> None:
    outcome = prune("prune")

    assert outcome.returncode == 0
    assert "younger than 1 day" in outcome.stdout
    assert _there(sandbox) == list(_ALL)


def test_a_dry_run_says_it_and_writes_nothing(prune: Program, sandbox: Sandbox) -> None:
    outcome = prune("prune", "sales_features", "--dry-run", *_ANY_AGE)

    assert outcome.returncode == 0
    assert "1 of 3 releases can go" in outcome.stdout
    assert outcome.stdout.splitlines()[-1] == "Next: apparate prune sales_features --older-than 0s"
    assert writes(sandbox) == []


def test_the_document(prune: Program, sandbox: Sandbox) -> None:
    document = prune.document("prune", *_ANY_AGE)

    assert list(document) == [
        "schema",
        "id",
        "started_at",
        "finished_at",
        "status",
        "tool_version",
        "workspace",
        "stores",
        "library",
        "policy",
        "summary",
        "remove",
        "keep",
        "unreadable",
        "warnings",
    ]
    assert document["schema"] == "apparate.prune/1"
    assert document["status"] == "succeeded"
    assert document["summary"]["remove"] + document["summary"]["keep"] == 3
    (gone,) = document["remove"]
    assert (gone["version"], gone["outcome"], gone["size"]) == (_OLDEST, "removed", 20_000)
    assert document["keep"][0]["used_by"] == [
        {
            "kind": "job",
            "id": "5",
            "name": "nightly",
            "location": "tasks[task_0].libraries[0].whl",
        }
    ]
    record = sandbox.file(f"{STORE}/.apparate/prunes/{document['id']}.json")
    assert json.loads(record or b"") == document


def test_keep_more(prune: Program, sandbox: Sandbox) -> None:
    assert prune("prune", *_ANY_AGE, "--keep", "3").returncode == 0

    assert _there(sandbox) == list(_ALL)


def test_what_could_not_be_read_stops_it(prune: Program, sandbox: Sandbox) -> None:
    sandbox.fault("GET", "/api/2.2/jobs/runs/list", status=403, times=None)

    outcome = prune("prune", *_ANY_AGE)

    assert outcome.returncode == 3
    assert "Could not read" in outcome.stdout
    assert "the list of active runs" in outcome.stdout
    assert _there(sandbox) == list(_ALL)


def test_a_list_of_jobs_that_cannot_be_had_is_an_error(prune: Program, sandbox: Sandbox) -> None:
    sandbox.fault("GET", "/api/2.2/jobs/list", status=403, times=None)

    error_of(prune("prune", *_ANY_AGE), 1)

    assert _there(sandbox) == list(_ALL)


def test_somebody_who_is_no_admin_is_told_what_that_means(prune: Program, sandbox: Sandbox) -> None:
    outcome = prune.knowing(DATABRICKS_TOKEN=sandbox.token)("prune", *_ANY_AGE)

    assert outcome.returncode == 0
    assert "no workspace admin" in outcome.stdout


def test_a_script_that_cannot_be_read_stops_it_unless_it_is_left_out(
    prune: Program, sandbox: Sandbox
) -> None:
    scripts = [{"workspace": {"destination": "/Workspace/hidden.sh"}}]
    sandbox.add_job(
        {"name": "x", "tasks": [{"task_key": "t", "new_cluster": {"init_scripts": scripts}}]}
    )
    nobody = prune.knowing(DATABRICKS_TOKEN=sandbox.token)

    outcome = nobody("prune", *_ANY_AGE)
    assert outcome.returncode == 3
    assert "--no-deep" in outcome.stdout
    assert _there(sandbox) == list(_ALL)

    assert nobody("prune", *_ANY_AGE, "--no-deep").returncode == 0
    assert _there(sandbox) == [OLD, NEW]


@pytest.mark.parametrize(("answer", "left"), [("n\n", _ALL), ("y\n", (OLD, NEW))])
def test_on_a_terminal_somebody_is_asked(
    prune: Program, sandbox: Sandbox, answer: str, left: Sequence[str]
) -> None:
    code, shown = run_on_terminal(prune, "prune", *_ANY_AGE, answer=answer)

    assert "Remove 1 release for good?" in shown
    assert code == (1 if answer == "n\n" else 0)
    assert _there(sandbox) == list(left)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--keep", "0"),
        ("--older-than", "soon"),
        ("--older-than", "-1d"),
        ("--older-than", "5"),
        ("",),
    ],
)
def test_usage(prune: Program, sandbox: Sandbox, wrong: Sequence[str]) -> None:
    error_of(prune("prune", *wrong), 2)

    assert _there(sandbox) == list(_ALL)


def test_after_a_deployment_the_older_releases_of_that_library_go(
    prune: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.wipe()
    outcome = prune("upload-and-update", release, "--prune")

    assert outcome.returncode == 0, outcome.stderr
    assert "Nothing to do: 1 release, all kept" in outcome.stdout


def test_a_prune_that_fails_after_a_deployment_is_said_and_partial(
    prune: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.wipe()
    sandbox.fault("GET", "/api/2.2/jobs/runs/list", status=403, times=None)

    outcome = prune("upload-and-update", release, "--prune", "--output", "json")

    assert outcome.returncode == 3
    assert json.loads(outcome.stdout)["schema"] == "apparate.deployment/1"
    assert sandbox.file(wheel_path(NEW)) == release.read_bytes()


def test_a_deployment_that_did_not_succeed_wholly_is_not_followed_by_a_prune(
    prune: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.wipe()
    sandbox.add_job(pinning("nightly", OLD))
    sandbox.fault("POST", "/api/2.2/jobs/update", status=403, times=None)

    outcome = prune("upload-and-update", release, "--prune")

    assert outcome.returncode == 3
    assert "Prune" not in outcome.stdout
    assert _deletes(sandbox) == []


def test_what_went_out_in_several_deployments_keeps_its_whole_way_back(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    """One job moves, another fails and is moved by a rerun: both can go back after a prune."""
    for version in (_OLDEST, OLD):
        sandbox.add_file(wheel_path(version), b"x")
    moved, failing = (
        sandbox.add_job({"name": version, "tasks": pinning("", version)["tasks"]})
        for version in (_OLDEST, OLD)
    )
    sandbox.add_file("/Workspace/Shared/task_0", b"# a notebook")
    sandbox.fault("POST", "/api/2.2/jobs/update", job_id=failing, status=403)
    first = apparate.document("upload-and-update", release, code=3)["id"]
    assert apparate("upload-and-update", release).returncode == 0
    assert versions_of(sandbox, moved, failing) == [[NEW], [NEW]]

    admin = apparate.knowing(DATABRICKS_TOKEN=sandbox.admin_token)
    document = admin.document("prune", "sales-features", *_ANY_AGE)

    assert _there(sandbox) == list(_ALL)
    reasons = {one["version"]: one["reason"] for one in document["keep"]}
    assert (reasons[_OLDEST], reasons[OLD]) == ("rollback", "rollback")
    assert apparate("rollback").returncode == 0
    assert apparate("rollback", first).returncode == 0
    assert versions_of(sandbox, moved, failing) == [[_OLDEST], [OLD]]
