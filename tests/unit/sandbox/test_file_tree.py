from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apparate_ng.sandbox.state.blobs import Blobs
from apparate_ng.sandbox.state.database import open_database
from apparate_ng.sandbox.state.file_tree import FileTree


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "contents")


@pytest.fixture
def tree(blobs: Blobs) -> Iterator[FileTree]:
    database = open_database(None)
    yield FileTree(database, "dbfs", blobs, clock=lambda: 7)
    database.close()


def _put(tree: FileTree, blobs: Blobs, path: str, content: bytes) -> str:
    blob = blobs.new()
    blobs.append(blob, content)
    tree.put(path, blob)
    return blob


def _contents(tmp_path: Path) -> list[bytes]:
    return [file.read_bytes() for file in (tmp_path / "contents").iterdir()]


def test_a_folder_comes_with_those_above_it(tree: FileTree) -> None:
    tree.make_folder("/a/b")

    assert [each.path for each in tree.children("/")] == ["/a"]
    assert [each.path for each in tree.children("/a")] == ["/a/b"]
    assert tree.is_folder("/")
    assert tree.entry("/a/c") is None


def test_a_file_has_size_time_and_name(tree: FileTree, blobs: Blobs) -> None:
    _put(tree, blobs, "/f.whl", b"abc")

    entry = tree.entry("/f.whl")

    assert entry is not None
    assert (entry.size, entry.modified_at, entry.name, entry.is_folder) == (3, 7, "f.whl", False)


def test_children_come_in_pages(tree: FileTree) -> None:
    for name in "cab":
        tree.make_folder(f"/{name}")

    first = tree.children("/", limit=2)

    assert [each.path for each in first] == ["/a", "/b"]
    assert [each.path for each in tree.children("/", after=first[-1].path)] == ["/c"]


def test_what_is_replaced_or_deleted_leaves_nothing_on_disk(
    tree: FileTree, blobs: Blobs, tmp_path: Path
) -> None:
    _put(tree, blobs, "/a/f", b"old")
    _put(tree, blobs, "/a/f", b"new")
    _put(tree, blobs, "/ab", b"other")
    assert sorted(_contents(tmp_path)) == [b"new", b"other"]

    tree.delete("/a")

    assert _contents(tmp_path) == [b"other"]
    assert [each.path for each in tree.children("/")] == ["/ab"]
    tree.clear()
    assert _contents(tmp_path) == []
    assert tree.is_empty()


def test_what_grows_keeps_its_content(tree: FileTree, blobs: Blobs, tmp_path: Path) -> None:
    blob = _put(tree, blobs, "/f", b"ab")
    blobs.append(blob, b"cd")
    tree.put("/f", blob)

    entry = tree.entry("/f")

    assert entry is not None
    assert entry.size == 4
    assert _contents(tmp_path) == [b"abcd"]


def test_a_folder_moves_with_what_is_below_it(tree: FileTree, blobs: Blobs) -> None:
    _put(tree, blobs, "/a/b/f", b"x")

    tree.move("/a", "/z")

    assert tree.entry("/a") is None
    assert [each.path for each in tree.children("/z/b")] == ["/z/b/f"]


def test_two_trees_share_nothing(blobs: Blobs) -> None:
    database = open_database(None)
    volumes, dbfs = (FileTree(database, name, blobs) for name in ("volumes", "dbfs"))

    volumes.make_folder("/a")

    assert dbfs.is_empty()
    database.close()


def test_temporary_contents_go_at_the_end() -> None:
    blobs = Blobs()
    file = blobs.file(blobs.new())
    assert file.exists()

    blobs.close()

    assert not file.parent.exists()
