"""A reader that goes away and a disk that is full: the work and its exit code stay true."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import project
from tests.e2e.jobs import NEW, OLD, plant, versions_of, writes
from tests.e2e.program import Program

_FULL = Path("/dev/full")
_needs_full = pytest.mark.skipif(not _FULL.exists(), reason="needs a device that is full")


def _into_closed_pipe(program: Program, *arguments: str | Path) -> tuple[int, str]:
    """Run it with a stdout that nobody reads; its exit code and what it said."""
    read, write = os.pipe()
    os.close(read)
    process = program.start(*arguments, stdout=write)
    os.close(write)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


@pytest.mark.parametrize("output", ["text", "json"])
@pytest.mark.parametrize(("options", "code"), [([], 0), (["--detailed-exitcode"], 10)])
def test_a_plan_without_a_reader(
    apparate: Program, sandbox: Sandbox, release: Path, output: str, options: list[str], code: int
) -> None:
    plant(sandbox, 2)

    ended = _into_closed_pipe(apparate, "plan", release, "--output", output, *options)

    assert ended == (code, "")
    assert writes(sandbox) == []


@pytest.mark.parametrize("output", ["text", "json"])
def test_the_main_job_is_done_without_a_reader_too(
    apparate: Program, sandbox: Sandbox, release: Path, output: str
) -> None:
    ids = plant(sandbox, 3)

    ended = _into_closed_pipe(apparate, "upload-and-update", release, "--output", output)

    assert ended == (0, "")
    assert versions_of(sandbox, *ids) == [[NEW]] * 3


def test_a_partial_deployment_is_3_without_a_reader_too(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    denied = {"error_code": "PERMISSION_DENIED", "message": "no"}
    sandbox.fault("POST", "*/jobs/update", job_id=ids[0], status=403, body=denied, times=None)

    assert _into_closed_pipe(apparate, "upload-and-update", release) == (3, "")
    assert versions_of(sandbox, *ids) == [[OLD], [NEW]]


def test_head_reads_one_line_and_goes(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 100)
    producer = apparate.start("plan", release, "-v")
    assert producer.stdout is not None
    first = producer.stdout.readline()
    producer.stdout.close()
    assert producer.stderr is not None
    said = producer.stderr.read()
    producer.stderr.close()

    assert (producer.wait(timeout=60), first, said) == (0, "sales-features 1.5.0\n", "")


def test_other_commands_without_a_reader(apparate: Program, sandbox: Sandbox) -> None:
    plant(sandbox, 1)
    folder = project(apparate.folder / "sales")

    for arguments in (["build", folder], ["inventory", "sales-features"]):
        assert _into_closed_pipe(apparate, *arguments) == (0, "")


@_needs_full
@pytest.mark.parametrize("command", ["plan", "upload-and-update"])
def test_a_full_disk_behind_stdout_is_one_error_and_nothing_is_changed(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    plant(sandbox, 1)
    with _FULL.open("w") as full:
        process = apparate.start(command, release, stdout=full)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert said.splitlines() == [
        "error: the output cannot be written: No space left on device",
        "  --> <stdout>",
    ]
    assert writes(sandbox) == []


@_needs_full
def test_a_report_that_is_lost_does_not_hide_that_jobs_were_changed(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 1)
    with _FULL.open("w") as full:
        process = apparate.start("upload-and-update", release, "--output", "json", stdout=full)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 3
    assert said.startswith("error: the plan was carried out, but the output cannot be")
    assert versions_of(sandbox, *ids) == [[NEW]]


@_needs_full
def test_a_full_disk_behind_stderr_changes_no_exit_code(apparate: Program) -> None:
    with _FULL.open("w") as full:
        process = apparate.start("plan", "nowhere", stderr=full)
        out, _ = process.communicate(timeout=60)

    assert (process.returncode, out) == (1, "")


def test_both_streams_closed(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    ids = plant(sandbox, 1)

    process = apparate.start(
        "upload-and-update", release, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    assert process.wait(timeout=60) == 0
    assert versions_of(sandbox, *ids) == [[NEW]]
