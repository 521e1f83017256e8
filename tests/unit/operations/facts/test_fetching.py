"""Fetching files: what there is to say when one cannot be had."""

from __future__ import annotations

import errno
from datetime import datetime, timezone
from pathlib import Path

import pytest

from apparate_ng.operations.facts.fetching import Fetcher, NotFetchedError
from apparate_ng.operations.facts.file_cache import FileCache
from apparate_ng.workspace.any_files import AnyFiles
from apparate_ng.workspace.files import WorkspaceObject

PATH = "/Workspace/Shared/lib-1.0-py3-none-any.whl"
NOW = datetime(2026, 1, 31, tzinfo=timezone.utc)


class OneFile(AnyFiles):
    """A place that has one file, and says of it what a test wants."""

    def __init__(
        self,
        size: int | None = 3,
        modified_at: datetime | None = NOW,
        error: OSError | None = None,
    ) -> None:
        self._found = WorkspaceObject(
            path=PATH, is_folder=False, size=size, modified_at=modified_at
        )
        self._error = error
        self.downloads = 0

    def listed(self, folder: str) -> list[WorkspaceObject]:
        assert folder == "/Workspace/Shared"
        return [self._found]

    def download(self, path: str, target: Path) -> None:
        assert path == PATH
        self.downloads += 1
        target.write_bytes(b"abc")
        if self._error is not None:
            raise self._error


def fetch(files: OneFile, folder: Path, host: str = "https://a") -> bytes:
    cache = FileCache(folder / "cache")
    return Fetcher(files, host, cache, folder).fetch(PATH).path.read_bytes()


def test_a_file_that_was_kept_is_not_fetched_again(tmp_path: Path) -> None:
    files = OneFile()
    assert [fetch(files, tmp_path) for _ in range(3)] == [b"abc"] * 3
    assert files.downloads == 1


def test_the_same_path_of_another_workspace_is_another_file(tmp_path: Path) -> None:
    files = OneFile()
    fetch(files, tmp_path)
    fetch(files, tmp_path, "https://b")
    assert files.downloads == 2


@pytest.mark.parametrize("files", [OneFile(size=None), OneFile(modified_at=None)])
def test_a_file_of_which_little_is_said_is_fetched_each_time(
    tmp_path: Path, files: OneFile
) -> None:
    files.downloads = 0
    assert [fetch(files, tmp_path) for _ in range(2)] == [b"abc"] * 2
    assert files.downloads == 2


def test_a_file_that_is_too_large_is_not_fetched(tmp_path: Path) -> None:
    files = OneFile(size=(512 << 20) + 1)
    with pytest.raises(NotFetchedError, match="larger than 512 MB"):
        fetch(files, tmp_path)
    assert files.downloads == 0


def test_a_disk_that_is_full_is_said(tmp_path: Path) -> None:
    files = OneFile(error=OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(NotFetchedError, match="this machine's disk: No space left"):
        fetch(files, tmp_path)
