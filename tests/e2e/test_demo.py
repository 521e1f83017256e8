"""`demo`: the whole job on a local workspace, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.program import Outcome, Program, program_in

pytestmark = pytest.mark.slow


def _processes_with(mark: str) -> list[str]:
    """Command lines of processes whose environment holds a mark."""
    folders = Path("/proc").glob("[0-9]*")
    return [_read(each / "cmdline") for each in folders if mark in _read(each / "environ")]


def _read(file: Path) -> str:
    """What is in a file, or nothing where its process is gone or somebody else's."""
    try:
        return file.read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return ""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A machine that is configured for a real workspace, which the demo must leave alone."""
    configured = program_in(tmp_path_factory.mktemp("demo"), "https://real.example.com", "real")
    return configured.knowing(APPARATE_STORE="/Workspace/Shared/real", MARK="e2e-demo-mark")


@pytest.fixture(scope="module")
def outcome(program: Program) -> Outcome:
    return program("demo")


def test_it_shows_before_plan_update_after_and_an_empty_plan(outcome: Outcome) -> None:
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    before, plan, update, after, again = outcome.stdout.split("\n$ apparate ")[1:]
    assert before.startswith("inventory sales-features")
    assert after.startswith("inventory sales-features")
    assert before.count("\n") > 5
    assert before.splitlines()[1:] != after.splitlines()[1:]
    assert plan.startswith("plan\n")
    assert update.startswith("upload-and-update")
    assert "updated" in update
    assert again.startswith("plan --detailed-exitcode")
    assert "Next:" not in again
    assert "real.example.com" not in outcome.stdout + outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")
def test_it_leaves_no_process_and_no_file(program: Program, outcome: Outcome) -> None:
    assert outcome.returncode == 0
    assert _processes_with(program.environment["MARK"]) == []
    for place in (program.folder, Path(program.environment["TMPDIR"])):
        assert list(place.iterdir()) == []
