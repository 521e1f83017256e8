from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.releases.artifact import read_release
from apparate_ng.releases.failures import ArtifactError

MakeArchive = Callable[[str, Iterable[tuple[str, str | bytes]]], Path]


def members(name: str, version: str) -> list[tuple[str, str]]:
    return [("EGG-INFO/PKG-INFO", f"Metadata-Version: 1.0\nName: {name}\nVersion: {version}\n")]


@pytest.mark.parametrize(
    ("file_name", "name", "version"),
    [
        ("sales_features-1.5.0-py3.9.egg", "sales-features", "1.5.0"),
        ("sales_features-1.5.0-py2.7-linux-x86_64.egg", "sales-features", "1.5.0"),
        ("sales_features-1.5.0_1-py3.9.egg", "sales_features", "1.5.0-1"),
        ("sales_features-1.5.0.egg", "Sales.Features", "1.5"),
    ],
)
def test_an_egg_is_a_release(
    make_archive: MakeArchive, file_name: str, name: str, version: str
) -> None:
    file = make_archive(file_name, members(name, version))
    release = read_release(file, store_uri_for=str)
    assert (release.name, release.version, release.kind) == (name, version, ArtifactKind.EGG)


@pytest.mark.parametrize(
    ("file_name", "content", "says"),
    [
        ("lib-1.5.0-py3.9.egg", members("lib", "1.4.0"), r"lib 1\.5\.0.*lib 1\.4\.0"),
        ("lib-1.5.0-py3.9.egg", members("other", "1.5.0"), r"lib 1\.5\.0.*other 1\.5\.0"),
        ("lib.egg", members("lib", "1.5.0"), "file's name has no version"),
        ("lib-1.5.0-py3.9.egg", [("lib/__init__.py", "")], "no egg"),
        ("lib-1.5.0-py3.9.egg", [("EGG-INFO/PKG-INFO", "Name: lib\n")], "lacks"),
        ("lib-1.5.0-py3.9.egg", [*members("lib", "1.5.0"), ("/x", "")], "leads outside"),
    ],
)
def test_what_is_no_sound_egg_is_refused(
    make_archive: MakeArchive, file_name: str, content: list[tuple[str, str]], says: str
) -> None:
    with pytest.raises(ArtifactError, match=says):
        read_release(make_archive(file_name, content), store_uri_for=str)
