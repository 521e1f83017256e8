from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from databricks.sdk.errors import (
    AlreadyExists,
    BadRequest,
    NotFound,
    PermissionDenied,
    ResourceConflict,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    MakeClient: TypeAlias = Callable[..., WorkspaceClient]

_VOLUME = "/Volumes/main/libs/wheels"
_WHEEL = f"{_VOLUME}/a-1.0+x-py3-none-any.whl"
_BYTES = bytes(range(256)) * 5000


@pytest.fixture
def sandbox(sandbox: Sandbox) -> Sandbox:
    sandbox.add_volume("main.libs.wheels")
    return sandbox


def _read(workspace: WorkspaceClient, path: str) -> bytes:
    contents = workspace.files.download(path).contents
    assert contents is not None
    with contents:
        return contents.read()


def test_an_uploaded_wheel_is_downloaded_byte_by_byte(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    workspace.files.upload(_WHEEL, io.BytesIO(_BYTES), overwrite=False)

    assert _read(workspace, _WHEEL) == _BYTES
    assert sandbox.volume_file(_WHEEL) == _BYTES
    told = workspace.files.get_metadata(_WHEEL)
    assert told.content_length == len(_BYTES)
    assert told.content_type == "application/octet-stream"
    assert (told.last_modified or "").endswith(" GMT")


def test_large_files_go_both_ways(
    sandbox: Sandbox, workspace: WorkspaceClient, tmp_path: Path
) -> None:
    block = bytes(range(256)) * 4096
    large = tmp_path / "large.jar"
    large.write_bytes(block * 51)  # from 50 MB on the SDK uploads in parts, if it can

    workspace.files.upload_from(f"{_VOLUME}/large.jar", str(large), overwrite=False)
    workspace.files.download_to(f"{_VOLUME}/large.jar", str(tmp_path / "back.jar"))

    assert (tmp_path / "back.jar").read_bytes() == large.read_bytes()
    (sent,) = sandbox.journal("PUT")
    assert (sent["size"], sent["body"]) == (51 * len(block), None)


@pytest.mark.parametrize("name", ["a b.whl", "ä.whl", "a%2Bb.whl", "a+b.whl", "a#?&=.whl"])
def test_names_are_kept(sandbox: Sandbox, workspace: WorkspaceClient, name: str) -> None:
    workspace.files.upload(f"{_VOLUME}/{name}", io.BytesIO(b"abc"))

    assert sandbox.volume_file(f"{_VOLUME}/{name}") == b"abc"
    (listed,) = workspace.files.list_directory_contents(_VOLUME)
    assert (listed.name, listed.path) == (name, f"{_VOLUME}/{name}")
    workspace.files.delete(f"{_VOLUME}/{name}")
    assert list(workspace.files.list_directory_contents(_VOLUME)) == []


def test_catalog_schema_and_volume_are_lower_case(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    sandbox.add_volume("Main.LIBS.Other")
    workspace.files.upload("/Volumes/MAIN/Libs/other/File.WHL", io.BytesIO(b"abc"))

    assert sandbox.volume_file("/Volumes/main/libs/other/File.WHL") == b"abc"
    with pytest.raises(NotFound):
        workspace.files.get_metadata("/Volumes/main/libs/other/file.whl")


def test_what_is_there_is_replaced_only_on_request(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    workspace.files.upload(_WHEEL, io.BytesIO(b"one"))

    with pytest.raises(AlreadyExists, match="already exists"):
        workspace.files.upload(_WHEEL, io.BytesIO(b"two"), overwrite=False)
    assert sandbox.volume_file(_WHEEL) == b"one"

    workspace.files.upload(_WHEEL, io.BytesIO(b"two"), overwrite=True)
    assert sandbox.volume_file(_WHEEL) == b"two"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/Volumes/main/libs/nope/a.whl", "Volume 'main.libs.nope' does not exist"),
        (f"{_VOLUME}/nope/a.whl", "directory being accessed is not found"),
    ],
)
@pytest.mark.usefixtures("sandbox")
def test_nothing_is_put_where_no_folder_is(
    workspace: WorkspaceClient, path: str, words: str
) -> None:
    with pytest.raises(NotFound, match=words):
        workspace.files.upload(path, io.BytesIO(b"abc"))


def test_folders_above_are_made_where_the_server_does_so(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    sandbox.switch(volume_parents=True)

    workspace.files.upload(f"{_VOLUME}/x/y/a.whl", io.BytesIO(b"abc"))

    assert sandbox.volume_file(f"{_VOLUME}/x/y/a.whl") == b"abc"


@pytest.mark.usefixtures("sandbox")
def test_folders_are_made_looked_at_and_removed(workspace: WorkspaceClient) -> None:
    folder = f"{_VOLUME}/.apparate/leases"
    for _ in range(2):
        workspace.files.create_directory(folder)
    workspace.files.get_directory_metadata(folder)
    workspace.files.upload(f"{folder}/1.json", io.BytesIO(b"{}"))

    with pytest.raises(BadRequest, match="not empty") as caught:
        workspace.files.delete_directory(folder)
    (info,) = caught.value.get_error_info()
    assert info.reason == "FILES_API_DIRECTORY_IS_NOT_EMPTY"
    with pytest.raises(ResourceConflict):
        workspace.files.create_directory(f"{folder}/1.json/x")
    with pytest.raises(ResourceConflict):
        workspace.files.upload(folder, io.BytesIO(b""), overwrite=True)
    workspace.files.delete(f"{folder}/1.json")
    workspace.files.delete_directory(folder)

    with pytest.raises(NotFound):
        workspace.files.get_directory_metadata(folder)
    with pytest.raises(BadRequest):
        workspace.files.delete_directory(_VOLUME)


def test_a_folder_is_listed_in_pages(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    workspace.files.create_directory(f"{_VOLUME}/sub")
    for number in range(4):
        sandbox.add_volume_file(f"{_VOLUME}/{number}.whl", b"x" * number)
    sandbox.add_volume_file(f"{_VOLUME}/sub/below.whl")

    listed = list(workspace.files.list_directory_contents(_VOLUME, page_size=2))

    sizes = [(each.name, each.file_size, each.is_directory) for each in listed]
    assert sizes == [
        *((f"{number}.whl", number, False) for number in range(4)),
        ("sub", None, True),
    ]
    assert all(each.last_modified for each in listed)
    assert len(sandbox.journal("GET", f"/api/2.0/fs/directories{_VOLUME}")) == 3


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize("path", [f"{_VOLUME}/nope", _VOLUME])
def test_what_is_no_file(workspace: WorkspaceClient, path: str) -> None:
    for attempt in (
        workspace.files.get_metadata,
        workspace.files.download,
        workspace.files.delete,
    ):
        with pytest.raises(NotFound):
            attempt(path)


def test_who_may_read_and_write_a_volume(sandbox: Sandbox, client: MakeClient) -> None:
    sandbox.add_volume("main.libs.shown", readers=["sales"], writers=["ci@example.com"])
    path = "/Volumes/main/libs/shown/a.whl"
    sandbox.add_identity("bo@example.com", "bo-token")
    ci, ana, bo = (client(token).files for token in (None, sandbox.ana_token, "bo-token"))

    ci.upload(path, io.BytesIO(b"abc"))
    ana.get_metadata(path)
    with pytest.raises(PermissionDenied, match="WRITE VOLUME"):
        ana.delete(path)
    with pytest.raises(PermissionDenied, match="READ VOLUME"):
        list(bo.list_directory_contents("/Volumes/main/libs/shown"))


def test_dbutils_paths_of_volumes(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    workspace.dbfs.upload(f"dbfs:{_WHEEL}", io.BytesIO(b"abc"))

    assert sandbox.volume_file(_WHEEL) == b"abc"
    assert workspace.dbfs.exists(_WHEEL)
    assert [each.path for each in workspace.dbfs.list(_VOLUME)] == [_WHEEL]
