"""Ctrl-C, a CI server's stop and a closed terminal: every job stays whole, a rerun finishes."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from tests.e2e.jobs import NEW, OLD, STORE, plant, versions_of, writes
from tests.e2e.program import Program
from tests.e2e.terminal import terminal

_UPDATE = "/api/2.2/jobs/update"
_PATIENCE_S = 30.0
_WAIT_A_MINUTE: FaultRule = {"status": 429, "headers": {"Retry-After": "60"}, "times": None}


@pytest.fixture
def slow() -> Iterator[Sandbox]:
    """A server of its own, since requests of a stopped program may still be under way."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def program(outside: Program, slow: Sandbox) -> Program:
    return outside.knowing(
        DATABRICKS_HOST=slow.url, DATABRICKS_TOKEN=slow.token, APPARATE_STORE=STORE
    )


def _wait_for(sandbox: Sandbox, path: str, count: int = 1) -> None:
    end = time.monotonic() + _PATIENCE_S
    while len(sandbox.journal(path=path)) < count:
        assert time.monotonic() < end, f"no {path} in time"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_while_applying(
    program: Program, slow: Sandbox, release: Path, number: signal.Signals
) -> None:
    ids = plant(slow, 60)
    slow.latency("*/jobs/update", 0.25)
    process = program.start("upload-and-update", release)
    _wait_for(slow, _UPDATE, 5)
    process.send_signal(number)
    out, said = process.communicate(timeout=60)

    assert process.returncode == 130, said
    assert "Traceback" not in said
    versions = versions_of(slow, *ids)
    assert [NEW] in versions
    assert [OLD] in versions
    assert {version for [version] in versions} == {OLD, NEW}
    assert "Interrupted: " in out
    assert "60 jobs in the plan" in out
    assert said.startswith("stopping: what is under way is finished")
    pattern = r"^Next: (apparate resume \S+)\n  or: (apparate rollback \S+)$"
    found = re.search(pattern, out, re.MULTILINE)
    assert found is not None, out

    slow.latency("*/jobs/update", 0.0)
    recorded = program.document("show", code=0)
    assert recorded["status"] == "interrupted"
    assert program(*found[1].split()[1:]).returncode == 0
    assert versions_of(slow, *ids) == [[NEW]] * 60
    assert program.document("show")["status"] == "succeeded"
    assert program(*found[2].split()[1:]).returncode == 0
    assert versions_of(slow, *ids) == [[OLD]] * 60


@pytest.mark.parametrize(
    ("path", "nth"), [("/api/2.2/jobs/update", 2), ("/api/2.2/jobs/get", 3)], ids=["write", "read"]
)
def test_the_first_ctrl_c_cuts_a_long_pause_and_the_record_is_closed(
    program: Program, slow: Sandbox, release: Path, path: str, nth: int
) -> None:
    """From the second job on the server asks for a minute of patience, each time."""
    ids = plant(slow, 20)
    throttled: FaultRule = {**_WAIT_A_MINUTE, "nth": nth}
    slow.fault("*", path, **throttled)
    process = program.start("upload-and-update", release, "--rollback-on-failure")
    _wait_for(slow, path, nth + 3)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=_PATIENCE_S)

    assert process.returncode == 130, said + out
    assert "Interrupted: 1 updated, 19 pending; 20 jobs in the plan" in out
    slow.clear()
    assert program.document("show")["status"] == "interrupted"
    assert program("resume").returncode == 0
    assert versions_of(slow, *ids) == [[NEW]] * 20


def test_the_first_ctrl_c_cuts_a_long_pause_of_a_scan(
    program: Program, slow: Sandbox, release: Path
) -> None:
    slow.fault("GET", "/api/2.2/jobs/list", **_WAIT_A_MINUTE)
    slow.fault("GET", "/api/2.0/pipelines", **_WAIT_A_MINUTE)
    process = program.start("plan", release)
    _wait_for(slow, "/api/2.2/jobs/list")
    _wait_for(slow, "/api/2.0/pipelines")
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=_PATIENCE_S)

    assert process.returncode == 130
    assert said.startswith("note: the workspace takes no more requests for now")
    assert "\nerror: interrupted\n" in said


