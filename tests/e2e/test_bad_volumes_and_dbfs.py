"""A volume that is missing or not ours, DBFS switched off, and uploads there that go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, wheel_path, wheels_of
from tests.e2e.program import Program, error_of
from tests.e2e.store_kinds import DBFS, STORE_KINDS, VOLUME, StoreKind, pinning_from

_JSON = ("--output", "json")
"""Without it the plan is shown before anything is tried."""


@pytest.fixture(params=list(STORE_KINDS.values()), ids=list(STORE_KINDS))
def kind(request: pytest.FixtureRequest, sandbox: Sandbox) -> StoreKind:
    """Each kind; the volume is there."""
    sandbox.add_volume("main.libs.wheels")
    found: StoreKind = request.param
    return found


@pytest.fixture
def program(apparate: Program) -> Program:
    """The command, connected, without a store in its environment."""
    return apparate.without("APPARATE_STORE")


@pytest.mark.parametrize("command", ["upload", "upload-and-update"])
def test_a_volume_that_does_not_exist(
    program: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    job_id = pinning_from(sandbox, "/Volumes/main/none/wheels")

    outcome = program(command, release, "--store", "/Volumes/Main/none/wheels", *_JSON)

    said = error_of(outcome, 1)
    assert "main.none.wheels" in said.what
    assert said.where == "/Volumes/main/none/wheels"
    assert said.hint is not None
    assert "CREATE VOLUME main.none.wheels" in said.hint
    assert wheels_of(sandbox, job_id) == [wheel_path(OLD, "/Volumes/main/none/wheels")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("upload", "RELEASE"),
        ("plan", "RELEASE"),
        ("upload-and-update", "RELEASE"),
        ("update", "sales-features"),
        ("inventory", "sales-features"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_dbfs_that_is_switched_off(
    program: Program, sandbox: Sandbox, release: Path, arguments: tuple[str, ...]
) -> None:
    job_id = pinning_from(sandbox, DBFS)
    sandbox.switch(dbfs_off=True)
    words = [str(release) if word == "RELEASE" else word for word in arguments]

    said = error_of(program(*words, "--store", DBFS, *_JSON), 1)

    assert "disabled" in said.what
    assert said.hint is not None
    assert "/Volumes/" in said.hint
    assert wheels_of(sandbox, job_id) == [wheel_path(OLD, DBFS)]


@pytest.mark.parametrize("readers", [["*"], []])
def test_a_volume_that_is_not_ours(
    program: Program, sandbox: Sandbox, release: Path, readers: list[str]
) -> None:
    sandbox.add_volume("main.libs.wheels", readers=readers, writers=["admin@example.com"])
    job_id = pinning_from(sandbox, VOLUME)

    said = error_of(program("upload-and-update", release, "--store", VOLUME, *_JSON), 1)

    assert "main.libs.wheels" in said.what
    assert sandbox.volume_file(f"{VOLUME}/{release.name}") is None
    assert wheels_of(sandbox, job_id) == [wheel_path(OLD, VOLUME)]


def test_no_job_points_at_what_came_back_changed(
    program: Program, sandbox: Sandbox, kind: StoreKind, release: Path
) -> None:
    job_id = pinning_from(sandbox, kind.uri)
    stored = f"{kind.uri}/{release.name}"
    name = release.name
    sandbox.edit_file(stored, b"other", method="PUT", path=f"*/fs/files/*/{name}", moment="after")
    sandbox.edit_file(stored, b"other", path="*/dbfs/move", containing=name, moment="after")

    said = error_of(program("upload-and-update", release, "--store", kind.uri, *_JSON), 1)

    assert said.where == stored
    assert kind.read(sandbox, stored) is None
    assert wheels_of(sandbox, job_id) == [wheel_path(OLD, kind.uri)]


def test_an_upload_whose_answer_is_lost_is_looked_for(
    program: Program, sandbox: Sandbox, kind: StoreKind, release: Path
) -> None:
    job_id = pinning_from(sandbox, kind.uri)
    for method, path in (("PUT", "*/fs/files/*"), ("POST", "*/dbfs/move")):
        sandbox.fault(method, path, action="drop", when="after")

    outcome = program("upload-and-update", release, "--store", kind.uri)

    assert outcome.returncode == 0, outcome.stderr
    assert kind.read(sandbox, f"{kind.uri}/{release.name}") == release.read_bytes()
    assert wheels_of(sandbox, job_id) == [wheel_path(NEW, kind.uri)]
