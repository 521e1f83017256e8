"""A release gets into a store of each kind whole and unchanged, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from apparate_ng.releases.contents import same_contents
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import (
    BrokenUploadError,
    OtherBytesError,
    publish,
    published_sha256,
    sha256_of,
)
from apparate_ng.workspace.failures import AlreadyExistsError
from tests.integration.store.place import Place, count

Wheel: TypeAlias = Callable[..., Path]
_READS = {"GET", "HEAD"}


def _publish(store: LibraryStore, file: Path) -> bool:
    return publish(store, file.name, file, same_contents, lambda _: None).uploaded


def test_the_first_release_makes_the_folder(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()

    assert _publish(store, file)

    assert place.stored(sandbox, file.name) == file.read_bytes()
    assert [one.name for one in store.files()] == [file.name]


def test_what_was_uploaded_is_read_back(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    _publish(store, wheel())

    written = max(n for n, one in enumerate(sandbox.journal()) if one["method"] not in _READS)
    assert sandbox.journal()[written]["path"].startswith(place.steps[-1][1].rstrip("*"))
    assert sandbox.journal()[-1]["path"].startswith(place.fetch[1].rstrip("*"))
    assert sandbox.journal()[-1]["method"] == "GET"


def test_a_file_that_changed_since_it_was_looked_at_does_not_stay(
    store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    with pytest.raises(BrokenUploadError):
        publish(store, file.name, file, same_contents, lambda _: None, "0" * 64)
    assert store.find(file.name) is None


def test_progress_is_told_to_the_end(
    sandbox: Sandbox, place: Place, store: LibraryStore, tmp_path: Path
) -> None:
    file, told = tmp_path / "lib.whl", list[int]()
    place.put(sandbox, "neighbour.whl", b"")
    file.write_bytes(bytes(3_000_000))

    publish(store, file.name, file, same_contents, told.append)

    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] >= 3_000_000


def test_the_same_bytes_are_uploaded_once(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    _publish(store, file)
    sandbox.clear()

    assert not _publish(store, file)
    assert {entry["method"] for entry in sandbox.journal()} <= _READS
    assert place.stored(sandbox, file.name) == file.read_bytes()


def test_other_bytes_are_refused(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    first = wheel("x = 1\n")
    _publish(store, first)
    second = wheel("x = 2\n", folder="other")

    with pytest.raises(OtherBytesError, match="a release never changes") as raised:
        _publish(store, second)

    assert raised.value.where == f"{place.uri}/{first.name}"
    assert raised.value.hint == "raise the version"
    assert place.stored(sandbox, first.name) == first.read_bytes()


def test_the_same_contents_in_another_zip_are_the_same_release(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    first = wheel(seconds=0)
    _publish(store, first)
    second = wheel(seconds=30, folder="other")
    assert first.read_bytes() != second.read_bytes()

    assert not _publish(store, second)
    assert place.stored(sandbox, first.name) == first.read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "lib 1.whl",
        "läb-☃-1.whl",
        "lib-1.0+local.1-py3-none-any.whl",
        "a%2Bb.whl",
        "a#c?d=e&f.whl",
        "%25 %2F %.whl",
    ],
)
def test_names_of_every_kind(
    sandbox: Sandbox, place: Place, store: LibraryStore, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(b"content")

    assert _publish(store, file)
    assert not _publish(store, file)
    assert [one.name for one in store.files()] == [name]
    assert [one.uri for one in store.files()] == [f"{place.uri}/{name}"]
    assert _downloaded(store, name, tmp_path) == b"content"
    assert place.stored(sandbox, name) == b"content"
    store.remove(name)
    assert store.find(name) is None


def _downloaded(store: LibraryStore, name: str, folder: Path) -> bytes:
    store.download(name, folder / "back")
    return (folder / "back").read_bytes()


def test_a_folder_of_that_name_is_no_release(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    place.put(sandbox, f"{file.name}/inside", b"")

    with pytest.raises(AlreadyExistsError):
        _publish(store, file)
    assert place.stored(sandbox, f"{file.name}/inside") == b""


def test_a_file_in_place_of_the_folder(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    place.write(sandbox, place.uri, b"a file")

    with pytest.raises(AlreadyExistsError):
        _publish(store, wheel())
    assert place.read(sandbox, place.uri) == b"a file"


def test_looking_writes_nothing(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()

    assert published_sha256(store, file.name, file, same_contents) is None
    place.put(sandbox, file.name, file.read_bytes())
    assert published_sha256(store, file.name, file, same_contents) == sha256_of(file)
    assert {entry["method"] for entry in sandbox.journal()} <= _READS


def test_files_and_their_places(sandbox: Sandbox, place: Place, store: LibraryStore) -> None:
    assert store.files() == []
    place.put(sandbox, "sub/inner.whl", b"")
    place.put(sandbox, "a.whl", b"123")

    [found] = store.files()

    assert (found.name, found.uri, found.size) == ("a.whl", f"{place.uri}/a.whl", 3)
    assert store.find("sub") is None
    assert store.find("none") is None


def test_removing_what_is_not_there_is_a_success(
    sandbox: Sandbox, place: Place, store: LibraryStore
) -> None:
    place.put(sandbox, "a.whl", b"1")

    store.remove("a.whl")
    store.remove("a.whl")

    assert place.stored(sandbox, "a.whl") is None
    assert count(sandbox, place.delete) == 2
