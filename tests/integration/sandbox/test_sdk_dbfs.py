from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import pytest
from databricks.sdk.errors import (
    BadRequest,
    NotFound,
    PermissionDenied,
    ResourceAlreadyExists,
)
from databricks.sdk.errors.base import DatabricksError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import requests
    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]

_EGG = "/FileStore/libraries/a-1.0-py3.9.egg"
_BYTES = bytes(range(256)) * 10_000


def test_an_uploaded_file_is_downloaded_byte_by_byte(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    workspace.dbfs.upload(_EGG, io.BytesIO(_BYTES))

    assert workspace.dbfs.download(_EGG).read() == _BYTES
    assert sandbox.dbfs_file(f"dbfs:{_EGG}") == _BYTES
    status = workspace.dbfs.get_status(_EGG)
    assert (status.path, status.is_dir, status.file_size) == (_EGG, False, len(_BYTES))
    assert status.modification_time


def test_what_is_there_is_replaced_only_on_request(
    sandbox: Sandbox, workspace: WorkspaceClient, call: Call
) -> None:
    workspace.dbfs.upload(_EGG, io.BytesIO(b"one"))

    with pytest.raises(ResourceAlreadyExists):
        workspace.dbfs.upload(_EGG, io.BytesIO(b"two"))
    assert call("POST", "/api/2.0/dbfs/create", json={"path": _EGG}).status_code == 400
    assert sandbox.dbfs_file(_EGG) == b"one"
    workspace.dbfs.upload(_EGG, io.BytesIO(b"two"), overwrite=True)

    assert sandbox.dbfs_file(_EGG) == b"two"
    with pytest.raises(ResourceAlreadyExists):
        workspace.dbfs.upload("/FileStore", io.BytesIO(b""), overwrite=True)
    with pytest.raises(ResourceAlreadyExists):
        workspace.dbfs.upload(f"{_EGG}/x", io.BytesIO(b""))


def test_a_file_appears_when_it_is_created_and_grows(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    seen = []
    with workspace.dbfs.open(_EGG, write=True) as file:
        seen.append(sandbox.dbfs_file(_EGG))
        file.write(b"ab")
        seen.append(sandbox.dbfs_file(_EGG))
        file.write(b"cd")

    assert [*seen, sandbox.dbfs_file(_EGG)] == [b"", b"ab", b"abcd"]


def test_limits_of_blocks_and_reads(
    sandbox: Sandbox, workspace: WorkspaceClient, call: Call
) -> None:
    created = call("POST", "/api/2.0/dbfs/create", json={"path": _EGG}).json()
    block = {"handle": created["handle"], "data": base64.b64encode(b"x" * (2**20 + 1)).decode()}

    refused = call("POST", "/api/2.0/dbfs/add-block", json=block)

    assert (refused.status_code, refused.json()["error_code"]) == (400, "MAX_BLOCK_SIZE_EXCEEDED")
    no_base64 = call("POST", "/api/2.0/dbfs/add-block", json={**block, "data": "!"})
    assert no_base64.status_code == 400
    assert sandbox.dbfs_file(_EGG) == b""
    sandbox.add_dbfs_file(_EGG, _BYTES)
    with pytest.raises(DatabricksError) as caught:
        workspace.dbfs.read(_EGG, length=2**20 + 1)
    assert caught.value.error_code == "MAX_READ_SIZE_EXCEEDED"
    for path, offset in ((_EGG, -1), ("/FileStore", 0)):
        with pytest.raises(BadRequest):
            workspace.dbfs.read(path, offset=offset)
    assert workspace.dbfs.read(_EGG).bytes_read == 2**19
    rest = workspace.dbfs.read(_EGG, offset=len(_BYTES) - 3, length=100)
    assert base64.b64decode(rest.data or "") == _BYTES[-3:]
    assert workspace.dbfs.read(_EGG, offset=len(_BYTES)).bytes_read == 0


@pytest.mark.parametrize("name", ["add-block", "close"])
def test_a_handle_that_is_not_open(call: Call, name: str) -> None:
    answer = call("POST", f"/api/2.0/dbfs/{name}", json={"handle": 5, "data": ""})

    assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")


def test_the_file_of_a_handle_may_vanish(workspace: WorkspaceClient, call: Call) -> None:
    handle = workspace.dbfs.create(_EGG).handle
    workspace.dbfs.delete(_EGG)

    answer = call("POST", "/api/2.0/dbfs/add-block", json={"handle": handle, "data": "YQ=="})

    assert answer.status_code == 404
    workspace.dbfs.mkdirs(_EGG)
    again = call("POST", "/api/2.0/dbfs/add-block", json={"handle": handle, "data": "YQ=="})
    assert (again.status_code, again.json()["error_code"]) == (400, "RESOURCE_ALREADY_EXISTS")
    workspace.dbfs.close(handle or 0)


def test_folders(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    for _ in range(2):
        workspace.dbfs.mkdirs("/FileStore/a/b")
    sandbox.add_dbfs_file("/FileStore/f.jar", b"abc")

    listed = [
        (each.path, each.is_dir, each.file_size) for each in workspace.dbfs.list("/FileStore")
    ]

    assert listed == [("/FileStore/a", True, 0), ("/FileStore/f.jar", False, 3)]
    assert [each.path for each in workspace.dbfs.list("/FileStore/f.jar")] == ["/FileStore/f.jar"]
    assert list(workspace.dbfs.list("/FileStore/a/b")) == []
    with pytest.raises(ResourceAlreadyExists):
        workspace.dbfs.mkdirs("/FileStore/f.jar/x")
    with pytest.raises(NotFound, match="No file or directory exists"):
        list(workspace.dbfs.list("/nope"))


def test_deleting(sandbox: Sandbox, workspace: WorkspaceClient, call: Call) -> None:
    sandbox.add_dbfs_file("/FileStore/a/f.jar")

    full = call("POST", "/api/2.0/dbfs/delete", json={"path": "/FileStore/a"})
    assert (full.status_code, full.json()["error_code"]) == (400, "IO_ERROR")
    workspace.dbfs.delete("/FileStore", recursive=True)

    assert not workspace.dbfs.exists("/FileStore/a/f.jar")
    assert call("POST", "/api/2.0/dbfs/delete", json={"path": "/nope"}).status_code == 200
    assert call("POST", "/api/2.0/dbfs/delete", json={"path": "/"}).status_code == 400


def test_moving(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    sandbox.add_dbfs_file("/FileStore/a.part", b"abc")
    sandbox.add_dbfs_file("/FileStore/taken", b"")

    with pytest.raises(ResourceAlreadyExists):
        workspace.dbfs.move("/FileStore/a.part", "/FileStore/taken")
    with pytest.raises(BadRequest):
        workspace.dbfs.move("/FileStore", "/FileStore/x")
    workspace.dbfs.move("/FileStore/a.part", "/x/a.jar")

    assert sandbox.dbfs_file("/x/a.jar") == b"abc"
    assert sandbox.dbfs_file("/FileStore/a.part") is None
    with pytest.raises(NotFound):
        workspace.dbfs.move("/FileStore/a.part", "/x/b.jar")


def test_dbfs_switched_off(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    handle = workspace.dbfs.create(_EGG).handle
    sandbox.switch(dbfs_off=True)

    for attempt in (
        lambda: workspace.dbfs.get_status(_EGG),
        lambda: workspace.dbfs.create("/x"),
        lambda: workspace.dbfs.close(handle or 0),
    ):
        with pytest.raises(PermissionDenied, match="Public DBFS root is disabled"):
            attempt()
    assert sandbox.dbfs_file(_EGG) == b""


def test_volumes_are_no_part_of_dbfs(call: Call) -> None:
    answer = call("GET", "/api/2.0/dbfs/list", params={"path": "dbfs:/Volumes/main"})

    assert (answer.status_code, answer.json()["message"]) == (
        403,
        "No operations allowed on this path.",
    )


@pytest.mark.parametrize("path", ["", "FileStore"])
def test_a_path_is_absolute(call: Call, path: str) -> None:
    assert call("GET", "/api/2.0/dbfs/list", params={"path": path}).status_code == 400


def test_the_journal_keeps_no_content(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    workspace.dbfs.upload(_EGG, io.BytesIO(b"abc" * 1000))

    (sent,) = sandbox.journal("POST", "/api/2.0/dbfs/add-block")

    assert list(sent["body"]) == ["handle"]
    assert sent["size"] > 4000
