"""No credentials, wrong ones, and things at the host's address that are no workspace."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import STORE, plant, writes
from tests.e2e.program import Program, error_of

_COMMANDS = ["plan", "upload", "upload-and-update", "inventory"]


def _arguments(command: str, release: Path) -> list[str | Path]:
    return [command, "sales-features" if command == "inventory" else release]


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine that nobody listens on, and nobody else can take meanwhile."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


@pytest.mark.parametrize("command", _COMMANDS)
def test_no_credentials(outside: Program, release: Path, command: str) -> None:
    program = outside.knowing(APPARATE_STORE=STORE)

    said = error_of(program(*_arguments(command, release)), 1)

    assert "credentials" in said.what
    assert said.hint is not None
    assert "DATABRICKS_HOST" in said.hint


@pytest.mark.parametrize("command", _COMMANDS)
def test_a_wrong_token(apparate: Program, sandbox: Sandbox, release: Path, command: str) -> None:
    plant(sandbox, 1)
    wrong = apparate.knowing(DATABRICKS_TOKEN="dapi-wrong")

    said = error_of(wrong(*_arguments(command, release)), 1)

    assert "credentials" in said.what
    assert said.where is not None
    assert sandbox.url in said.where
    assert said.hint is not None
    assert "dapi-wrong" not in said.text
    assert {entry["status"] for entry in sandbox.journal()} <= {401, 403}


@pytest.mark.parametrize("command", ["plan", "upload-and-update"])
def test_an_unreachable_host(
    outside: Program, release: Path, closed_port: int, command: str
) -> None:
    host = f"http://127.0.0.1:{closed_port}"
    program = outside.knowing(DATABRICKS_HOST=host, DATABRICKS_TOKEN="x", APPARATE_STORE=STORE)

    said = error_of(program(command, release), 1)

    assert "cannot be reached" in said.what
    assert said.where is not None
    assert host in said.where
    assert said.hint is not None


def test_a_host_that_is_none(outside: Program, release: Path) -> None:
    program = outside.knowing(
        DATABRICKS_HOST="ftp://example.com", DATABRICKS_TOKEN="x", APPARATE_STORE=STORE
    )

    assert "ftp://example.com" in error_of(program("plan", release), 1).what


@pytest.mark.parametrize("command", _COMMANDS)
def test_a_sign_in_page_in_place_of_json(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    plant(sandbox, 1)
    sandbox.fault("*", "/api/*", action="login-page", times=None)

    said = error_of(apparate(*_arguments(command, release)), 1)

    assert said.where is not None
    assert sandbox.url in said.where
    assert said.hint is not None
    assert "DATABRICKS_HOST" in said.hint
    assert "<html" not in said.text
    assert writes(sandbox) == []


def test_a_profile_that_is_not_there(outside: Program, release: Path) -> None:
    (Path(outside.environment["HOME"]) / ".databrickscfg").write_text("[ci]\nhost = http://x\n")
    program = outside.knowing(APPARATE_STORE=STORE)

    said = error_of(program("plan", release, "--profile", "nobody"), 1)

    assert said.what == "there is no profile nobody"
    assert said.where is not None
    assert said.where.endswith("/.databrickscfg")
    assert said.hint == "there are: ci"


def test_a_named_profile_is_never_passed_over(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    said = error_of(apparate("plan", release, "--profile", "prod"), 1)

    assert said.what == "there is no profile prod"
    assert sandbox.journal() == []


def test_a_profile_and_another_token(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    profile = f"[ana]\nhost = {sandbox.url}\ntoken = {sandbox.ana_token}\n"
    (Path(apparate.environment["HOME"]) / ".databrickscfg").write_text(profile)

    said = error_of(apparate("plan", release, "--profile", "ana"), 1)

    assert said.what == "the profile ana is one identity, and DATABRICKS_TOKEN says another"
    assert said.hint == "unset DATABRICKS_TOKEN, or leave --profile out"
    assert sandbox.token not in said.text
    assert sandbox.ana_token not in said.text
    assert sandbox.journal() == []


def test_a_server_that_fails_for_good(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 1)
    sandbox.fault("GET", "*/jobs/list", action="answer", status=501, times=None)

    said = error_of(apparate("upload-and-update", release), 1)

    assert said.where is not None
    assert "jobs/list" in said.where
    assert writes(sandbox) == []
