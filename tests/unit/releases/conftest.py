"""Archives as somebody may hand them in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import pytest

Members: TypeAlias = Iterable[tuple[str, str | bytes]]
MakeArchive: TypeAlias = Callable[[str, Members], Path]


@pytest.fixture
def make_archive(tmp_path: Path) -> MakeArchive:
    """Write a zip of members, in order, under a file name."""

    def make(file_name: str, members: Members) -> Path:
        file = tmp_path / file_name
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members:
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return file

    return make
