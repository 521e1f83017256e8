"""What is drawn while it goes on: on a terminal that wants it, in one place, and gone at the end."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import plant
from tests.e2e.program import Program
from tests.e2e.terminal import run_on_terminal, terminal

_ROW = re.compile(r"\+ .*job-\d\d.*1\.4\.2 -> 1\.5\.0")
_LINK = "\x1b]8;"


@pytest.fixture
def slow(sandbox: Sandbox) -> Sandbox:
    """Thirty jobs, and long enough to look at them."""
    plant(sandbox, 30)
    sandbox.latency("*/jobs/update", 0.3)
    return sandbox


def _drawn(program: Program, release: Path, *options: str) -> tuple[int, str, str]:
    """The exit code, what a terminal shows of stderr, and stdout, which leads elsewhere."""
    read, write = os.pipe()
    command = "upload-and-update"
    with terminal(program, command, release, "--yes", *options, stdout=write) as screen:
        os.close(write)
        with os.fdopen(read) as data:
            text = data.read()
        return screen.end(), screen.text, text


@pytest.mark.usefixtures("slow")
def test_who_is_changed_is_shown_on_a_terminal_and_nowhere_else(
    apparate: Program, release: Path
) -> None:
    code, shown, printed = _drawn(apparate, release)
    assert code == 0
    assert "Updating jobs" in shown
    assert re.search(r"\d+/30", shown)
    assert _ROW.search(re.sub(r"\x1b\[[\d;]*m", "", shown))
    assert re.search(r"\d+ updated", shown)
    assert "\x1b" not in printed
    assert "Done: 30 updated; 30 jobs in the plan." in printed


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize(
    ("variables", "options"), [({"NO_COLOR": "1"}, []), ({}, ["--color=never"])]
)
def test_whoever_wants_it_plain_gets_one_line(
    apparate: Program, release: Path, variables: dict[str, str], options: list[str]
) -> None:
    code, shown, _ = _drawn(apparate.knowing(**variables), release, *options)
    assert code == 0
    assert "Updating jobs" in shown
    assert not _ROW.search(shown)


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize(
    "variables", [{"CI": "true"}, {"TERM": "dumb"}, {"GITHUB_ACTIONS": "true"}]
)
def test_nothing_is_drawn_for_a_server_or_a_dumb_terminal(
    apparate: Program, release: Path, variables: dict[str, str]
) -> None:
    code, shown, printed = _drawn(apparate.knowing(**variables), release)
    assert (code, shown) == (0, "")
    assert "Done: 30 updated" in printed


@pytest.mark.usefixtures("slow")
def test_colours_that_are_asked_for_draw_nothing_into_a_pipe(
    apparate: Program, release: Path
) -> None:
    outcome = apparate("upload-and-update", release, "--color", "always", TERM="xterm-256color")
    assert outcome.returncode == 0
    assert outcome.stderr == ""


@pytest.mark.usefixtures("slow")
def test_an_interrupt_is_answered_beside_the_table_and_the_words_stay(
    apparate: Program, release: Path
) -> None:
    with terminal(apparate, "upload-and-update", release, "--yes") as screen:
        screen.read_until(" updated")
        screen.process.send_signal(signal.SIGINT)
        screen.read_until("stopping: what is under way is finished")
        code = screen.end()
    assert code == 130
    after = screen.text[screen.text.rindex("stopping: ") :]
    assert "Updating jobs" not in after
    assert "Interrupted: " in after


def test_names_lead_into_the_workspace_where_the_terminal_can(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    [job] = plant(sandbox, 1)
    linked = apparate.knowing(TERM_PROGRAM="WezTerm")
    _, shown = run_on_terminal(linked, "plan", release)
    assert re.search(rf"{re.escape(_LINK)}id=\d+;{sandbox.url}/\S*{job}\x1b\\", shown)


@pytest.mark.parametrize("options", [[], ["--color", "always"]])
def test_no_links_elsewhere(
    apparate: Program, sandbox: Sandbox, release: Path, options: list[str]
) -> None:
    plant(sandbox, 1)
    _, shown = run_on_terminal(apparate, "plan", release, *options)
    assert "job-00" in shown
    assert _LINK not in shown
    piped = apparate("plan", release, *options, TERM_PROGRAM="WezTerm", TERM="xterm-256color")
    assert _LINK not in piped.stdout
