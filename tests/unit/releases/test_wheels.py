from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.releases.archive import opened
from apparate_ng.releases.artifact import read_release
from apparate_ng.releases.failures import ArtifactError

MakeArchive = Callable[[str, Iterable[tuple[str, str | bytes]]], Path]
FILE = "sales_features-1.5.0-py3-none-any.whl"
METADATA = "sales_features-1.5.0.dist-info/METADATA"


def headers(name: str = "sales-features", version: str = "1.5.0") -> str:
    return f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n\nName: not a header\n"


def read(file: Path) -> Release:
    return read_release(file, store_uri_for=lambda name: f"/Workspace/Shared/libraries/{name}")


def test_a_wheel_is_a_release(make_archive: MakeArchive) -> None:
    file = make_archive(FILE, [("sales_features/__init__.py", ""), (METADATA, headers())])
    assert read(file) == Release(
        name="sales-features",
        version="1.5.0",
        kind=ArtifactKind.WHEEL,
        filename=FILE,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        size=file.stat().st_size,
        uri=f"/Workspace/Shared/libraries/{FILE}",
    )


@pytest.mark.parametrize(
    ("file_name", "name", "version"),
    [
        ("Sales.Features-1.5.0-py3-none-any.whl", "sales-features", "1.5.0"),
        ("sales_features-1.5.0-2-py3-none-any.whl", "sales-features", "1.5"),
        ("sales_features-1.5.0rc1-py3-none-any.whl", "Sales_Features", "1.5.0.rc1"),
        ("sales_features-1.5.0+g12ab-py3-none-any.whl", "sales-features", "1.5.0+g12ab"),
        ("sales_features-1!1.0-cp311-cp311-manylinux_2_17_x86_64.whl", "sales_features", "1!1.0"),
    ],
)
def test_other_spellings_of_one_identity_agree(
    make_archive: MakeArchive, file_name: str, name: str, version: str
) -> None:
    file = make_archive(file_name, [(METADATA, headers(name, version))])
    release = read(file)
    assert (release.name, release.version) == (name, version)


@pytest.mark.parametrize(
    ("file_name", "members", "says"),
    [
        (FILE, [(METADATA, headers(version="1.4.9"))], "1.4.9"),
        ("other-1.5.0-py3-none-any.whl", [(METADATA, headers())], "other 1.5.0"),
        (FILE, [("a.dist-info/METADATA", headers())], "folder called a.dist-info"),
        (FILE, [("sales_features/__init__.py", "")], "no METADATA"),
        (FILE, [("sales_features-1.5.0.dist-info/RECORD", "")], "no METADATA"),
        (FILE, [(METADATA, headers()), ("b-1.dist-info/RECORD", "")], "b-1.dist-info and sales"),
        (FILE, [(METADATA, "Name: sales-features\n\n")], "lack a name or a version"),
        (FILE, [(METADATA, "Version: 1.5.0\n" + headers())], "lack a name or a version"),
        (FILE, [(METADATA, headers(version="latest"))], "'latest' is none"),
        (FILE, [("x y-1.dist-info/METADATA", headers(name="x y"))], "'x y' is none"),
        ("sales_features-1.5.0.whl", [(METADATA, headers())], "no wheel's file name"),
        ("sales_features-latest-py3-none-any.whl", [(METADATA, headers())], "no wheel's file name"),
        (FILE, [(METADATA, headers()), ("../evil.py", "")], "leads outside"),
        (FILE, [(METADATA, headers()), ("a/../../evil.py", "")], "leads outside"),
        (FILE, [(METADATA, headers()), ("/etc/evil", "")], "leads outside"),
        (FILE, [(METADATA, headers()), ("C:/evil", "")], "leads outside"),
        (FILE, [(METADATA, headers()), ("..\\evil.py", "")], "leads outside"),
        (FILE, [(METADATA, headers() + "x" * (10 << 20))], "too large"),
    ],
)
def test_what_is_no_sound_wheel_is_refused(
    make_archive: MakeArchive, file_name: str, members: list[tuple[str, str]], says: str
) -> None:
    file = make_archive(file_name, members)
    with pytest.raises(ArtifactError, match=says) as caught:
        read(file)
    assert caught.value.where == str(file)
    assert "\n" not in caught.value.what


def test_disagreement_names_both_sides(make_archive: MakeArchive) -> None:
    file = make_archive(FILE, [(METADATA, headers("sales-features", "1.4.9"))])
    with pytest.raises(ArtifactError, match=r"sales-features 1\.5\.0.*sales-features 1\.4\.9"):
        read(file)


def test_a_member_that_is_there_twice_is_refused(make_archive: MakeArchive) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the standard library warns while the test writes it
        file = make_archive(FILE, [(METADATA, headers()), (METADATA, headers(version="2.0"))])
    with pytest.raises(ArtifactError, match="more than once"):
        read(file)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torso", b"<html>login</html>"])
def test_no_zip(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / FILE
    file.write_bytes(content)
    with pytest.raises(ArtifactError, match=r"no proper \.whl file"):
        read(file)


def test_no_zip_under_a_name_without_a_suffix(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"no zip")
    with (
        pytest.raises(ArtifactError, match="this is no proper library file: "),
        opened(tmp_path / "kept"),
    ):
        pass


def test_a_damaged_member_is_one_clear_error(make_archive: MakeArchive) -> None:
    file = make_archive(FILE, [(METADATA, headers() + "words " * 500)])
    content = bytearray(file.read_bytes())
    start = 30 + len(METADATA)
    content[start : start + 8] = b"\xff" * 8
    file.write_bytes(content)
    with pytest.raises(ArtifactError, match=r"no proper \.whl file"):
        read(file)


def test_an_unknown_compression_is_one_clear_error(make_archive: MakeArchive) -> None:
    file = make_archive(FILE, [(METADATA, headers())])
    content = bytearray(file.read_bytes())
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    content[local + 8], content[central + 10] = 99, 99
    file.write_bytes(content)
    with pytest.raises(ArtifactError, match=r"no proper \.whl file"):
        read(file)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="cannot be read: No such file"):
        read(tmp_path / FILE)


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(ArtifactError, match="this is a folder"):
        read(tmp_path / FILE)


@pytest.mark.parametrize("file_name", ["sales.zip", "sales-1.0.tar.gz", "x.wheelhouse.zip", "whl"])
def test_other_files_are_no_library(tmp_path: Path, file_name: str) -> None:
    (tmp_path / file_name).touch()
    with pytest.raises(ArtifactError, match="no library") as caught:
        read(tmp_path / file_name)
    assert caught.value.hint is not None