def test_stopped_twice_it_leaves_at_once_and_resume_finishes(
    program: Program, slow: Sandbox, release: Path
) -> None:
    ids = plant(slow, 3)
    slow.latency("*/jobs/update", _PATIENCE_S)
    process = program.start("upload-and-update", release)
    _wait_for(slow, _UPDATE)
    process.send_signal(signal.SIGTERM)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("stopping: ")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=_PATIENCE_S / 2)

    assert process.returncode == 130
    assert said == "error: stopped at once\nhint: apparate resume finishes what was begun\n"
    slow.latency("*/jobs/update", 0.0)
    assert program.document("show")["status"] == "running"
    assert program("resume").returncode == 0
    assert versions_of(slow, *ids) == [[NEW]] * 3


def test_on_a_terminal_ctrl_c_says_what_stands_and_which_command_goes_on(
    program: Program, slow: Sandbox, release: Path
) -> None:
    plant(slow, 40)
    slow.latency("*/jobs/update", 0.25)
    with terminal(program, "upload-and-update", release, "--yes") as screen:
        _wait_for(slow, _UPDATE, 3)
        screen.process.send_signal(signal.SIGINT)
        code, shown = screen.end(), screen.text

    assert code == 130, shown
    assert "Ctrl-C again stops at once" in shown
    assert "Interrupted: " in shown
    assert "apparate resume " in shown


def test_stopped_while_scanning_nothing_was_written(
    program: Program, slow: Sandbox, release: Path
) -> None:
    plant(slow, 2)
    slow.latency("*/jobs/list", 1.0)
    process = program.start("upload-and-update", release, "--output", "json")
    _wait_for(slow, "/api/2.2/jobs/list")
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)

    assert (process.returncode, out) == (130, "")
    assert said.startswith("error: interrupted\n")
    assert "hint: " in said
    assert writes(slow) == []


_MANY = 60
_UNDER_WAY = 10
"""More than are read at once: by then all the others wait for their turn."""
_READS = {
    "large jobs": "/api/2.2/jobs/get",
    "pipelines": "/api/2.0/pipelines/",
    "files": "/api/2.0/workspace/export",
}


def _requests(sandbox: Sandbox, start: str) -> int:
    return sum(entry["path"].startswith(start) for entry in sandbox.journal())


@pytest.mark.parametrize("start", _READS.values(), ids=_READS)
def test_stopped_while_reading_many_what_was_not_begun_is_not_waited_for(
    program: Program, slow: Sandbox, release: Path, start: str
) -> None:
    for number in range(_MANY):
        tasks: list[dict[str, Any]] = [{"task_key": f"t{index}"} for index in range(101)]
        file = f"/Workspace/Shared/{number}.txt"
        slow.add_file(file, b"numpy==1.0\n")
        tasks[0]["libraries"] = [{"requirements": file}]
        slow.add_job({"name": "large", "tasks": tasks}, job_id=1000 + number)
        slow.add_pipeline({"name": "flow", "libraries": []}, pipeline_id=f"flow{number}")
    slow.latency(f"{start}*", 2.0)
    process = program.start("plan", release)
    end = time.monotonic() + _PATIENCE_S
    while _requests(slow, start) < _UNDER_WAY:
        assert time.monotonic() < end, f"no {start} in time"
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=_PATIENCE_S)

    assert (process.returncode, out) == (130, "")
    assert said.startswith("error: interrupted\n")
    assert _requests(slow, start) < _MANY - _UNDER_WAY  # each that was begun may need a second page


def test_stopped_while_uploading_no_job_was_touched_and_no_torso_stays(
    program: Program, slow: Sandbox, release: Path
) -> None:
    ids = plant(slow, 2)
    slow.latency("*/workspace/import", 1.0)
    process = program.start("upload-and-update", release)
    _wait_for(slow, "/api/2.0/workspace/import")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)

    assert process.returncode == 130
    assert versions_of(slow, *ids) == [[OLD]] * 2
    assert slow.file(f"/Shared/libraries/{release.name}") in {None, release.read_bytes()}

    slow.latency("*/workspace/import", 0.0)
    assert program("upload-and-update", release).returncode == 0
    assert versions_of(slow, *ids) == [[NEW]] * 2


def test_killed_while_applying_every_job_is_whole_and_a_rerun_finishes(
    program: Program, slow: Sandbox, release: Path
) -> None:
    ids = plant(slow, 60)
    slow.latency("*/jobs/update", 0.25)
    process = program.start("upload-and-update", release)
    _wait_for(slow, _UPDATE, 5)
    process.kill()
    process.communicate(timeout=60)

    assert {version for [version] in versions_of(slow, *ids)} <= {OLD, NEW}
    slow.latency("*/jobs/update", 0.0)
    assert program("upload-and-update", release).returncode == 0
    assert versions_of(slow, *ids) == [[NEW]] * 60
