"""Files and what was learned of them, kept between runs."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec
import pytest

from apparate_ng.model.compatibility.checks import RequirementsChange
from apparate_ng.operations.facts.file_cache import FileCache


def a_file(folder: Path, content: bytes = b"wheel") -> tuple[Path, str]:
    file = folder / "given"
    file.write_bytes(content)
    return file, hashlib.sha256(content).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "deep"


def test_a_file_is_kept_by_its_sha256(tmp_path: Path, folder: Path) -> None:
    file, sha256 = a_file(tmp_path)
    cache = FileCache(folder)
    assert cache.file(sha256) is None

    cache.keep_file(file, sha256)
    file.unlink()

    kept = FileCache(folder).file(sha256)
    assert kept is not None
    assert kept.read_bytes() == b"wheel"
    assert [one.name for one in kept.parent.iterdir()] == [sha256]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other permissions")
def test_nobody_else_may_look(tmp_path: Path, folder: Path) -> None:
    cache = FileCache(folder)
    cache.keep_file(*a_file(tmp_path))
    cache.keep_document("seen", ("a",), 1)
    assert {one.stat().st_mode & 0o077 for one in folder.iterdir()} == {0}


def test_a_file_that_was_damaged_is_forgotten(tmp_path: Path, folder: Path) -> None:
    file, sha256 = a_file(tmp_path)
    cache = FileCache(folder)
    cache.keep_file(file, sha256)
    kept = cache.file(sha256)
    assert kept is not None
    kept.write_bytes(b"whee")

    assert cache.file(sha256) is None
    assert not kept.exists()


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path, folder: Path) -> None:
    cache = FileCache(folder, largest=10)
    kept = {}
    for age, content in ((300, b"aaaa"), (200, b"bbbb"), (100, b"cc")):
        file, sha256 = a_file(tmp_path, content)
        cache.keep_file(file, sha256)
        path = cache.file(sha256)
        assert path is not None
        os.utime(path, (path.stat().st_atime - age, path.stat().st_mtime - age))
        kept[content] = sha256
    assert cache.file(kept[b"aaaa"]) is not None  # used just now
    file, sha256 = a_file(tmp_path, b"dddd")
    cache.keep_file(file, sha256)

    left = {content for content, digest in kept.items() if cache.file(digest)}
    assert left == {b"aaaa", b"cc"}
    assert cache.file(sha256) is not None


def test_documents_are_kept_by_kind_and_key(folder: Path) -> None:
    cache = FileCache(folder)
    change = RequirementsChange(from_version="1", added=("a",))
    cache.keep_document("diffs", ("a", "b"), change)
    again = FileCache(folder)
    assert again.document("diffs", ("a", "b"), RequirementsChange) == change
    assert again.document("diffs", ("ab", ""), RequirementsChange) is None
    assert again.document("seen", ("a", "b"), RequirementsChange) is None
    assert again.document("diffs", ("a", "b"), int) is None


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[1, 2]"])
def test_a_document_that_cannot_be_read_is_none(folder: Path, content: bytes) -> None:
    cache = FileCache(folder)
    cache.keep_document("diffs", ("a",), {"from_version": "1"})
    [file] = (folder / "diffs").iterdir()
    file.write_bytes(content)
    assert cache.document("diffs", ("a",), RequirementsChange) is None


def test_where_nothing_can_be_kept_all_works_without(tmp_path: Path) -> None:
    file, sha256 = a_file(tmp_path)
    cache = FileCache(file)  # no folder can be made below a file
    cache.keep_file(file, sha256)
    cache.keep_document("diffs", ("a",), 1)
    assert cache.file(sha256) is None
    assert cache.document("diffs", ("a",), int) is None


def test_keys_may_hold_anything(folder: Path) -> None:
    cache = FileCache(folder)
    cache.keep_document("seen", ("/Workspace/\udcff", "ä"), "x")
    assert cache.document("seen", ("/Workspace/\udcff", "ä"), str) == "x"
    assert msgspec.json.decode(next((folder / "seen").iterdir()).read_bytes()) == "x"
