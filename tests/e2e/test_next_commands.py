"""What a run says to type next is accepted as it stands, and does what it is said to do."""

from __future__ import annotations

import re
import shlex
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, STORE, pinning, plant, versions_of, wheel_path
from tests.e2e.program import Outcome, Program

_UPDATE = "/api/2.2/jobs/update"
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
_FULL = Path("/dev/full")
_PATIENCE_S = 30.0
_needs_full = pytest.mark.skipif(not _FULL.exists(), reason="needs a device that is full")


def _next(outcome: Outcome) -> list[str]:
    """The words of the one command to type next, without the program's name."""
    assert "  or: apparate" not in outcome.stdout
    [line] = re.findall(r"^Next: apparate (.*)$", outcome.stdout, re.MULTILINE)
    return shlex.split(line)


def _wide(program: Program) -> Program:
    """The same on lines that hold every command."""
    return program.knowing(COLUMNS="400")


@pytest.fixture
def wide(apparate: Program) -> Program:
    return _wide(apparate)


@pytest.mark.parametrize("place", [["."], ["--path", "."]], ids=["argument", "option"])
def test_a_plan_by_library_name_leads_to_an_update_without_its_path(
    wide: Program, sandbox: Sandbox, release: Path, place: list[str]
) -> None:
    ids = plant(sandbox, 1)
    assert wide("upload", release).returncode == 0
    wanted = ["--library", "sales-features", "--version", NEW, "--job", "job-*"]

    following = _next(wide("plan", *wanted, *place))

    assert following == ["update", "sales-features", NEW, "--job", "job-*"]
    assert wide(*following).returncode == 0
    assert versions_of(sandbox, *ids) == [[NEW]]


@pytest.mark.parametrize("shown", [False, True], ids=["plan", "show"])
def test_a_saved_plan_is_applied_with_the_profile_and_the_configuration_of_the_plan(
    wide: Program, sandbox: Sandbox, release: Path, *, shown: bool
) -> None:
    ids = plant(sandbox, 1)
    profile = f"[prod]\nhost = {sandbox.url}\ntoken = {sandbox.token}\n"
    (Path(wide.environment["HOME"]) / ".databrickscfg").write_text(profile)
    (wide.folder / "my.toml").write_text('allow = "major"\n')
    named = wide.without("DATABRICKS_HOST", "DATABRICKS_TOKEN")
    given = ["--profile", "prod", "--config", "my.toml"]
    limited = ["--allow", "major", "--max-dependents", "3"]

    outcome = named("plan", release, *given, *limited, "--out", "p.json")
    following = _next(named("show", "p.json", *given) if shown else outcome)

    limit = [] if shown else ["--max-dependents", "3"]
    assert following == ["apply", "p.json", *given, *limit]
    assert named(*following).returncode == 0
    assert versions_of(sandbox, *ids) == [[NEW]]


def test_what_drifted_since_a_plan_needs_a_new_one(
    wide: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 3)
    assert wide("plan", release, "--out", "p.json").returncode == 0
    sandbox.edit(ids[0], path="*/scim/*", new_settings={"max_concurrent_runs": 7})
    assert wide("inventory", "x").returncode == 0
    outcome = wide("apply", "p.json", "--skip-drifted")
    assert outcome.returncode == 3

    following = _next(outcome)

    assert following[:2] == ["plan", "--library"]
    planned = wide(*following)
    assert planned.returncode == 0
    assert _next(planned) == ["apply", "p.json"]
    assert wide("apply", "p.json").returncode == 0
    assert versions_of(sandbox, *ids) == [[NEW]] * 3


