"""Global options stand before and after the command; usage errors; the second name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import plant
from tests.e2e.program import APPARATE, Program, error_of


@pytest.mark.parametrize(
    "arguments",
    [
        ["--output", "json", "inventory", "sales-features"],
        ["inventory", "--output", "json", "sales-features"],
        ["inventory", "sales-features", "--output=json"],
        ["--output", "text", "inventory", "sales-features", "--output", "json"],
    ],
)
def test_output_before_and_after_the_command(
    apparate: Program, sandbox: Sandbox, arguments: list[str]
) -> None:
    plant(sandbox, 1)

    outcome = apparate(*arguments)

    assert outcome.returncode == 0
    assert json.loads(outcome.stdout)["library"] == "sales-features"


@pytest.mark.parametrize("shape", ["text", "json", "markdown", "junit", "csv", "html"])
def test_every_shape_of_output_is_taken_on_both_sides(
    apparate: Program, sandbox: Sandbox, release: Path, shape: str
) -> None:
    plant(sandbox, 1)
    assert apparate("plan", release, "--out", "p.json").returncode == 0

    before = apparate("--output", shape, "show", "p.json")
    after = apparate("show", "p.json", "--output", shape)

    assert (before.returncode, after.returncode) == (0, 0), before.stderr
    assert before.stdout == after.stdout != ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--output", "markdown", "plan"],
        ["--output", "csv", "history"],
        ["--output", "html", "inventory"],
    ],
)
def test_a_shape_that_a_command_has_not_is_a_usage_error_wherever_it_is_said(
    apparate: Program, sandbox: Sandbox, arguments: list[str]
) -> None:
    assert "is not one of" in error_of(apparate(*arguments), 2).what
    assert sandbox.journal() == []


@pytest.mark.parametrize(
    "option",
    [["-v"], ["-q"], ["--debug"], ["--color", "never"], ["--yes"], ["-y"], ["--profile", "ci"]],
)
def test_every_global_option_is_taken_on_both_sides(
    apparate: Program, sandbox: Sandbox, option: list[str]
) -> None:
    plant(sandbox, 1)
    configured = apparate.without("DATABRICKS_HOST", "DATABRICKS_TOKEN")
    profile = f"[ci]\nhost = {sandbox.url}\ntoken = {sandbox.token}\n"
    (Path(apparate.environment["HOME"]) / ".databrickscfg").write_text(profile)
    program = configured if "--profile" in option else apparate

    before = program(*option, "inventory", "sales-features")
    after = program("inventory", "sales-features", *option)

    assert (before.returncode, after.returncode) == (0, 0), before.stderr
    assert before.stdout == after.stdout != ""


def test_config_on_both_sides(apparate: Program, release: Path) -> None:
    (apparate.folder / "other.toml").write_text('allow = "patch"\n')

    for arguments in (("--config", "other.toml", "plan"), ("plan", "--config", "other.toml")):
        assert apparate.document(*arguments, release)["policy"]["allow"] == "patch"


def test_verbose_says_more_and_quiet_less(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)

    plain, verbose = apparate("plan", release), apparate("plan", release, "-v")
    quiet = apparate("plan", release, "-q")

    assert quiet.stdout == plain.stdout
    assert len(verbose.stdout + verbose.stderr) >= len(plain.stdout)


def test_debug_shows_requests_on_stderr_only(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)

    outcome = apparate("plan", release, "--debug", "--output", "json")

    assert "GET /api/2.2/jobs/list" in outcome.stderr
    assert json.loads(outcome.stdout)["has_changes"] is True


def test_debug_shows_the_traceback_of_an_error(apparate: Program) -> None:
    outcome = apparate("plan", "nowhere", "--debug")

    assert outcome.returncode == 1
    assert "Traceback" in outcome.stderr
    assert "error: no such file or folder" in outcome.stderr


def test_apparate_ng_is_the_same_program(outside: Program) -> None:
    second = Program(
        folder=outside.folder,
        environment=outside.environment,
        executable=APPARATE.with_name("apparate-ng"),
    )

    for arguments in (["--version"], ["--help"], ["plan", "--help"], ["plan", "nowhere"]):
        first, same = outside(*arguments), second(*arguments)
        assert (first.returncode, first.stdout, first.stderr) == (
            same.returncode,
            same.stdout,
            same.stderr,
        )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plann"], "plan"),
        (["upload-and-updat"], "upload-and-update"),
        (["plan", "--allw", "minor"], "--allow"),
        (["--outptu", "json", "plan"], "--output"),
        (["sandbox", "srve"], "serve"),
        (["update", "sales-features", "--max-dependent", "3"], "--max-dependents"),
    ],
)
def test_an_unknown_word_is_a_usage_error_with_a_guess(
    apparate: Program, sandbox: Sandbox, arguments: list[str], words: str
) -> None:
    said = error_of(apparate(*arguments), 2)

    assert words in said.text.replace(arguments[-1] if len(arguments) == 1 else "", "", 1)
    assert "did you mean" in said.text.lower()
    assert said.hint is not None
    assert sandbox.journal() == []


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (["upload-and-update", "--lease-wait"], "apparate upload-and-update"),
        (["plan", "--profile"], "apparate plan"),
        (["--profile"], "apparate"),
        (["sandbox", "serve", "--seed"], "apparate sandbox"),
        (["demo", "--output", "json"], "apparate demo"),
        (["--output", "json", "demo"], "apparate demo"),
    ],
)
def test_a_wrong_usage_names_the_command_and_its_help(
    apparate: Program, arguments: list[str], where: str
) -> None:
    said = error_of(apparate(*arguments), 2)

    assert (said.where, said.hint) == (where, f"{where} --help")


def test_the_demo_says_what_it_can_give(apparate: Program) -> None:
    said = error_of(apparate("demo", "--output", "json"), 2)

    assert "'json' is not 'text'" in said.what


@pytest.mark.parametrize(
    "arguments",
    [
        ["update"],
        ["apply"],
        ["plan", "a", "b"],
        ["plan", "--allow", "huge"],
        ["plan", "--version", "1.0"],
        ["plan", "--max-dependents", "-1"],
        ["plan", "--max-dependents", "many"],
        ["plan", "--output", "yaml"],
        ["plan", "--color", "sometimes"],
        ["plan", "--out"],
        ["inventory", ""],
    ],
)
def test_a_wrong_usage_is_one_error_and_reaches_no_workspace(
    apparate: Program, sandbox: Sandbox, arguments: list[str]
) -> None:
    error_of(apparate(*arguments), 2)

    assert sandbox.journal() == []


@pytest.mark.parametrize(
    "command",
    [[], ["build"], ["upload"], ["plan"], ["apply"], ["upload-and-update"], ["update"],
     ["inventory"], ["demo"], ["sandbox"], ["sandbox", "serve"]],
)  # fmt: skip
def test_help_is_data_and_needs_no_workspace(outside: Program, command: list[str]) -> None:
    outcome = outside(*command, "--help")

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("Usage: ")
