"""Text from the workspace is data: no escape sequence and no markup of it takes effect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, pinning, versions_of
from tests.e2e.program import Program
from tests.e2e.terminal import run_on_terminal

_TITLE = "\x1b]0;owned\x07"
_NAME = f"a\x1b[2J{_TITLE}\r\x9b31m\u202e[red]b[/red] :bomb: \x7f"
_MARKUP = "[red]b[/red] :bomb:"
_RAW = ["\x1b[2J", "\x1b]0;", "\x07", "\x9b", "\u202e", "\x7f"]


def _plant(sandbox: Sandbox) -> int:
    tags = {"apparate-sales-features": "minor", _NAME: _NAME}
    return sandbox.add_job(pinning(_NAME, OLD, "0.9.0", tags=tags))


@pytest.mark.parametrize("command", ["plan", "upload-and-update", "inventory"])
def test_names_never_reach_a_terminal_raw(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    _plant(sandbox)
    named = "sales-features" if command == "inventory" else release

    code, shown = run_on_terminal(apparate, command, named, "--yes", "-v", columns=200)

    assert code == 0
    assert [raw for raw in _RAW if raw in shown] == []
    assert _MARKUP in shown
    assert r"\x1b[2J" in shown


def test_names_never_reach_a_pipe_raw(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    _plant(sandbox)

    outcome = apparate("plan", release)

    assert outcome.returncode == 0
    assert [raw for raw in [*_RAW, "\r"] if raw in outcome.stdout] == []


def test_json_keeps_names_exactly_and_escapes_controls(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _plant(sandbox)

    outcome = apparate("plan", release, "--output", "json")

    assert json.loads(outcome.stdout)["dependents"][0]["name"] == _NAME
    assert "\x1b" not in outcome.stdout


def test_errors_of_the_server_are_data_too(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    _plant(sandbox)
    refusal = {"error_code": "BAD", "message": f"no {_NAME}"}
    sandbox.fault("GET", "*/jobs/list", status=400, body=refusal, times=None)

    code, shown = run_on_terminal(apparate, "plan", release)

    assert code == 1
    assert [raw for raw in _RAW if raw in shown] == []
    assert _MARKUP in shown


def test_such_a_job_is_selected_and_moved_like_any_other(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    job_id = _plant(sandbox)

    assert apparate("upload-and-update", release, "--job", _NAME).returncode == 0
    assert versions_of(sandbox, job_id) == [[NEW, "0.9.0"]]
    assert sandbox.job(job_id)["settings"]["name"] == _NAME


def test_the_demos_strange_name_is_shown_as_text(on_demo: Program, release: Path) -> None:
    code, shown = run_on_terminal(on_demo, "plan", release, columns=160)

    assert code == 0
    assert r"marketing-segments \x1b[31m[red]urgent[/red]\x1b[0m" in shown
    assert "\x1b[31m[red]" not in shown
