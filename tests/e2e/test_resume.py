"""Resume after kill -9 at any point, from any machine; history and show know what happened."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, STORE, pinning, plant, versions_of, wheel_path
from tests.e2e.program import Program, error_of

_UPDATE = "/api/2.2/jobs/update"
_IMPORT = "/api/2.0/workspace/import"
_PATIENCE_S = 30.0
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}


@pytest.fixture
def own() -> Iterator[Sandbox]:
    """A server of its own, since a request of a killed program may still be under way."""
    with running() as sandbox:
        sandbox.add_file(wheel_path(OLD), b"old")
        yield sandbox


@pytest.fixture
def program(outside: Program, own: Sandbox) -> Program:
    return outside.knowing(
        DATABRICKS_HOST=own.url, DATABRICKS_TOKEN=own.token, APPARATE_STORE=STORE
    )


def _killed_at(
    program: Program,
    sandbox: Sandbox,
    release: Path,
    path: str,
    nth: int,
    when: Literal["before", "after"],
) -> None:
    """Run the main job and kill it while the nth request of a kind is being answered."""
    sandbox.fault("POST", path, action="delay", nth=nth, when=when, seconds=_PATIENCE_S)
    process = program.start("upload-and-update", release)
    end = time.monotonic() + _PATIENCE_S
    while len(sandbox.journal("POST", path)) < nth:
        assert time.monotonic() < end, f"request {nth} did not come"
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    if when == "after":
        time.sleep(0.2)  # the effect is there at once; only its answer is held back
    process.kill()
    process.communicate(timeout=_PATIENCE_S)
    sandbox.clear()


def _after_kill(program: Program, *arguments: str, code: int = 0) -> Any:  # noqa: ANN401  JSON
    """What it prints; that the lease of a dead process was taken over may be said beside it."""
    outcome = program(*arguments, "--output", "json")
    assert outcome.returncode == code, outcome.stderr
    return json.loads(outcome.stdout)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("nth", [1, 2, 4])
def test_killed_while_a_job_is_written(
    program: Program,
    own: Sandbox,
    release: Path,
    tmp_path: Path,
    nth: int,
    when: Literal["before", "after"],
) -> None:
    ids = plant(own, 4)
    _killed_at(program, own, release, _UPDATE, nth, when)
    assert {version for [version] in versions_of(own, *ids)} <= {OLD, NEW}
    elsewhere = program.inside(tmp_path / "elsewhere")
    assert elsewhere.document("show")["status"] == "running"

    document = _after_kill(elsewhere, "resume")

    assert document["status"] == "succeeded"
    assert {one["outcome"] for one in document["dependents"]} <= {"updated", "unchanged"}
    assert len(document["dependents"]) == 4
    assert len(document["resumed"]) == 1
    assert versions_of(own, *ids) == [[NEW]] * 4
    history = elsewhere.document("history")
    assert [one["status"] for one in history["deployments"]] == ["succeeded"]

    assert _after_kill(elsewhere, "rollback", document["id"])["status"] == "succeeded"
    assert versions_of(own, *ids) == [[OLD]] * 4


@pytest.mark.parametrize("nth", range(1, 7))
def test_killed_while_a_file_is_written(
    program: Program, own: Sandbox, release: Path, nth: int
) -> None:
    """The release, the lease, the record: a rerun reaches the goal, and so does resume then."""
    ids = plant(own, 2)
    own.latency(_IMPORT, 0.05)
    process = program.start("upload-and-update", release)
    end = time.monotonic() + _PATIENCE_S
    while process.poll() is None and len(own.journal("POST", _IMPORT)) < nth:
        assert time.monotonic() < end
    process.kill()
    process.communicate(timeout=_PATIENCE_S)
    own.latency(_IMPORT, 0.0)
    assert {version for [version] in versions_of(own, *ids)} <= {OLD, NEW}

    assert program("resume").returncode == 0
    assert program("upload-and-update", release).returncode == 0
    assert versions_of(own, *ids) == [[NEW]] * 2


def test_an_edit_since_is_kept(program: Program, own: Sandbox, release: Path) -> None:
    ids = plant(own, 3)
    _killed_at(program, own, release, _UPDATE, 2, "before")
    left = next(id_ for id_, found in zip(ids, versions_of(own, *ids), strict=True) if OLD in found)
    tasks = pinning("by hand", "1.4.1")["tasks"]
    own.edit(left, path="*/jobs/get", on_job=left, new_settings={"tasks": tasks})

    document = _after_kill(program, "resume", code=3)

    outcomes = {one["id"]: one["outcome"] for one in document["dependents"]}
    assert outcomes.pop(str(left)) == "drifted"
    assert set(outcomes.values()) <= {"updated", "unchanged"}
    assert versions_of(own, left) == [["1.4.1"]]


def test_what_failed_is_tried_again(program: Program, own: Sandbox, release: Path) -> None:
    ids = plant(own, 3)
    own.fault("POST", _UPDATE, nth=2, status=403, body=_DENIED)
    assert program("upload-and-update", release).returncode == 3
    own.clear()

    document = program.document("resume")

    assert document["status"] == "succeeded"
    assert [one["outcome"] for one in document["dependents"]] == ["updated"] * 3
    assert len(own.journal("POST", _UPDATE)) == 1
    assert versions_of(own, *ids) == [[NEW]] * 3


def test_after_a_put_back_that_failed_the_rest_goes_on_and_the_damage_stays_named(
    program: Program, own: Sandbox, release: Path
) -> None:
    """The server took a task along, refused to have it back, and was mended since."""
    settings = with_defaults(pinning("two tasks", OLD, "2.0.0"))
    first, second = sorted((own.add_job(settings) for _ in range(2)), key=str)
    own.switch(replace_tasks=True)
    own.fault("POST", "*/jobs/reset", status=403, body=_DENIED, times=None)
    assert program("upload-and-update", release).returncode == 7
    own.clear()

    document = program.document("resume")

    assert document["status"] == "succeeded"
    assert versions_of(own, first, second) == [[NEW], [NEW, "2.0.0"]]
    [damaged, whole] = document["dependents"]
    assert (damaged["outcome"], whole["outcome"]) == ("unchanged", "updated")
    [warning] = damaged["warnings"]
    assert warning["code"] == "failed-before"
    assert "tasks[task_1] is gone" in warning["text"]
    assert whole["warnings"] == []
    shown = " ".join(program("show").stdout.split())
    assert "tasks[task_1] is gone" in shown
    assert program("resume").stdout == f"Nothing to resume in {STORE}.\n"
    assert program("rollback").returncode == 0
    assert versions_of(own, first, second) == [[OLD], [OLD, "2.0.0"]]


def test_without_the_release_nothing_is_written(
    program: Program, own: Sandbox, release: Path
) -> None:
    ids = plant(own, 2)
    _killed_at(program, own, release, _UPDATE, 1, "before")
    own.add_file(wheel_path(NEW), b"torn")

    said = error_of(program("resume"), 4)

    assert said.where == wheel_path(NEW)
    assert versions_of(own, *ids) == [[OLD]] * 2


def test_onto_another_file_of_that_version_nothing_is_written(
    program: Program, own: Sandbox, release: Path, tmp_path: Path
) -> None:
    ids = plant(own, 2)
    _killed_at(program, own, release, _UPDATE, 2, "before")
    stood = versions_of(own, *ids)
    own.add_file(wheel_path(NEW), wheel(tmp_path, comment="other contents").read_bytes())

    said = error_of(program("resume"), 4)

    assert "other contents" in said.what
    assert said.where == wheel_path(NEW)
    assert versions_of(own, *ids) == stood
    own.add_file(wheel_path(NEW), release.read_bytes())
    assert _after_kill(program, "resume")["status"] == "succeeded"


def test_a_deployment_that_was_followed_is_not_resumed_unasked(
    program: Program, own: Sandbox, release: Path
) -> None:
    plant(own, 2)
    _killed_at(program, own, release, _UPDATE, 1, "before")
    [cut_off] = program.document("history")["deployments"]
    assert program("upload-and-update", release).returncode == 0

    assert program("resume").stdout == f"Nothing to resume in {STORE}.\n"
    assert program.document("resume", cut_off["id"])["status"] == "succeeded"
    assert program("resume", cut_off["id"]).stdout == f"Nothing to resume in {STORE}.\n"


def test_where_the_record_cannot_be_written_nothing_is_changed(
    program: Program, own: Sandbox, release: Path
) -> None:
    ids = plant(own, 2)
    own.add_file(f"{STORE}/.apparate/deployments", b"a file where a folder should be")

    said = error_of(program("upload-and-update", release, "-q"), 1)

    assert "nothing was changed" in said.what
    assert versions_of(own, *ids) == [[OLD]] * 2


def test_history_and_show(program: Program, own: Sandbox, release: Path) -> None:
    plant(own, 2)
    own.add_file(f"{STORE}/readme.txt", b"a store")
    nothing = program("history", COLUMNS="80")
    assert nothing.stdout == f"\nNo deployments yet in {STORE}.\n"
    assert program("show").stdout == f"There is no deployment yet in {STORE}.\n"
    ci = {"CI_JOB_URL": "https://ci.example.com/run/17", "CI_COMMIT_SHA": "0123456789abcdef"}
    assert program("upload-and-update", release, **ci).returncode == 0
    assert program("rollback").returncode == 0

    history = program("history", COLUMNS="80").stdout
    [back, first] = program.document("history", "--limit", "2")["deployments"]
    [only] = program.document("history", "--limit", "1")["deployments"]
    shown = program("show", first["id"], COLUMNS="80").stdout

    assert only == back
    assert [back["id"] > first["id"], back["kind"], first["kind"]] == [True, "rollback", "deploy"]
    assert first["outcomes"] == {"updated": 2}
    assert (first["from_versions"], first["to_versions"]) == ([OLD], [NEW])
    for text in (first["id"], "0123456789abcdef"[:8], ci["CI_JOB_URL"], "ci@example.com"):
        assert text in history
        assert text in shown
    assert [line for line in history.splitlines() if len(line) > 80] == []
    assert program.document("show")["id"] == back["id"]
    assert program.document("show", first["id"][:18])["id"] in {first["id"], back["id"]}


def test_show_reads_a_saved_document(program: Program, own: Sandbox, release: Path) -> None:
    plant(own, 1)
    document = program.document("upload-and-update", release)
    (program.folder / "deployment.json").write_text(json.dumps(document))

    assert program.without("APPARATE_STORE").document("show", "deployment.json") == document


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"{", "cannot be read"),
        (b"{}", "cannot be read"),
        (b'{"schema": 1}', "cannot be read"),
        (b"\xff", "cannot be read"),
    ],
)
def test_a_record_that_is_none_is_named_and_never_passed_over(
    program: Program, own: Sandbox, release: Path, content: bytes, what: str
) -> None:
    ids = plant(own, 1)
    assert program("upload-and-update", release).returncode == 0
    own.add_file(f"{STORE}/.apparate/deployments/29991231T000000000Z-00000000.json", content)

    for command in ("rollback", "resume", "show"):
        assert what in error_of(program(command), 1).what
    history = program("history", COLUMNS="80")
    assert (history.returncode, what in " ".join(history.stdout.split())) == (3, True)
    assert versions_of(own, *ids) == [[NEW]]
