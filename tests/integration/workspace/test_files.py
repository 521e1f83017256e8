from __future__ import annotations

import io
from typing import Literal

import pytest

from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    BadRequestError,
    NotAWorkspaceError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
    UnconfirmedError,
)
from apparate_ng.workspace.files import WorkspaceFiles

_IMPORT = "/api/2.0/workspace/import"
_FOLDER = "/Workspace/Shared/libraries"


def _quiet(_: int) -> None:
    """Progress that nobody looks at."""


def _bytes(files: WorkspaceFiles, path: str) -> bytes:
    with files.open(path) as chunks:
        return b"".join(chunks)


@pytest.mark.parametrize(
    "name", ["a-1.0-py3-none-any.whl", "with space.whl", "ä☃.whl", "a+b&c.whl"]
)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + bytes(range(256)) * 10])
def test_a_file_comes_back_as_it_was_sent(
    sandbox: Sandbox, files: WorkspaceFiles, name: str, content: bytes
) -> None:
    path = f"{_FOLDER}/{name}"
    files.make_folder(_FOLDER)

    files.create(path, io.BytesIO(content), _quiet)

    assert sandbox.file(path) == content
    assert _bytes(files, path) == content
    status = files.status(path)
    assert status is not None
    assert (status.is_folder, status.size) == (False, len(content))


def test_a_page_for_people_is_no_file(sandbox: Sandbox, files: WorkspaceFiles) -> None:
    """Its words would count as a requirements file that names nothing."""
    sandbox.add_file(f"{_FOLDER}/requirements.txt", b"lib==1.0")
    sandbox.fault("GET", "*/workspace/export", action="login-page")

    with pytest.raises(NotAWorkspaceError, match="a page for people"):
        _bytes(files, f"{_FOLDER}/requirements.txt")


def test_an_upload_tells_how_far_it_is(files: WorkspaceFiles) -> None:
    told: list[int] = []
    files.make_folder(_FOLDER)

    files.create(f"{_FOLDER}/x.whl", io.BytesIO(b"x" * 300_000), told.append)

    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] >= 300_000


def test_a_file_that_is_there_is_left_as_it_is(sandbox: Sandbox, files: WorkspaceFiles) -> None:
    sandbox.add_file(f"{_FOLDER}/x.whl", b"first")

    with pytest.raises(AlreadyExistsError, match="already exists"):
        files.create(f"{_FOLDER}/x.whl", io.BytesIO(b"second"), _quiet)
    assert sandbox.file(f"{_FOLDER}/x.whl") == b"first"


def test_a_missing_folder_is_not_made_by_itself(files: WorkspaceFiles) -> None:
    with pytest.raises(NotFoundError, match="parent folder"):
        files.create(f"{_FOLDER}/x.whl", io.BytesIO(b""), _quiet)


def test_a_folder_that_is_not_ours(sandbox: Sandbox, files: WorkspaceFiles) -> None:
    sandbox.set_folder(_FOLDER, readers=["*"], writers=["admin@example.com"])

    with pytest.raises(PermissionDeniedError, match="permission to write"):
        files.create(f"{_FOLDER}/x.whl", io.BytesIO(b""), _quiet)


def test_an_upload_refused_by_rate_begins_again_at_the_start(
    sandbox: Sandbox, files: WorkspaceFiles
) -> None:
    files.make_folder(_FOLDER)
    sandbox.fault("POST", _IMPORT, status=429)

    files.create(f"{_FOLDER}/x.whl", io.BytesIO(b"whole"), _quiet)

    assert sandbox.file(f"{_FOLDER}/x.whl") == b"whole"


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("rule", [{"status": 500}, {"status": 503}, {"action": "drop"}])
def test_an_upload_whose_answer_is_lost_is_not_sent_again(
    sandbox: Sandbox, files: WorkspaceFiles, rule: FaultRule, when: Literal["before", "after"]
) -> None:
    files.make_folder(_FOLDER)
    sandbox.fault("POST", _IMPORT, **(rule | {"when": when}))

    with pytest.raises(UnconfirmedError):
        files.create(f"{_FOLDER}/x.whl", io.BytesIO(b"x"), _quiet)

    assert len(sandbox.journal("POST", _IMPORT)) == 1
    assert sandbox.file(f"{_FOLDER}/x.whl") == (b"x" if when == "after" else None)


def test_a_download_that_breaks_off(sandbox: Sandbox, files: WorkspaceFiles) -> None:
    sandbox.add_file(f"{_FOLDER}/x.whl", b"x" * 1000)
    sandbox.fault("GET", "/api/2.0/workspace/export", action="truncate")

    with pytest.raises(UnavailableError, match="broke off"):
        _bytes(files, f"{_FOLDER}/x.whl")


def test_a_download_is_asked_for_again(sandbox: Sandbox, files: WorkspaceFiles) -> None:
    sandbox.add_file(f"{_FOLDER}/x.whl", b"x")
    sandbox.fault("GET", "/api/2.0/workspace/export", status=503)

    assert _bytes(files, f"{_FOLDER}/x.whl") == b"x"


@pytest.mark.parametrize("prefixed", [False, True])
def test_what_is_in_a_folder(sandbox: Sandbox, files: WorkspaceFiles, *, prefixed: bool) -> None:
    sandbox.switch(prefixed_paths=prefixed)
    sandbox.add_file(f"{_FOLDER}/b.whl", b"12")
    sandbox.add_file(f"{_FOLDER}/sub/a.whl", b"")
    start = _FOLDER if prefixed else _FOLDER.removeprefix("/Workspace")

    found = {entry.path: (entry.is_folder, entry.size) for entry in files.list(_FOLDER)}

    assert found == {f"{start}/b.whl": (False, 2), f"{start}/sub": (True, None)}


def test_an_empty_folder_and_a_missing_one(files: WorkspaceFiles) -> None:
    files.make_folder(_FOLDER)
    files.make_folder(_FOLDER)

    assert files.list(_FOLDER) == []
    assert files.status(f"{_FOLDER}/none") is None
    with pytest.raises(NotFoundError):
        files.list(f"{_FOLDER}/none")


def test_removing_is_done_once_or_twice_alike(sandbox: Sandbox, files: WorkspaceFiles) -> None:
    sandbox.add_file(f"{_FOLDER}/x.whl", b"x")
    sandbox.fault("POST", "/api/2.0/workspace/delete", status=503, when="after")

    files.delete(f"{_FOLDER}/x.whl")

    assert sandbox.file(f"{_FOLDER}/x.whl") is None
    files.delete(f"{_FOLDER}/x.whl")


def test_a_folder_that_holds_something_is_not_removed(
    sandbox: Sandbox, files: WorkspaceFiles
) -> None:
    sandbox.add_file(f"{_FOLDER}/x.whl", b"x")

    with pytest.raises(BadRequestError, match="not empty"):
        files.delete(_FOLDER)
