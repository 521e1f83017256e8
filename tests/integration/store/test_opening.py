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
    ],
)
def test_what_is_no_store(name: str, words: str) -> None:
    with pytest.raises(StoreNameError, match=words) as raised:
        checked_store_name(name)
    assert "/Workspace/Shared/libraries" in (raised.value.hint or "")


def test_opening_asks_nothing(sandbox: Sandbox, connection: Connection) -> None:
    assert open_store(connection, "/Shared/x").uri == "/Workspace/Shared/x"
    assert sandbox.journal() == []