def test_what_failed_is_tried_again_with_the_same_plan(
    wide: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    assert wide("plan", release, "--out", "p.json").returncode == 0
    sandbox.fault("POST", _UPDATE, nth=2, status=403, body=_DENIED)
    outcome = wide("apply", "p.json")
    assert outcome.returncode == 3
    sandbox.clear()

    assert _next(outcome) == ["apply", "p.json"]
    assert wide("apply", "p.json").returncode == 0
    assert versions_of(sandbox, *ids) == [[NEW]] * 2


def test_where_people_were_faster_resume_leads_to_a_new_plan(
    wide: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    sandbox.fault("POST", _UPDATE, nth=2, status=403, body=_DENIED)
    outcome = wide("upload-and-update", release)
    assert outcome.returncode == 3
    sandbox.clear()
    [left] = [id_ for id_ in ids if versions_of(sandbox, id_) == [[OLD]]]
    tasks = pinning("by hand", "1.4.1")["tasks"]
    sandbox.edit(left, path="*/scim/*", new_settings={"tasks": tasks})
    assert wide("inventory", "x").returncode == 0

    resumed = wide("resume")

    assert resumed.returncode == 3
    following = _next(resumed)
    assert following[0] == "plan"
    planned = wide(*following)
    assert planned.returncode == 0
    assert wide(*_next(planned)).returncode == 0
    assert versions_of(sandbox, *ids) == [[NEW]] * 2


@pytest.fixture
def own() -> Iterator[Sandbox]:
    """A server of its own, since a request of a stopped program may still be under way."""
    with running() as sandbox:
        sandbox.add_file(wheel_path(OLD), b"old")
        yield sandbox


@pytest.fixture
def program(outside: Program, own: Sandbox) -> Program:
    return _wide(outside).knowing(
        DATABRICKS_HOST=own.url, DATABRICKS_TOKEN=own.token, APPARATE_STORE=STORE
    )


def _stopped(
    program: Program, sandbox: Sandbox, number: signal.Signals, *arguments: str | Path
) -> Outcome:
    """Run it, and send a signal when some jobs are under way."""
    sandbox.clear()
    sandbox.latency(_UPDATE, 0.5)
    process = program.start(*arguments)
    end = time.monotonic() + _PATIENCE_S
    while len(sandbox.journal("POST", _UPDATE)) < 3:
        assert time.monotonic() < end
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    process.send_signal(number)
    out, said = process.communicate(timeout=_PATIENCE_S)
    sandbox.latency(_UPDATE, 0.0)
    return Outcome(arguments, process.returncode, out, said)


def test_an_interrupted_rollback_goes_on_and_never_back_to_the_release(
    program: Program, own: Sandbox, release: Path
) -> None:
    ids = plant(own, 40)
    assert program("upload-and-update", release).returncode == 0

    outcome = _stopped(program, own, signal.SIGINT, "rollback")

    assert outcome.returncode == 130
    assert program(*_next(outcome)).returncode == 0
    assert versions_of(own, *ids) == [[OLD]] * 40


def test_of_what_was_killed_the_workspace_is_asked_before_anything_goes_on(
    program: Program, own: Sandbox, release: Path
) -> None:
    ids = plant(own, 40)
    assert _stopped(program, own, signal.SIGKILL, "upload-and-update", release).returncode == -9
    [record] = program.document("history")["deployments"]
    id_, moved = record["id"], versions_of(own, *ids).count([NEW])

    shown = program("show").stdout
    looked = program("rollback", id_, "--dry-run")
    history = program("history").stdout

    assert f"Next: apparate rollback {id_} --dry-run\n  or: apparate resume {id_}\n" in shown
    assert "Nobody knows how far it came" in shown
    assert "nobody knows how far it came" in history
    assert "pending" not in (shown + history).lower()
    assert f"Rollback: {moved} pins in {moved} jobs to put back" in looked.stdout


def test_what_was_rolled_back_since_has_no_hint_to_go_on(
    program: Program, own: Sandbox, release: Path
) -> None:
    ids = plant(own, 40)
    _stopped(program, own, signal.SIGKILL, "upload-and-update", release)
    [killed] = [one["id"] for one in program.document("history")["deployments"]]
    back = program("rollback", killed, "--lease-wait", "3m", "--output", "json")
    assert back.returncode == 0, back.stderr
    [newest, _] = [one["id"] for one in program.document("history")["deployments"]]

    shown = program("show", killed, "--report", "page.md")

    assert "resume" not in shown.stdout
    assert shown.stderr == f"note: it was rolled back by {newest} since\n"
    assert "resume" not in (program.folder / "page.md").read_text()
    assert f"rolled back by {newest}" in program("history").stdout
    assert program("resume").stdout.startswith("Nothing to resume")
    assert versions_of(own, *ids) == [[OLD]] * 40

    again = program("resume", killed)

    assert again.returncode == 0
    assert f"it was rolled back by {newest} since, and goes out again now" in again.stderr


def test_a_rollback_that_wrote_nothing_leads_to_no_record(
    wide: Program, sandbox: Sandbox, release: Path
) -> None:
    """The one job cannot be read, the other went back the first time: nothing is left to write."""
    sandbox.add_file(wheel_path(OLD), b"old")
    [closed, _] = plant(sandbox, 2)
    id_ = wide.document("upload-and-update", release)["id"]
    sandbox.fault("GET", "*/jobs/get", job_id=closed, status=403, body=_DENIED, times=None)
    first = wide("rollback", id_)
    assert first.returncode == 3
    assert wide("show", _next(first)[1]).returncode == 0
    known = wide.document("history")["total"]

    second = wide("rollback", id_, "--report", "x.env")

    assert second.returncode == 3
    assert "Next:" not in second.stdout
    assert "as deployment" not in second.stdout
    assert "APPARATE_DEPLOYMENT=\n" in (wide.folder / "x.env").read_text()
    assert wide.document("rollback", id_, code=3)["recorded"] is False
    assert wide.document("history")["total"] == known


def test_a_run_without_changes_names_no_deployment(
    wide: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    assert wide("upload-and-update", release, "--report", "a.env").returncode == 0
    assert wide("upload-and-update", release, "--report", "b.env").returncode == 0

    first, second = ((wide.folder / name).read_text() for name in ("a.env", "b.env"))

    [id_] = re.findall(r"^APPARATE_DEPLOYMENT=(.+)$", first, re.MULTILINE)
    assert wide("show", id_).returncode == 0
    assert "APPARATE_DEPLOYMENT=\n" in second


@_needs_full
def test_after_a_success_that_nobody_could_read_the_hint_looks_and_does_nothing(
    wide: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    said = _into_full(wide, "upload-and-update", release, "--output", "json", code=3)

    [hint] = re.findall(r"^hint: look with: apparate (.*)$", said, re.MULTILINE)

    assert hint.startswith("show ")
    assert wide(*shlex.split(hint)).returncode == 0


@_needs_full
def test_where_nothing_was_done_no_hint_names_a_deployment(
    wide: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_file(wheel_path(OLD), b"old")
    plant(sandbox, 1)
    assert wide("upload-and-update", release).returncode == 0
    assert wide("rollback").returncode == 0

    said = _into_full(wide, "rollback", code=1)

    assert said.splitlines() == [
        "error: the output cannot be written: No space left on device",
        "  --> <stdout>",
    ]


def _into_full(program: Program, *arguments: str | Path, code: int) -> str:
    """Run it with a full disk behind stdout; what it said."""
    with _FULL.open("w") as full:
        process = program.start(*arguments, stdout=full)
        _, said = process.communicate(timeout=60)
    assert process.returncode == code, said
    return str(said)
