from __future__ import annotations

import pytest

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.opening import StoreNameError, checked_store_name, open_store
from apparate_ng.workspace.connection import Connection


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("/Workspace/Shared/libraries", "/Workspace/Shared/libraries"),
        ("/Shared/libraries", "/Workspace/Shared/libraries"),
        (" /Workspace/Shared/libraries/ ", "/Workspace/Shared/libraries"),
        ("/Workspace/Shared/ä b", "/Workspace/Shared/ä b"),
        ("/Volumes/main/libs/wheels", "/Volumes/main/libs/wheels"),
        ("/Volumes/Main/LIBS/Wheels/Team A/", "/Volumes/main/libs/wheels/Team A"),
        ("dbfs:/Volumes/main/libs/wheels", "/Volumes/main/libs/wheels"),
        ("/dbfs/Volumes/main/libs/wheels", "/Volumes/main/libs/wheels"),
        ("dbfs:/FileStore/libraries", "dbfs:/FileStore/libraries"),
        ("dbfs:/FileStore//libraries/", "dbfs:/FileStore/libraries"),
        ("/dbfs/FileStore/libraries", "dbfs:/FileStore/libraries"),
        ("/Volumes/main/libs/wheels/a+b%2Bc#d?e", "/Volumes/main/libs/wheels/a+b%2Bc#d?e"),
    ],
)
def test_names_of_stores(name: str, path: str) -> None:
    assert checked_store_name(name) == path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("/Workspace", "no library store"),
        ("/", "no library store"),
        ("", "no library store"),
        ("libraries", "no library store"),
        ("https://example.com/simple", "no library store"),
        ("/Workspace/Shared/a\nb", "no library store"),
        ("/Volumes", "no library store"),
        ("/Volumes/main", "no library store"),
        ("/Volumes/main/libs", "no library store"),
        ("dbfs:/Volumes/main/libs", "no library store"),
        ("/Volumes/main/libs/../../x/y", "no library store"),
        ("dbfs:/", "no library store"),
        ("/dbfs/", "no library store"),
        ("dbfs:/FileStore/../..", "no library store"),
        ("s3://bucket/libs", "no library store"),
        ("abfss://c@a.dfs.core.windows.net/libs", "no library store"),
        ("gs://bucket/libs", "no library store"),
    ],
)
def test_what_is_no_store(name: str, words: str) -> None:
    with pytest.raises(StoreNameError, match=words) as raised:
        checked_store_name(name)
    assert "/Workspace/Shared/libraries" in (raised.value.hint or "")


def test_opening_asks_nothing(sandbox: Sandbox, connection: Connection) -> None:
    assert open_store(connection, "/Shared/x").uri == "/Workspace/Shared/x"
    assert open_store(connection, "/Volumes/A/b/c/D").uri == "/Volumes/a/b/c/D"
    assert open_store(connection, "/dbfs/x").uri == "dbfs:/x"
    assert sandbox.journal() == []
