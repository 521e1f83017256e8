"""A store that is none, one that may not be written, and uploads that go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, STORE, plant, versions_of
from tests.e2e.program import Program, error_of

_JSON = ("--output", "json")
"""Without it the plan is shown before anything is tried."""


@pytest.mark.parametrize(
    "store",
    [
        "/",
        "libraries",
        "./libraries",
        "s3://x",
        "/Workspace",
        "/Workspace/../x",
        "/Workspace/x/.",
        "/Volumes",
        "/Volumes/main",
        "dbfs:/",
        "file:///tmp/x",
    ],
)
def test_a_path_that_is_no_store(
    apparate: Program, sandbox: Sandbox, release: Path, store: str
) -> None:
    said = error_of(apparate("upload", release, "--store", store), 1)

    assert said.where == store
    assert said.hint is not None
    assert STORE in said.hint
    assert sandbox.journal() == []


@pytest.mark.parametrize("arguments", [["plan"], ["upload-and-update"], ["update", "x"]])
def test_no_command_takes_a_path_that_is_no_store(
    apparate: Program, sandbox: Sandbox, release: Path, arguments: list[str]
) -> None:
    named = [] if arguments[0] == "update" else [release]

    said = error_of(apparate(*arguments, *named, APPARATE_STORE="libraries"), 1)

    assert said.where == "libraries"
    assert sandbox.journal() == []


@pytest.mark.parametrize("command", ["upload", "upload-and-update"])
def test_a_file_in_place_of_the_folder(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    [job_id] = plant(sandbox, 1)
    sandbox.add_file("/Shared/file", b"not a folder")

    said = error_of(apparate(command, release, "--store", "/Shared/file", *_JSON), 1)

    assert "/Shared/file" in said.text
    assert sandbox.file("/Shared/file") == b"not a folder"
    assert versions_of(sandbox, job_id) == [[OLD]]


@pytest.mark.parametrize("command", ["upload", "upload-and-update"])
def test_a_folder_that_one_may_not_write(outside: Program, release: Path, command: str) -> None:
    with running() as sandbox:
        [job_id] = plant(sandbox, 1)
        sandbox.add_file("/Shared/libraries/readme.txt", b"")
        sandbox.set_folder("/Shared/libraries", readers=["*"], writers=["admin@example.com"])
        program = outside.knowing(
            DATABRICKS_HOST=sandbox.url, DATABRICKS_TOKEN=sandbox.token, APPARATE_STORE=STORE
        )

        said = error_of(program(command, release, *_JSON), 1)

        assert said.where is not None
        assert "workspace/import" in said.where or STORE in said.where
        assert sandbox.file(f"/Shared/libraries/{release.name}") is None
        assert versions_of(sandbox, job_id) == [[OLD]]


def test_an_upload_whose_answer_is_lost_is_looked_for(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 1)
    sandbox.fault("POST", "*/workspace/import", action="drop", when="after")

    assert apparate("upload-and-update", release).returncode == 0
    assert sandbox.file(f"/Shared/libraries/{release.name}") == release.read_bytes()
    assert versions_of(sandbox, *ids) == [[NEW]]


def test_no_job_points_at_a_release_that_was_not_stored(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    [job_id] = plant(sandbox, 1)
    denied = {"error_code": "MAX_SIZE", "message": "the file is too large"}
    sandbox.fault("POST", "*/workspace/import", status=400, body=denied, times=None)

    said = error_of(apparate("upload-and-update", release, *_JSON), 1)

    assert "the file is too large" in said.text
    assert versions_of(sandbox, job_id) == [[OLD]]


def test_what_is_read_back_is_compared(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    [job_id] = plant(sandbox, 1)
    sandbox.fault("GET", "*/workspace/export", status=200, body="other bytes", times=None)

    said = error_of(apparate("upload-and-update", release, *_JSON), 1)

    assert said.where is not None
    assert release.name in said.where
    assert sandbox.file(f"/Shared/libraries/{release.name}") is None
    assert versions_of(sandbox, job_id) == [[OLD]]
