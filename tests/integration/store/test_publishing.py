"""A release gets into a workspace folder whole and unchanged, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from apparate_ng.releases.contents import same_contents
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import (
    BrokenUploadError,
    OtherBytesError,
    is_published,
    publish,
)
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    PermissionDeniedError,
    UnavailableError,
)

Wheel: TypeAlias = Callable[..., Path]
_FOLDER = "/Workspace/Shared/libraries"
_IMPORT, _EXPORT = "/api/2.0/workspace/import", "/api/2.0/workspace/export"
_DELETE, _STATUS = "/api/2.0/workspace/delete", "/api/2.0/workspace/get-status"


def _publish(store: LibraryStore, file: Path) -> bool:
    return publish(store, file.name, file, same_contents, lambda _: None)


def _stored(sandbox: Sandbox, file: Path) -> bytes | None:
    return sandbox.file(f"{_FOLDER}/{file.name}")


def _store(sandbox: Sandbox, file: Path, content: bytes) -> None:
    sandbox.add_file(f"{_FOLDER}/{file.name}", content)


def test_the_first_release_makes_the_folder(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()

    assert _publish(store, file)

    assert _stored(sandbox, file) == file.read_bytes()
    assert len(sandbox.journal("POST", "/api/2.0/workspace/mkdirs")) == 1


def test_what_was_uploaded_is_read_back(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    _publish(store, wheel())

    calls = [entry["path"] for entry in sandbox.journal()]
    assert calls[-2:] == [_IMPORT, _EXPORT]


def test_the_same_bytes_are_uploaded_once(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    _publish(store, file)

    assert not _publish(store, file)
    assert len([e for e in sandbox.journal("POST", _IMPORT) if e["status"] == 200]) == 1


def test_other_bytes_are_refused(sandbox: Sandbox, store: LibraryStore, wheel: Wheel) -> None:
    first = wheel("x = 1\n")
    _publish(store, first)
    second = wheel("x = 2\n", folder="other")

    with pytest.raises(OtherBytesError, match="a release never changes") as raised:
        _publish(store, second)

    assert raised.value.hint == "raise the version"
    assert _stored(sandbox, first) == first.read_bytes()


def test_the_same_contents_in_another_zip_are_the_same_release(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    first = wheel(seconds=0)
    _publish(store, first)
    second = wheel(seconds=30, folder="other")
    assert first.read_bytes() != second.read_bytes()

    assert not _publish(store, second)
    assert _stored(sandbox, first) == first.read_bytes()


@pytest.mark.parametrize(
    "name", ["lib 1.whl", "läb-☃-1.whl", "lib-1.0+local.1-py3-none-any.whl", "a%2Bb#c?d.whl"]
)
def test_names_of_every_kind(
    sandbox: Sandbox, store: LibraryStore, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(b"content")

    assert _publish(store, file)
    assert not _publish(store, file)
    assert [one.name for one in store.files()] == [name]
    assert _stored_raw(store, name, tmp_path) == b"content"
    assert len([e for e in sandbox.journal("POST", _IMPORT) if e["status"] == 200]) == 1


def _stored_raw(store: LibraryStore, name: str, folder: Path) -> bytes:
    store.download(name, folder / "back")
    return (folder / "back").read_bytes()


_CORRUPTED: dict[str, FaultRule] = {
    "others": {"status": 200, "body": "something else"},
    "none": {"status": 200, "body": ""},
}


@pytest.mark.parametrize("fault", _CORRUPTED.values(), ids=_CORRUPTED)
def test_what_comes_back_changed_is_removed(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel, fault: FaultRule
) -> None:
    file = wheel()
    sandbox.fault("GET", _EXPORT, **fault)

    with pytest.raises(BrokenUploadError, match="not what was sent") as raised:
        _publish(store, file)

    assert raised.value.where == f"{_FOLDER}/{file.name}"
    assert _stored(sandbox, file) is None
    assert _publish(store, file)


def test_a_read_back_that_breaks_off_is_done_by_the_next_run(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    sandbox.fault("GET", _EXPORT, action="truncate")

    with pytest.raises(UnavailableError, match="broke off"):
        _publish(store, file)

    assert not _publish(store, file)
    assert _stored(sandbox, file) == file.read_bytes()


def test_a_folder_of_that_name_is_no_release(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    sandbox.add_file(f"{_FOLDER}/{file.name}/inside")

    with pytest.raises(AlreadyExistsError, match="already exists"):
        _publish(store, file)


def test_a_file_that_may_not_be_read_is_never_called_uploaded(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    _store(sandbox, file, b"secret")
    sandbox.fault("GET", _STATUS, status=404, times=None)

    with pytest.raises(AlreadyExistsError):
        _publish(store, file)
    assert _stored(sandbox, file) == b"secret"


def test_a_folder_that_is_not_ours_to_write(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    sandbox.set_folder(_FOLDER, readers=["*"], writers=["admin@example.com"])

    with pytest.raises(PermissionDeniedError, match="permission to write"):
        _publish(store, file)
    assert _stored(sandbox, file) is None


def test_a_folder_that_is_not_ours_to_make(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    sandbox.set_folder("/Workspace/Shared", readers=["*"], writers=["admin@example.com"])

    with pytest.raises(PermissionDeniedError):
        _publish(store, wheel())


def test_looking_writes_nothing(sandbox: Sandbox, store: LibraryStore, wheel: Wheel) -> None:
    file = wheel()

    assert not is_published(store, file.name, file, same_contents)
    _store(sandbox, file, file.read_bytes())
    assert is_published(store, file.name, file, same_contents)
    assert {entry["method"] for entry in sandbox.journal()} == {"GET"}


def test_files_and_their_places(sandbox: Sandbox, store: LibraryStore) -> None:
    assert store.files() == []
    sandbox.add_file(f"{_FOLDER}/sub/inner.whl")
    sandbox.add_file(f"{_FOLDER}/a.whl", b"123")

    [found] = store.files()

    assert (found.name, found.uri, found.size) == ("a.whl", f"{_FOLDER}/a.whl", 3)
    assert store.find("sub") is None
    assert store.find("none") is None
