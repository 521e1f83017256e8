"""Which paths are read out of what pins say."""

from __future__ import annotations

import pytest

from apparate_ng.operations.deployments.old_files import _paths_in


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("/Workspace/Shared/lib-1.4.2-py3-none-any.whl", ["/Workspace/Shared/lib-1.4.2-py3-none-any.whl"]),
        ("dbfs:/FileStore/jars/lib-1.4.2.EGG", ["dbfs:/FileStore/jars/lib-1.4.2.EGG"]),
        ("/Volumes/main/l/lib-1.4.2.jar,/Volumes/main/l/x.jar", ["/Volumes/main/l/lib-1.4.2.jar", "/Volumes/main/l/x.jar"]),
        ("lib[spark] @ file:///Workspace/S/lib-1.4.2.whl ; x", ["/Workspace/S/lib-1.4.2.whl"]),
        ("/Workspace/S/lib-1.4.2.whl[spark]", ["/Workspace/S/lib-1.4.2.whl"]),
        ("https://example.com/Shared/lib-1.4.2.whl", []),
        ("s3://bucket/lib-1.4.2.whl", []),
        ("/Workspace/my libs/a -b/lib-1.4.2.whl", ["/Workspace/my libs/a -b/lib-1.4.2.whl"]),
        ("/Workspace/my libs/lib-1.4.2.whl[spark]", ["/Workspace/my libs/lib-1.4.2.whl"]),
        ("file:///a%20b/lib-1.4.2.whl", ["/a b/lib-1.4.2.whl", "/a%20b/lib-1.4.2.whl"]),
        ("libs/lib-1.4.2.whl", []),
        ("lib==1.4.2", []),
        ("com.acme:lib:1.4.2", []),
    ],
)  # fmt: skip
def test_paths_in_a_pin(text: str, paths: list[str]) -> None:
    assert sorted(set(_paths_in(text))) == sorted(paths)
