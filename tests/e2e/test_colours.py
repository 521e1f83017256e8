"""Colours and progress on a terminal, and nothing of either anywhere else."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import plant
from tests.e2e.program import Program
from tests.e2e.terminal import run_on_terminal, terminal

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ESCAPE = "\x1b"
_PROGRESS = "Looking at jobs"


def test_a_terminal_gets_colours_and_progress(apparate: Program, release: Path) -> None:
    code, shown = run_on_terminal(apparate, "plan", release)

    assert code == 0
    assert _COLOUR.search(shown)


def test_progress_is_drawn_on_a_terminal_and_leaves_the_data_alone(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 3)
    sandbox.latency("*/workspace/get-status", 0.3)
    read, write = os.pipe()
    with terminal(apparate, "plan", release, stdout=write) as screen:
        os.close(write)
        with os.fdopen(read) as data:
            text = data.read()
        code = screen.end()

    assert code == 0
    assert _PROGRESS in screen.text
    assert _ESCAPE not in text
    assert _PROGRESS not in text
    assert "3 pins in 3 jobs" in text


def test_quiet_draws_no_progress(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 3)

    code, shown = run_on_terminal(apparate, "plan", release, "-q")

    assert (code, _PROGRESS in shown) == (0, False)


@pytest.mark.parametrize(
    ("variables", "options"), [({"NO_COLOR": "1"}, []), ({}, ["--color", "never"])]
)
def test_no_colour_where_none_is_wanted(
    on_demo: Program, release: Path, variables: dict[str, str], options: list[str]
) -> None:
    code, shown = run_on_terminal(on_demo.knowing(**variables), "plan", release, *options)
    failed, said = run_on_terminal(on_demo.knowing(**variables), "plan", "nowhere", *options)

    assert (code, failed) == (0, 1)
    assert _COLOUR.findall(shown) == []
    assert _COLOUR.findall(said) == []


def test_a_dumb_terminal_gets_plain_text(on_demo: Program, release: Path) -> None:
    dumb = on_demo.knowing(TERM="dumb")

    for arguments in (["plan", release], ["plan", "nowhere"], ["inventory", "sales-features"]):
        _, shown = run_on_terminal(dumb, *arguments)
        assert _ESCAPE not in shown
        assert _PROGRESS not in shown


@pytest.mark.parametrize("arguments", [["plan"], ["upload-and-update"], ["upload"]])
def test_pipes_get_plain_text(
    apparate: Program, sandbox: Sandbox, release: Path, arguments: list[str]
) -> None:
    plant(sandbox, 2)

    outcome = apparate(*arguments, release, TERM="xterm-256color")

    assert outcome.returncode == 0
    assert _ESCAPE not in outcome.stdout + outcome.stderr
    assert "\r" not in outcome.stdout + outcome.stderr


def test_colours_can_be_asked_for(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 1)

    outcome = apparate("plan", release, "--color", "always", TERM="xterm-256color")

    assert _COLOUR.search(outcome.stdout)
    again = apparate("plan", release, "--color", "always", TERM="xterm-256color", NO_COLOR="1")
    assert _COLOUR.search(again.stdout)


@pytest.mark.parametrize("columns", [80, 160])
def test_lines_fit_the_terminal(on_demo: Program, release: Path, columns: int) -> None:
    _, shown = run_on_terminal(on_demo, "plan", release, "-q", "--color=never", columns=columns)

    assert max(len(line) for line in shown.splitlines()) <= columns
