"""Paths: many spellings of one place, and what lies in a store."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.model.dependents.workspace_path import canonical_path, lies_in


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/Workspace/Shared/x.whl", "/Workspace/Shared/x.whl"),
        ("/Shared/x.whl", "/Workspace/Shared/x.whl"),
        ("//Shared//x.whl", "/Workspace/Shared/x.whl"),
        ("/Shared/a/../x.whl", "/Workspace/Shared/x.whl"),
        ("/Shared/./x.whl", "/Workspace/Shared/x.whl"),
        ("/Shared/", "/Workspace/Shared"),
        ("/../../Shared", "/Workspace/Shared"),
        ("/", "/Workspace"),
        ("/Workspaces/x", "/Workspace/Workspaces/x"),
        ("file:///Workspace/Shared/x.whl", "/Workspace/Shared/x.whl"),
        ("file:/Workspace/Shared/x.whl", "/Workspace/Shared/x.whl"),
        ("/Volumes/main/libs/wheels/X.whl", "/Volumes/main/libs/wheels/X.whl"),
        ("dbfs:/Volumes/main/libs/wheels/X.whl", "/Volumes/main/libs/wheels/X.whl"),
        ("/dbfs/Volumes/main/libs/wheels/X.whl", "/Volumes/main/libs/wheels/X.whl"),
        ("/Volumes/Main/Libs/Wheels/Sub/X.whl", "/Volumes/main/libs/wheels/Sub/X.whl"),
        ("/VolumesX/A", "/Workspace/VolumesX/A"),
        ("dbfs:/FileStore/jars/x.jar", "dbfs:/FileStore/jars/x.jar"),
        ("dbfs:///FileStore/jars/x.jar", "dbfs:/FileStore/jars/x.jar"),
        ("/dbfs/FileStore/jars/x.jar", "dbfs:/FileStore/jars/x.jar"),
        ("dbfs:/FileStore/a/../jars/x.jar", "dbfs:/FileStore/jars/x.jar"),
        ("dbfs:/dbfs-copies/x.jar", "dbfs:/dbfs-copies/x.jar"),
        ("dbfs:/dbfs/x.jar", "dbfs:/dbfs/x.jar"),
        ("s3://bucket/x.jar", "s3://bucket/x.jar"),
        ("s3://bucket/libs/../x/y.jar", "s3://bucket/x/y.jar"),
        ("s3://bucket/libs/./y.jar", "s3://bucket/libs/y.jar"),
        ("abfss://c@account.example.com/x.jar", "abfss://c@account.example.com/x.jar"),
        ("https://example.com/x.whl", "https://example.com/x.whl"),
        ("libs/x.whl", "libs/x.whl"),
        ("", ""),
    ],
)
def test_one_spelling_for_each_place(path: str, canonical: str) -> None:
    assert canonical_path(path) == canonical
    assert canonical_path(canonical) == canonical


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/Workspace/Shared/libraries/x.whl", "/Workspace/Shared/libraries"),
        ("/Workspace/Shared/libraries/x.whl", "/Workspace/Shared/libraries/"),
        ("/Shared/libraries/x.whl", "/Workspace/Shared/libraries"),
        ("/Workspace/Shared/libraries/x.whl", "/Shared/libraries"),
        ("/Workspace/Shared/libraries/deep/er/x.whl", "/Workspace/Shared/libraries"),
        ("file:///Workspace/Shared/libraries/x.whl", "/Shared/libraries"),
        ("dbfs:/Volumes/main/libs/wheels/x.whl", "/Volumes/Main/Libs/Wheels"),
        ("/Volumes/MAIN/libs/wheels/x.whl", "dbfs:/Volumes/main/libs/wheels"),
        ("/dbfs/FileStore/jars/x.jar", "dbfs:/FileStore/jars"),
        ("dbfs:/FileStore/jars/x.jar", "dbfs:/FileStore/jars/"),
        ("dbfs:/FileStore/jars/x.jar", "dbfs:/"),
        ("/Shared/x/../libraries/x.whl", "/Shared/libraries"),
        ("s3://bucket/libs/x.jar", "s3://bucket/libs/"),
    ],
)
def test_inside_however_spelled(path: str, folder: str) -> None:
    assert lies_in(path, folder)


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/Workspace/Shared/libraries-old/x.whl", "/Workspace/Shared/libraries"),
        ("/Workspace/Shared/libraries/../mine/x.whl", "/Workspace/Shared/libraries"),
        ("/Workspace/shared/libraries/x.whl", "/Workspace/Shared/libraries"),
        ("/Workspace/Users/ana@example.com/x.whl", "/Workspace/Shared/libraries"),
        ("dbfs:/Shared/libraries/x.whl", "/Shared/libraries"),
        ("/Volumes/main/libs/wheels/Sub/x.whl", "/Volumes/main/libs/wheels/sub"),
        ("/Volumes/main/libs/wheels2/x.whl", "/Volumes/main/libs/wheels"),
        ("libraries/x.whl", "/Workspace/libraries"),
        ("Shared/libraries/x.whl", "/Shared/libraries"),
        ("https://example.com/Shared/libraries/x.whl", "/Shared/libraries"),
        ("s3://bucket-old/libs/x.jar", "s3://bucket"),
        ("s3://bucket/libs/../x/y.jar", "s3://bucket/libs"),
        ("/Workspace/Shared/x.whl", ""),
        ("x.whl", ""),
    ],
)
def test_outside_however_alike(path: str, folder: str) -> None:
    assert not lies_in(path, folder)


PARTS = st.lists(st.sampled_from(["a", "B", "..", ".", "Workspace", "Volumes", "dbfs"]), max_size=6)


@given(st.sampled_from(["/", "/Workspace/", "/Volumes/", "dbfs:/", "/dbfs/", ""]), PARTS)
@settings(deadline=None)
def test_the_canonical_spelling_is_its_own(root: str, parts: list[str]) -> None:
    once = canonical_path(root + "/".join(parts))
    assert canonical_path(once) == once
