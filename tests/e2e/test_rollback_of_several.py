"""Rollback where a release went out in several deployments, where a job was damaged, and whose is whose."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, STORE, pinning, plant, task, versions_of, wheel_path
from tests.e2e.program import Program

_UPDATE = "/api/2.2/jobs/update"
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
_PATIENCE_S = 30.0


@pytest.fixture(autouse=True)
def old(sandbox: Sandbox) -> None:
    """The file of the old release, in the store."""
    sandbox.add_file(wheel_path(OLD), b"old")


def _in_two_deployments(
    apparate: Program, sandbox: Sandbox, release: Path, failing: int
) -> tuple[str, str]:
    """One job fails at first, and is moved by a rerun; the ids of both deployments."""
    sandbox.fault("POST", _UPDATE, job_id=failing, status=403, body=_DENIED)
    first = apparate.document("upload-and-update", release, code=3)
    second = apparate.document("upload-and-update", release)
    assert (first["status"], second["status"]) == ("partial", "succeeded")
    return first["id"], second["id"]


def _next(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("Next: ")]


def test_what_an_earlier_deployment_moved_is_named_and_goes_back_by_its_id(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 4)
    first, second = _in_two_deployments(apparate, sandbox, release, ids[0])

    planned = apparate("rollback", "--dry-run", COLUMNS="160").stdout
    plan = apparate.document("rollback", "--dry-run")
    said = apparate("rollback", COLUMNS="160")

    asked = f"3 dependents stay where deployment {first} put them"
    back = f"Next: apparate rollback {first}"
    assert asked in planned
    assert _next(planned) == [f"Next: apparate rollback {second}", back]
    assert plan["earlier"] == [{"id": first, "dependents": 3}]
    assert [one["code"] for one in plan["warnings"]] == ["earlier-stands"]
    assert (said.returncode, asked in said.stdout) == (0, True)
    assert _next(said.stdout) == [back]
    assert versions_of(sandbox, *ids) == [[OLD], [NEW], [NEW], [NEW]]
    recorded = apparate.document("show")
    assert recorded["earlier"] == [{"id": first, "dependents": 3}]
    assert recorded["rolls_back"] == second

    rest = apparate.document("rollback", first)

    assert versions_of(sandbox, *ids) == [[OLD]] * 4
    assert "earlier" not in rest
    assert rest["warnings"] == []


def test_with_nothing_more_to_put_back_it_is_still_named(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 3)
    first, _ = _in_two_deployments(apparate, sandbox, release, ids[0])
    apparate("rollback")

    again = apparate("rollback", COLUMNS="160")
    planned = apparate("rollback", "--dry-run", COLUMNS="160")

    assert again.returncode == 0
    assert "Nothing to put back" in again.stdout
    assert _next(again.stdout) == _next(planned.stdout) == [f"Next: apparate rollback {first}"]


def test_what_people_changed_since_and_what_is_not_asked_for_is_not_named(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 4)
    first, second = _in_two_deployments(apparate, sandbox, release, ids[0])
    edited = ids[3]
    tasks = pinning("by hand", "1.6.0")["tasks"]
    sandbox.edit(edited, path="*/jobs/get", on_job=edited, new_settings={"tasks": tasks})
    all_of_it = apparate.document("rollback", "--dry-run")
    some = apparate("rollback", "--dry-run", "--job", "job-0[02]", COLUMNS="160").stdout

    assert all_of_it["earlier"] == [{"id": first, "dependents": 2}]
    assert f"1 dependent stays where deployment {first} put it" in some
    assert _next(some) == [
        f"Next: apparate rollback {second} --job 'job-0[02]'",
        f"Next: apparate rollback {first} --job 'job-0[02]'",
    ]
    assert all_of_it["rolls_back"] == second


def test_of_a_deployment_that_was_killed_what_it_moved_is_named(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 3)
    sandbox.fault("POST", _UPDATE, action="delay", nth=2, when="before", seconds=_PATIENCE_S)
    process = apparate.start("upload-and-update", release)
    end = time.monotonic() + _PATIENCE_S
    while len(sandbox.journal("POST", _UPDATE)) < 2:
        assert time.monotonic() < end
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=_PATIENCE_S)
    sandbox.clear()
    first = apparate.document("show")
    stood = sum(found == [NEW] for found in versions_of(sandbox, *ids))
    assert first["status"] == "running"
    assert apparate("upload-and-update", release).returncode == 0

    document = apparate.document("rollback", "--dry-run")

    assert stood > 0
    assert document["earlier"] == [{"id": first["id"], "dependents": stood}]


def test_no_more_records_are_read_than_the_newest_fifty(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 3)
    first, _ = _in_two_deployments(apparate, sandbox, release, ids[0])
    folder = f"{STORE}/.apparate/deployments"
    content = json.loads(sandbox.file(f"{folder}/{first}.json") or b"")
    others = plant(sandbox, 7, NEW)
    for number in range(60):
        id_ = f"20200101T000000{number:03d}Z-00000000"
        moved = content["dependents"][0] | {"id": str(others[number % 7])}
        record = content | {"id": id_, "dependents": [moved]}
        sandbox.add_file(f"{folder}/{id_}.json", json.dumps(record).encode())
    sandbox.clear()

    said = apparate("rollback", "--dry-run", COLUMNS="160").stdout

    read = {
        str(one["body"]) + str(one["query"])
        for one in sandbox.journal("GET")
        if "/deployments/" in str(one)
    }
    assert len(read) <= 50
    named = [line for line in said.splitlines() if line.startswith("Next: ")]
    assert named[1] == f"Next: apparate rollback {first}"
    assert len(named) == 1 + 5
    assert "3 more earlier deployments stand" in " ".join(said.split())


def test_a_record_that_cannot_be_used_keeps_nothing_from_going_back_and_is_said(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    assert apparate("upload-and-update", release).returncode == 0
    sandbox.add_file(f"{STORE}/.apparate/deployments/20200101T000000000Z-00000000.json", b"{")

    document = apparate.document("rollback")

    assert versions_of(sandbox, *ids) == [[OLD]] * 2
    assert [one["code"] for one in document["warnings"]] == ["earlier-unknown"]


def test_after_damage_the_rollback_names_what_was_lost(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    """The server took a task along, refused to have it back, and was mended since."""
    plant(sandbox, 2)
    settings = with_defaults(pinning("two tasks", OLD, "2.0.0"))
    damaged = sandbox.add_job(settings, job_id=999)
    sandbox.switch(replace_tasks=True)
    sandbox.fault("POST", "*/jobs/reset", status=403, body=_DENIED, times=None)
    said = apparate("upload-and-update", release, COLUMNS="160")
    assert said.returncode == 7, said.stdout
    assert "1 job was damaged" in said.stdout
    assert _next(said.stdout) == [f"Next: apparate rollback {apparate.document('show')['id']}"]
    sandbox.clear()

    document = apparate.document("rollback")

    [job] = [one for one in document["dependents"] if one["id"] == str(damaged)]
    assert [one["code"] for one in job["warnings"]] == ["failed-before"]
    assert "tasks[task_1] is gone" in job["warnings"][0]["text"]
    shown = " ".join(apparate("show").stdout.split())
    assert "tasks[task_1] is gone" in shown


def _other_team(apparate: Program, sandbox: Sandbox, folder: Path) -> tuple[int, str]:
    """Another library goes out through the same store; its job and the deployment."""
    old_file = f"{STORE}/foo_lib-1.0.0-py3-none-any.whl"
    sandbox.add_file(old_file, b"old")
    job_id = sandbox.add_job({"name": "theirs", "tasks": [task("a", {"whl": old_file})]})
    built = wheel(folder, "1.1.0", project="foo-lib")
    return job_id, apparate.document("upload-and-update", built)["id"]


def test_a_dry_run_says_the_command_with_the_id(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    id_ = apparate.document("upload-and-update", release)["id"]
    for given in ((), (id_[:18],), ("--library", "sales_features")):
        said = apparate("rollback", *given, "--dry-run", COLUMNS="160").stdout
        assert _next(said) == [f"Next: apparate rollback {id_}"]


def test_of_one_library_the_latest_deployment_goes_back(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    [ours] = plant(sandbox, 1)
    id_ = apparate.document("upload-and-update", release)["id"]
    _, theirs = _other_team(apparate, sandbox, tmp_path / "foo")

    document = apparate.document("rollback", "--library", "Sales.Features")

    assert (document["rolls_back"], document["warnings"]) == (id_, [])
    assert versions_of(sandbox, ours) == [[OLD]]
    none = apparate("rollback", "--library", "bar")
    assert none.returncode == 0
    assert none.stdout == f"Nothing to roll back: there is no deployment of bar in {STORE}.\n"
    other = apparate("rollback", theirs, "--library", "sales-features")
    assert (other.returncode, "of foo-lib" in other.stderr) == (1, True)


def test_the_latest_of_several_libraries_is_taken_and_said(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    plant(sandbox, 1)
    apparate("upload-and-update", release)
    _, theirs = _other_team(apparate, sandbox, tmp_path / "foo")
    ours, foo = (_project(tmp_path, name) for name in ("sales-features", "foo_lib"))

    plan = apparate.inside(ours).document("rollback", "--dry-run")
    at_home = apparate.inside(foo).document("rollback", "--dry-run")
    named = apparate.inside(ours).document("rollback", theirs, "--dry-run")

    assert plan["rolls_back"] == theirs
    [warning] = plan["warnings"]
    assert warning["code"] == "several-libraries"
    for words in ("foo-lib", "sales-features", "--library"):
        assert words in warning["text"]
    assert at_home["warnings"] == named["warnings"] == []


def _project(folder: Path, name: str) -> Path:
    project = folder / f"project of {name}"
    project.mkdir()
    (project / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n')
    return project


def test_what_cannot_be_seen_of_earlier_ones_keeps_nothing_from_going_back(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    _, second = _in_two_deployments(apparate, sandbox, release, ids[0])
    sandbox.fault("GET", "/api/2.0/workspace/list", status=403, body=_DENIED, times=None)

    plan = apparate.document("rollback", second, "--dry-run")

    assert (plan["rolls_back"], plan["summary"]["pins"]["upgrade"]) == (second, 1)
    assert [one["code"] for one in plan["warnings"]] == ["earlier-unknown"]
