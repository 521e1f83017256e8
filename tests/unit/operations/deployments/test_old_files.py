"""Which paths are read out of what pins say."""

from __future__ import annotations

import pytest

from apparate_ng.operations.deployments.old_files import _FILE


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
        ("lib==1.4.2", []),
        ("com.acme:lib:1.4.2", []),
    ],
)  # fmt: skip
def test_paths_in_a_pin(text: str, paths: list[str]) -> None:
    assert _FILE.findall(text) == paths
