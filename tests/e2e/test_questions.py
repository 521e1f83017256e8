"""On a terminal the plan is shown and somebody is asked; elsewhere, and with --yes, nobody is."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, plant, versions_of, writes
from tests.e2e.program import Program
from tests.e2e.terminal import QUESTION, run_on_terminal, terminal


@pytest.fixture(params=["upload-and-update", "apply", "update"])
def arguments(
    request: pytest.FixtureRequest, apparate: Program, sandbox: Sandbox, release: Path
) -> list[str | Path]:
    """Each command that changes jobs, with two jobs to change."""
    plant(sandbox, 2)
    if request.param == "update":
        assert apparate("upload", release).returncode == 0
    if request.param == "apply":
        assert apparate("plan", release, "--out", "plan.json").returncode == 0
    sandbox.clear()
    named = {"upload-and-update": release, "apply": "plan.json", "update": "sales-features"}
    return [request.param, named[request.param]]


def _versions(sandbox: Sandbox) -> list[list[str]]:
    return versions_of(sandbox, *(job["job_id"] for job in sandbox.jobs()))


def test_no_changes_nothing(
    apparate: Program, sandbox: Sandbox, arguments: list[str | Path]
) -> None:
    code, shown = run_on_terminal(apparate, *arguments, answer="n\n")

    assert code == 1
    assert writes(sandbox) == []
    assert _versions(sandbox) == [[OLD]] * 2
    before_question = shown[: shown.index(QUESTION)]
    assert "job-00" in before_question
    assert "job-01" in before_question
    assert "change 2 jobs?" in before_question.lower()
    assert "nothing was changed" in shown


@pytest.mark.parametrize("answer", ["\n", "no\n", "perhaps\nn\n"])
def test_only_yes_is_yes(apparate: Program, sandbox: Sandbox, release: Path, answer: str) -> None:
    plant(sandbox, 1)

    code, _ = run_on_terminal(apparate, "upload-and-update", release, answer=answer)

    assert code == 1
    assert writes(sandbox) == []


def test_yes_goes_ahead(apparate: Program, sandbox: Sandbox, arguments: list[str | Path]) -> None:
    code, shown = run_on_terminal(apparate, *arguments, answer="y\n")

    assert code == 0
    assert _versions(sandbox) == [[NEW]] * 2
    assert "2 updated" in shown


def test_with_yes_nobody_is_asked(
    apparate: Program, sandbox: Sandbox, arguments: list[str | Path]
) -> None:
    code, shown = run_on_terminal(apparate, *arguments, "--yes")

    assert (code, QUESTION in shown) == (0, False)
    assert _versions(sandbox) == [[NEW]] * 2


def test_ctrl_c_at_the_question_changes_nothing(
    apparate: Program, sandbox: Sandbox, arguments: list[str | Path]
) -> None:
    with terminal(apparate, *arguments) as screen:
        screen.read_until(f"{QUESTION}: ")
        screen.interrupt()
        code = screen.end()

    assert code == 130
    if "stopped at once" not in screen.text:  # where a second one was needed, nothing more is said
        assert "interrupted at the question; nothing of it was changed" in screen.text
    assert "Traceback" not in screen.text
    assert writes(sandbox) == []


def test_where_nothing_changes_nobody_is_asked(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1, NEW)
    assert apparate("upload", release).returncode == 0

    code, shown = run_on_terminal(apparate, "upload-and-update", release)

    assert (code, QUESTION in shown) == (0, False)


def test_an_upload_alone_is_asked_about_too(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    code, shown = run_on_terminal(apparate, "upload-and-update", release, answer="n\n")

    assert code == 1
    assert "Upload sales-features 1.5.0?" in shown
    assert writes(sandbox) == []


def test_plan_asks_nothing(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 1)

    for command in (["plan"], ["upload-and-update", "--dry-run"]):
        code, shown = run_on_terminal(apparate, *command, release)
        assert (code, QUESTION in shown) == (0, False)
