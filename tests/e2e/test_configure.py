"""`apparate configure`: by options, and by answers on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.configuration.files import table_from_files
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import STORE, plant
from tests.e2e.program import Program, error_of
from tests.e2e.terminal import terminal

_OTHER = "/Workspace/Shared/other"
_DATABRICKS = """#!/bin/sh
printf '%s\\n' "$*" >"$HOME/called"
printf '[DEFAULT]\\nhost = %s\\ntoken = {token}\\n' "$4" >"$HOME/.databrickscfg"
"""
"""Plays the Databricks CLI, as far as signing in goes."""


@pytest.fixture
def healthy(sandbox: Sandbox) -> Sandbox:
    sandbox.add_file(f"{STORE}/notes.txt", b"")
    sandbox.add_file(f"{_OTHER}/notes.txt", b"")
    plant(sandbox, 1)
    return sandbox


@pytest.fixture
def program(apparate: Program, healthy: Sandbox) -> Program:
    """Signed in, and with nothing configured."""
    assert healthy.url
    return apparate.without("APPARATE_STORE")


def _store(folder: Path) -> object:
    return table_from_files(folder, None)[0].get("store")


def _profile(program: Program, name: str, host: str, token: str) -> None:
    file = Path(program.environment["HOME"]) / ".databrickscfg"
    file.write_text(f"[{name}]\nhost = {host}\ntoken = {token}\n")


def test_by_options(program: Program, healthy: Sandbox) -> None:
    outcome = program("configure", "--host", healthy.url, "--store", "/Shared/libraries/")

    assert outcome.returncode == 0
    assert _store(program.folder) == STORE
    assert f"+ store          {STORE}: writable" in outcome.stdout
    assert f"From now on in {healthy.url}: apparate plan" in outcome.stderr


def test_nothing_secret_is_written(program: Program, healthy: Sandbox) -> None:
    outcome = program("configure", "--store", STORE)

    file = program.folder / "apparate.toml"
    assert [path.name for path in program.folder.iterdir()] == [file.name]
    assert file.read_text() == f'store = "{STORE}"\n'
    assert healthy.token not in outcome.stdout + outcome.stderr
    assert list(Path(program.environment["HOME"]).iterdir()) == []


def test_the_table_goes_into_the_project_and_the_rest_stays(program: Program) -> None:
    before = "[project]\nname = 'x' # mine\n"
    (program.folder / "pyproject.toml").write_text(before)

    assert program("configure", "--store", STORE).returncode == 0

    after = (program.folder / "pyproject.toml").read_text()
    assert after == f'{before}\n[tool.apparate]\nstore = "{STORE}"\n'


def test_a_second_time_nothing_is_written(program: Program) -> None:
    program("configure", "--store", STORE)
    file = program.folder / "apparate.toml"
    before = file.stat()

    outcome = program("configure")

    assert outcome.returncode == 0
    assert "nothing was written" in outcome.stderr
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_another_store_is_not_replaced_unasked(program: Program) -> None:
    program("configure", "--store", STORE)

    said = error_of(program("configure", "--store", _OTHER), 1)

    assert said.what == f"another store is configured: {STORE}"
    assert said.hint is not None
    assert "--yes" in said.hint
    assert _store(program.folder) == STORE
    assert program("configure", "--store", _OTHER, "--yes").returncode == 0
    assert _store(program.folder) == _OTHER


@pytest.mark.parametrize("store", ["libraries", "/Workspace", "file:/tmp", "/Volumes/a/b", ""])
def test_what_is_no_store(program: Program, store: str) -> None:
    said = error_of(program("configure", "--store", store), 1)

    assert said.what == "this is no library store"
    assert list(program.folder.iterdir()) == []


def test_nobody_can_be_asked(program: Program) -> None:
    assert "--store" in error_of(program("configure"), 2).what


def test_a_host_that_is_none(program: Program) -> None:
    said = error_of(program("configure", "--host", "http://", "--store", STORE), 1)

    assert "is no host of a workspace" in said.what
    assert list(program.folder.iterdir()) == []


def test_a_password_in_the_host_is_refused_and_not_repeated(outside: Program) -> None:
    host = "https://me:hunter2@x.cloud.databricks.com"

    said = error_of(outside("configure", "--host", host, "--store", STORE), 1)

    assert said.what == "the host may not name a user"
    assert "hunter2" not in said.text


def test_nobody_is_signed_in(outside: Program) -> None:
    host = "https://x.cloud.databricks.com"

    said = error_of(outside("configure", "--host", f"{host}/?o=1", "--store", STORE), 1)

    assert said.what == f"nobody is signed in to {host}"
    assert said.hint == f"databricks auth login --host {host}, then run this again"
    assert list(outside.folder.iterdir()) == []


def test_signed_in_elsewhere(program: Program, healthy: Sandbox) -> None:
    said = error_of(program("configure", "--host", "https://other", "--store", STORE), 1)

    assert said.what == f"the credentials are for {healthy.url}, not for https://other"
    assert list(program.folder.iterdir()) == []


def test_the_profile_of_the_host_is_found(outside: Program, healthy: Sandbox) -> None:
    _profile(outside, "sales", healthy.url, healthy.token)

    outcome = outside("configure", "--host", healthy.url, "--store", STORE)

    assert outcome.returncode == 0
    assert "apparate plan --profile sales" in outcome.stderr
    assert "profile sales" in outcome.stdout


def test_it_ends_as_doctor_does(program: Program, healthy: Sandbox) -> None:
    healthy.set_folder(STORE, readers=["*"], writers=[])

    outcome = program("configure", "--store", STORE)

    assert outcome.returncode == 1
    assert "x store" in outcome.stdout
    assert _store(program.folder) == STORE


def test_output_json_is_what_doctor_found(program: Program) -> None:
    outcome = program("configure", "--store", STORE, "-q", "--output", "json")

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert '"schema": "apparate.doctor/1"' in outcome.stdout


def test_on_a_terminal_both_are_asked_for(program: Program, healthy: Sandbox) -> None:
    with terminal(program, "configure") as screen:
        screen.read_until(f"Workspace [{healthy.url}]")
        screen.type("\n")
        screen.read_until(f"Library store [{STORE}]")
        screen.type("libraries\n")
        screen.read_until("this is no library store")
        screen.read_until("Library store")
        screen.type(f"{_OTHER}\n")
        code = screen.end()

    assert code == 0
    assert _store(program.folder) == _OTHER
    assert "lease" in screen.text


def test_on_a_terminal_no_keeps_the_old_store(program: Program, healthy: Sandbox) -> None:
    program("configure", "--store", STORE)

    with terminal(program, "configure", "--host", healthy.url, "--store", _OTHER) as screen:
        screen.read_until("[y/N]")
        screen.type("n\n")
        code = screen.end()

    assert code == 1
    assert "nothing was written" in screen.text
    assert _store(program.folder) == STORE


def test_ctrl_c_at_a_question_writes_nothing(program: Program) -> None:
    with terminal(program, "configure") as screen:
        screen.read_until("Workspace [")
        screen.interrupt()
        code = screen.end()

    assert code == 130
    assert "Traceback" not in screen.text
    assert list(program.folder.iterdir()) == []


@pytest.fixture
def with_cli(outside: Program, healthy: Sandbox, tmp_path: Path) -> Program:
    """Nobody is signed in, and something is here that plays the Databricks CLI."""
    script = tmp_path / "bin" / "databricks"
    script.parent.mkdir()
    script.write_text(_DATABRICKS.format(token=healthy.token))
    script.chmod(0o755)
    return outside.knowing(PATH=f"{script.parent}:{outside.environment['PATH']}")


def test_on_a_terminal_the_databricks_cli_signs_in(with_cli: Program, healthy: Sandbox) -> None:
    with terminal(with_cli, "configure", "--host", healthy.url, "--store", STORE) as screen:
        screen.read_until("[Y/n]")
        screen.type("\n")
        code = screen.end()

    called = Path(with_cli.environment["HOME"]) / "called"
    assert code == 0
    assert called.read_text() == f"auth login --host {healthy.url}\n"
    assert "--profile DEFAULT" in screen.text
    assert _store(with_cli.folder) == STORE


def test_signing_in_can_be_declined(with_cli: Program, healthy: Sandbox) -> None:
    with terminal(with_cli, "configure", "--host", healthy.url, "--store", STORE) as screen:
        screen.read_until("[Y/n]")
        screen.type("n\n")
        code = screen.end()

    assert code == 1
    assert "nobody is signed in" in screen.text
    assert list(with_cli.folder.iterdir()) == []
