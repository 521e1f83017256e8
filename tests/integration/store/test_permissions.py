"""Places that this identity may not read or write, or where it may not even ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from apparate_ng.releases.contents import same_contents
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.opening import open_store
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import publish
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    NotFoundError,
    PermissionDeniedError,
)
from tests.integration.store.place import DBFS, VOLUME, WORKSPACE, Place, count

Wheel: TypeAlias = Callable[..., Path]
_OTHERS = ("admin@example.com",)


def _publish(store: LibraryStore, file: Path) -> bool:
    return publish(store, file.name, file, same_contents, lambda _: None).uploaded


def test_a_workspace_folder_that_is_not_ours_to_write(
    sandbox: Sandbox, connection: Connection, wheel: Wheel
) -> None:
    file = wheel()
    sandbox.set_folder(WORKSPACE.uri, readers=["*"], writers=_OTHERS)

    with pytest.raises(PermissionDeniedError, match="permission to write"):
        _publish(open_store(connection, WORKSPACE.uri), file)
    assert WORKSPACE.stored(sandbox, file.name) is None


def test_a_workspace_folder_that_is_not_ours_to_make(
    sandbox: Sandbox, connection: Connection, wheel: Wheel
) -> None:
    sandbox.set_folder("/Workspace/Shared", readers=["*"], writers=_OTHERS)

    with pytest.raises(PermissionDeniedError):
        _publish(open_store(connection, WORKSPACE.uri), wheel())


@pytest.mark.parametrize("place", [WORKSPACE, VOLUME], ids=["workspace", "volume"])
def test_a_file_that_is_hidden_is_never_called_uploaded(
    sandbox: Sandbox, connection: Connection, wheel: Wheel, place: Place
) -> None:
    file = wheel()
    sandbox.add_volume("main.libs.wheels")
    place.put(sandbox, file.name, b"secret")
    method, path = place.look
    sandbox.fault(method, path, status=404, times=None)

    with pytest.raises(AlreadyExistsError):
        _publish(open_store(connection, place.uri), file)
    assert place.stored(sandbox, file.name) == b"secret"


@pytest.mark.parametrize(
    ("readers", "words"),
    [
        (["*"], "does not have WRITE VOLUME on Volume 'main.libs.wheels'"),
        ([], "may not read the volume main.libs.wheels"),
    ],
)
def test_a_volume_that_is_not_ours(
    sandbox: Sandbox, connection: Connection, wheel: Wheel, readers: Sequence[str], words: str
) -> None:
    file = wheel()
    sandbox.add_volume("main.libs.wheels", readers=readers, writers=_OTHERS)

    with pytest.raises(PermissionDeniedError, match=words) as raised:
        _publish(open_store(connection, VOLUME.uri), file)

    assert "main/libs/wheels" in (raised.value.where or "")
    assert VOLUME.stored(sandbox, file.name) is None


def test_a_volume_that_is_not_there(sandbox: Sandbox, connection: Connection, wheel: Wheel) -> None:
    store = open_store(connection, VOLUME.uri)

    assert store.files() == []
    with pytest.raises(NotFoundError, match="does not exist") as raised:
        _publish(store, wheel())

    assert "'main.libs.wheels'" in raised.value.what
    assert raised.value.where == "/Volumes/main/libs/wheels"
    assert "CREATE VOLUME main.libs.wheels" in (raised.value.hint or "")
    assert count(sandbox, ("PUT", "/api/2.0/fs/files/*")) == 0


@pytest.mark.parametrize("does", ["publish", "files", "find", "download", "remove"])
def test_dbfs_that_is_switched_off(
    sandbox: Sandbox, connection: Connection, wheel: Wheel, does: str
) -> None:
    sandbox.switch(dbfs_off=True)
    store, file = open_store(connection, DBFS.uri), wheel()
    calls: dict[str, Callable[[], object]] = {
        "publish": lambda: _publish(store, file),
        "files": store.files,
        "find": lambda: store.find(file.name),
        "download": lambda: store.download(file.name, file.with_suffix(".back")),
        "remove": lambda: store.remove(file.name),
    }

    with pytest.raises(PermissionDeniedError, match="disabled") as raised:
        calls[does]()
    assert "volume" in (raised.value.hint or "")


def test_dbfs_that_is_switched_off_while_the_blocks_go_up(
    sandbox: Sandbox, connection: Connection, wheel: Wheel
) -> None:
    denied = {"error_code": "PERMISSION_DENIED", "message": "Public DBFS root is disabled."}
    sandbox.fault("POST", "/api/2.0/dbfs/add-block", status=403, body=denied, times=None)
    store = open_store(connection, DBFS.uri)

    with pytest.raises(PermissionDeniedError, match="disabled") as raised:
        _publish(store, wheel())

    assert "volume" in (raised.value.hint or "")
    assert store.files() == []
