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
from databricks.sdk.service.workspace import ExportFormat, ImportFormat, Language, ObjectType

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from databricks.sdk import WorkspaceClient

    from apparate_ng.sandbox.handle import Sandbox

    MakeClient: TypeAlias = Callable[..., WorkspaceClient]

_WHEEL = "/Workspace/Shared/libraries/a-1.0+x-py3-none-any.whl"
_BYTES = bytes(range(256)) * 5000


@pytest.fixture
def workspace(client: MakeClient) -> WorkspaceClient:
    workspace = client()
    workspace.workspace.mkdirs("/Workspace/Shared/libraries")
    return workspace


def test_an_uploaded_wheel_is_downloaded_byte_by_byte(workspace: WorkspaceClient) -> None:
    workspace.workspace.upload(_WHEEL, io.BytesIO(_BYTES), format=ImportFormat.AUTO)

    assert workspace.workspace.download(_WHEEL).read() == _BYTES
    assert workspace.workspace.download(_WHEEL.removeprefix("/Workspace")).read() == _BYTES


def test_a_file_goes_as_base64_too(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    content = base64.b64encode(b"abc").decode()

    workspace.workspace.import_(_WHEEL, content=content, format=ImportFormat.AUTO)

    assert sandbox.file(_WHEEL) == b"abc"
    exported = workspace.workspace.export(_WHEEL)
    assert (exported.content, exported.file_type) == (content, "whl")


def test_status_and_listing_tell_type_and_size(workspace: WorkspaceClient) -> None:
    workspace.workspace.upload(_WHEEL, b"abc", format=ImportFormat.AUTO)
    workspace.workspace.mkdirs("/Shared/libraries/.apparate/leases")

    status = workspace.workspace.get_status(_WHEEL)
    listed = {info.path: info for info in workspace.workspace.list("/Workspace/Shared/libraries")}

    assert (status.object_type, status.size) == (ObjectType.FILE, 3)
    assert status.modified_at is not None
    assert status.modified_at > 1_500_000_000_000
    assert {path: info.object_type for path, info in listed.items()} == {
        "/Shared/libraries/.apparate": ObjectType.DIRECTORY,
        "/Shared/libraries/a-1.0+x-py3-none-any.whl": ObjectType.FILE,
    }


def test_a_file_lists_itself_and_an_empty_folder_nothing(workspace: WorkspaceClient) -> None:
    assert list(workspace.workspace.list("/Shared/libraries")) == []
    workspace.workspace.upload(_WHEEL, b"abc", format=ImportFormat.AUTO)

    (info,) = workspace.workspace.list(_WHEEL)
    assert info.object_type is ObjectType.FILE


def test_a_file_is_replaced_only_with_overwrite(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    workspace.workspace.upload(_WHEEL, b"one", format=ImportFormat.AUTO)

    with pytest.raises(ResourceAlreadyExists):
        workspace.workspace.upload(_WHEEL, b"two", format=ImportFormat.AUTO)
    assert sandbox.file(_WHEEL) == b"one"

    workspace.workspace.upload(_WHEEL, b"two", format=ImportFormat.AUTO, overwrite=True)
    assert sandbox.file(_WHEEL) == b"two"


def test_a_folder_is_never_replaced_by_a_file(workspace: WorkspaceClient) -> None:
    with pytest.raises(ResourceAlreadyExists, match="Node named 'libraries' already exists"):
        workspace.workspace.upload(
            "/Shared/libraries", b"x", format=ImportFormat.AUTO, overwrite=True
        )


def test_a_wheel_needs_format_auto(workspace: WorkspaceClient) -> None:
    with pytest.raises(DatabricksError, match=r"forgot to specify the `format=ImportFormat.AUTO`"):
        workspace.workspace.upload(_WHEEL, b"x")


def test_source_with_a_language_is_a_notebook(workspace: WorkspaceClient) -> None:
    workspace.workspace.upload("/Shared/libraries/n", b"print(1)", language=Language.PYTHON)

    status = workspace.workspace.get_status("/Shared/libraries/n")
    assert (status.object_type, status.language) == (ObjectType.NOTEBOOK, Language.PYTHON)


def test_the_parent_folder_must_be_there(workspace: WorkspaceClient) -> None:
    with pytest.raises(NotFound, match=r"The parent folder \(/Shared/none\) does not exist\."):
        workspace.workspace.upload("/Shared/none/a.whl", b"x", format=ImportFormat.AUTO)


def test_making_a_folder_twice_is_no_error_but_a_file_in_the_way_is(
    workspace: WorkspaceClient,
) -> None:
    workspace.workspace.mkdirs("/Shared/a/b")
    workspace.workspace.mkdirs("/Shared/a/b")
    workspace.workspace.upload("/Shared/a/f", b"x", format=ImportFormat.AUTO)

    with pytest.raises(ResourceAlreadyExists):
        workspace.workspace.mkdirs("/Shared/a/f/c")


def test_deleting(workspace: WorkspaceClient) -> None:
    workspace.workspace.upload(_WHEEL, b"x", format=ImportFormat.AUTO)
    workspace.workspace.mkdirs("/Shared/libraries-other")

    with pytest.raises(BadRequest, match="not empty"):
        workspace.workspace.delete("/Shared/libraries")
    workspace.workspace.delete("/Shared/libraries", recursive=True)

    for path in (_WHEEL, "/Shared/libraries"):
        with pytest.raises(NotFound, match=r"Path \(/Shared/libraries.*\) doesn't exist"):
            workspace.workspace.get_status(path)
    assert workspace.workspace.get_status("/Shared/libraries-other").path
    with pytest.raises(NotFound):
        workspace.workspace.delete(_WHEEL)


def test_what_is_not_there_is_neither_listed_nor_downloaded(workspace: WorkspaceClient) -> None:
    with pytest.raises(NotFound):
        list(workspace.workspace.list("/Shared/none"))
    with pytest.raises(NotFound):
        workspace.workspace.download("/Shared/none")


def test_folders_of_others_are_hidden_and_read_only_ones_refuse_writes(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    sandbox.add_file("/Users/ana@example.com/x.whl", b"x")
    sandbox.set_folder("/Shared/locked", readers=["*"], writers=["sales"])
    sandbox.add_file("/Shared/locked/x.whl", b"x")

    with pytest.raises(NotFound):
        workspace.workspace.get_status("/Users/ana@example.com/x.whl")
    assert workspace.workspace.download("/Shared/locked/x.whl").read() == b"x"
    for path in ("/Shared/locked/y.whl", "/Users/ana@example.com/y.whl", "/y.whl"):
        with pytest.raises(PermissionDenied, match=r"ci@example\.com"):
            workspace.workspace.upload(path, b"y", format=ImportFormat.AUTO)
    with pytest.raises(PermissionDenied):
        workspace.workspace.mkdirs("/Shared/locked/new")
    with pytest.raises(PermissionDenied):
        workspace.workspace.delete("/Shared/locked/x.whl")
    workspace.workspace.upload("/Users/ci@example.com/z", b"z", format=ImportFormat.AUTO)


def test_paths_can_be_answered_with_their_prefix(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    sandbox.switch(prefixed_paths=True)

    assert workspace.workspace.get_status("/Shared").path == "/Workspace/Shared"


_SOURCE = "# Databricks notebook source\n# MAGIC %pip install lib==1.4.2\n"


def test_the_source_of_a_notebook_is_exported(workspace: WorkspaceClient) -> None:
    content = base64.b64encode(_SOURCE.encode()).decode()
    workspace.workspace.import_(
        "/Shared/n", content=content, format=ImportFormat.SOURCE, language=Language.PYTHON
    )

    exported = workspace.workspace.export("/Workspace/Shared/n", format=ExportFormat.SOURCE)
    downloaded = workspace.workspace.download("/Shared/n", format=ExportFormat.SOURCE).read()

    assert (exported.content, exported.file_type) == (content, "py")
    assert downloaded == _SOURCE.encode()


@pytest.mark.parametrize("language", list(Language))
def test_a_planted_notebook_is_one(
    sandbox: Sandbox, workspace: WorkspaceClient, language: Language
) -> None:
    sandbox.add_notebook("/Workspace/Shared/deep/n", "x", language.value)

    status = workspace.workspace.get_status("/Shared/deep/n")

    assert (status.object_type, status.language) == (ObjectType.NOTEBOOK, language)
    assert workspace.workspace.download("/Shared/deep/n").read() == b"x"


def test_other_formats_are_not_exported(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    sandbox.add_notebook("/Workspace/Shared/n", _SOURCE)

    with pytest.raises(DatabricksError, match="does not export format HTML"):
        workspace.workspace.export("/Shared/n", format=ExportFormat.HTML)
