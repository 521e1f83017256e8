from __future__ import annotations

import pytest

from apparate_ng.sandbox.state.paths import lineage, object_path, parent_of


@pytest.mark.parametrize(
    ("path", "stored"),
    [
        ("/", "/"),
        ("/Workspace", "/"),
        ("/Workspace/", "/"),
        ("/Workspace/Shared/x", "/Shared/x"),
        ("/Shared/x/", "/Shared/x"),
        ("//Shared//x", "/Shared/x"),
        ("/WorkspaceX/y", "/WorkspaceX/y"),
        ("/Shared/../Users/a b@c", "/Users/a b@c"),
    ],
)
def test_both_spellings_are_one_object(path: str, stored: str) -> None:
    assert object_path(path) == stored


def test_a_relative_path_is_refused() -> None:
    with pytest.raises(ValueError, match="doesn't start with '/'"):
        object_path("Shared/x")


def test_folders_above() -> None:
    assert lineage("/a/b") == ["/a/b", "/a", "/"]
    assert parent_of("/a") == "/"
    assert parent_of("/") == ""
