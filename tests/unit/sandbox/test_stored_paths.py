from __future__ import annotations

import pytest

from apparate_ng.sandbox.state.dbfs_paths import dbfs_path
from apparate_ng.sandbox.state.volume_paths import volume_name, volume_of, volume_path


@pytest.mark.parametrize(
    ("path", "stored"),
    [
        ("/Volumes/main/libs/wheels/a.whl", "/Volumes/main/libs/wheels/a.whl"),
        ("/Volumes/Main/LIBS/Wheels/Sub/A.whl", "/Volumes/main/libs/wheels/Sub/A.whl"),
        ("/Volumes/main/libs/wheels/sub/", "/Volumes/main/libs/wheels/sub"),
        ("/Volumes/main/libs/wheels", "/Volumes/main/libs/wheels"),
        ("/Volumes/main/libs/wheels/ä b+c.whl", "/Volumes/main/libs/wheels/ä b+c.whl"),
    ],
)
def test_one_spelling_of_a_path_in_a_volume(path: str, stored: str) -> None:
    assert volume_path(path) == stored
    assert volume_of(volume_path(path)) == "/Volumes/main/libs/wheels"
    assert volume_name(volume_path(path)) == "main.libs.wheels"


@pytest.mark.parametrize(
    "path",
    [
        "/Volumes/main/libs",
        "/volumes/main/libs/wheels/a",
        "/Shared/main/libs/wheels",
        "/Volumes/main/libs/wheels/../x",
        "/Volumes/main/libs/wheels/./x",
        "/Volumes/main//wheels/x",
        "",
    ],
)
def test_what_is_no_path_in_a_volume(path: str) -> None:
    with pytest.raises(ValueError, match="Path"):
        volume_path(path)


@pytest.mark.parametrize(
    ("path", "stored"),
    [
        ("/FileStore/a", "/FileStore/a"),
        ("dbfs:/FileStore/a/", "/FileStore/a"),
        ("dbfs:///x/../a", "/a"),
        ("/", "/"),
    ],
)
def test_one_spelling_of_a_path_in_dbfs(path: str, stored: str) -> None:
    assert dbfs_path(path) == stored


@pytest.mark.parametrize("path", ["FileStore/a", "dbfs:a", "s3://bucket/a"])
def test_a_path_in_dbfs_is_absolute(path: str) -> None:
    with pytest.raises(ValueError, match="absolute"):
        dbfs_path(path)
