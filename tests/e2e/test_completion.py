"""Completion in real shells, typed on a terminal; those that are not installed are skipped."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import OLD, pinning
from tests.e2e.program import APPARATE, Program
from tests.e2e.terminal import Terminal, terminal

_SHELLS = {
    "bash": (["--norc", "--noprofile", "-i"], 'eval "$(apparate completion bash)"'),
    "zsh": (
        ["-f", "-i"],
        'autoload -U compinit; compinit -u -D; eval "$(apparate completion zsh)"',
    ),
    "fish": (
        ["--no-config", "-i", "-C", "function fish_prompt; echo '> '; end"],
        "apparate completion fish | source",
    ),
}
_TAB = "\t"
_CLEAR_LINE = "\x15"
_PROMPT = "> "


def _missing(shell: str) -> bool:
    return shutil.which(shell) is None


_each_shell = pytest.mark.parametrize(
    "shell",
    [
        pytest.param(one, marks=pytest.mark.skipif(_missing(one), reason=f"{one} is not there"))
        for one in _SHELLS
    ],
)


def _ready(program: Program, shell: str) -> Program:
    path = f"{APPARATE.parent}:{program.environment['PATH']}"
    executable = Path(shutil.which(shell) or shell)
    plain = Program(folder=program.folder, environment=program.environment, executable=executable)
    return plain.knowing(PATH=path, PS1="> ")


def _wait_for_prompt(screen: Terminal) -> None:
    """What is typed before it may be lost."""
    while _PROMPT not in screen.text[screen.text.rindex("ready\r\n") :]:
        screen.read_on()


def _complete(screen: Terminal, typed: str, expected: str) -> None:
    """Type, press the key, and see that the line has become what is expected."""
    screen.type(typed + _TAB)
    screen.read_until(expected)
    screen.type(_CLEAR_LINE)


@pytest.fixture
def scanned(apparate: Program, sandbox: Sandbox, release: Path) -> Program:
    """The command, where the last scan came across two jobs."""
    sandbox.add_job(pinning("nightly score", OLD))
    sandbox.add_job(pinning("weekly", OLD))
    assert apparate("plan", release).returncode == 0
    return apparate


@_each_shell
def test_commands_options_and_names(scanned: Program, shell: str) -> None:
    arguments, setup = _SHELLS[shell]
    with terminal(_ready(scanned, shell), *arguments, columns=200) as screen:
        screen.read_until(_PROMPT)
        screen.type(f"{setup}; echo rea''dy\n")
        screen.read_until("ready\r\n")
        _wait_for_prompt(screen)
        _complete(screen, "apparate inv", "inventory")
        _complete(screen, "apparate plan --detailed", "--detailed-exitcode")
        _complete(screen, "apparate inventory sal", "sales-features")
        _complete(screen, "apparate plan --job wee", "weekly")
        _complete(screen, "apparate plan --job nigh", r"nightly\ score")


def _offered(program: Program, *words: str) -> list[str]:
    """What is offered for the last of the words."""
    outcome = program(
        _APPARATE_COMPLETE="bash_complete",
        COMP_WORDS=" ".join(["apparate", *words]),
        COMP_CWORD=str(len(words)),
    )
    assert outcome.stderr == ""
    return [line.partition(",")[2] for line in outcome.stdout.splitlines() if line]


def test_all_commands_are_offered_without_being_loaded(outside: Program) -> None:
    offered = _offered(outside, "''")
    assert {"plan", "apply", "inventory", "completion", "sandbox"} <= {*offered}
    assert _offered(outside, "pl") == ["plan"]


def test_names_of_the_library_that_is_named_are_offered(scanned: Program, sandbox: Sandbox) -> None:
    other = {
        "name": "other",
        "tasks": [
            {
                "task_key": "a",
                "notebook_task": {"notebook_path": "/a"},
                "libraries": [
                    {"whl": "/Workspace/Shared/libraries/other_lib-1.0-py3-none-any.whl"}
                ],
            }
        ],
    }
    sandbox.add_job(other)
    assert scanned("inventory").returncode == 0
    assert _offered(scanned, "plan", "--library", "''") == ["other-lib", "sales-features"]
    assert _offered(scanned, "plan", "--library", "other-lib", "--job", "''") == ["other"]
    assert _offered(scanned, "plan", "--job", "''") == ["nightly score", "other", "weekly"]
    assert _offered(scanned, "update", "sales-features", "--exclude", "w") == ["weekly"]
    assert _offered(scanned, "explain", "w") == ["weekly"]


def test_names_with_marks_of_globs_are_offered_so_that_they_are_found(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_job(pinning("score [eu]", OLD))
    sandbox.add_job(pinning("score e", OLD))
    assert apparate("plan", release).returncode == 0
    offered = _offered(apparate, "plan", "--job", "score\\ [")
    assert offered == ["score [[]eu]"]
    found = apparate.document("plan", release, "--job", offered[0])
    assert [one["name"] for one in found["dependents"]] == ["score [eu]"]


def test_another_workspace_has_other_names(scanned: Program) -> None:
    elsewhere = scanned.knowing(DATABRICKS_HOST="https://other.example.com")
    assert _offered(elsewhere, "inventory", "''") == []
    assert _offered(scanned.without("DATABRICKS_HOST"), "inventory", "''") == []


def test_a_profile_leads_to_the_names_of_its_workspace(scanned: Program, sandbox: Sandbox) -> None:
    home = Path(scanned.environment["HOME"])
    (home / ".databrickscfg").write_text(f"[work]\nhost = {sandbox.url}\n")
    away = scanned.without("DATABRICKS_HOST", "DATABRICKS_TOKEN")
    assert _offered(away, "inventory", "''") == []
    assert _offered(away, "inventory", "--profile", "work", "''") == ["sales-features"]
    named = away.knowing(DATABRICKS_CONFIG_PROFILE="work")
    assert _offered(named, "inventory", "''") == ["sales-features"]


def test_the_names_are_private(scanned: Program) -> None:
    [file] = (Path(scanned.environment["HOME"]) / ".cache" / "apparate-ng" / "names").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert scanned.environment["DATABRICKS_TOKEN"] not in file.read_text()


def test_a_run_does_not_mind_that_names_cannot_be_kept(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_job(pinning("weekly", OLD))
    (Path(apparate.environment["HOME"]) / ".cache").write_text("a file in the way")
    outcome = apparate("plan", release)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert _offered(apparate, "inventory", "''") == []


@pytest.mark.parametrize("content", ["", "{", '{"dependents": 3}', "\xff", "null"])
def test_a_file_of_names_that_is_broken_is_as_none(scanned: Program, content: str) -> None:
    [file] = (Path(scanned.environment["HOME"]) / ".cache" / "apparate-ng" / "names").iterdir()
    file.write_text(content, encoding="latin-1")
    assert _offered(scanned, "inventory", "''") == []
