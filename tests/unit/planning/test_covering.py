"""Does a claim cover a release? Each row is a way in which people write it."""

from __future__ import annotations

import pytest

from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.stores.claim import ClaimedPath, ClaimedVersions
from apparate_ng.model.stores.stored_release import StoredRelease, as_release
from apparate_ng.planning.covering import covers, names_exactly

_FILE = "lib-1.4.2-py3-none-any.whl"
_VOLUME = "/Volumes/main/libs/wheels"


def _release(folder: str = "/Workspace/Shared/libraries", file: str = _FILE) -> StoredRelease:
    found = as_release(file, uri=f"{folder}/{file}", size=1, modified_at=None)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        ("/Workspace/Shared/libraries", f"/Workspace/Shared/libraries/{_FILE}"),
        ("/Workspace/Shared/libraries", f"/Shared/libraries/{_FILE}"),
        ("/Workspace/Shared/libraries", f"/Workspace/Shared//libraries/../libraries/{_FILE}"),
        ("/Workspace/Shared/libraries", f"file:///Workspace/Shared/libraries/{_FILE}"),
        ("/Workspace/Shared/my libs", f"/Workspace/Shared/my%20libs/{_FILE}"),
        (_VOLUME, f"dbfs:{_VOLUME}/{_FILE}"),
        (_VOLUME, f"/Volumes/MAIN/Libs/wheels/{_FILE}"),
        (_VOLUME, f"/dbfs{_VOLUME}/{_FILE}"),
        ("dbfs:/FileStore/jars", f"/dbfs/FileStore/jars/{_FILE}"),
        ("dbfs:/FileStore/jars", f"dbfs:///FileStore/jars/{_FILE}"),
    ],
)
def test_every_spelling_of_a_path_names_the_file(folder: str, path: str) -> None:
    assert names_exactly(ClaimedPath(path=path), _release(folder))
    assert covers(ClaimedPath(path=path), _release(folder))


@pytest.mark.parametrize(
    "path",
    [
        # the same bytes may be seen under another name
        f"s3://bucket/libs/{_FILE}",
        f"abfss://libs@account.dfs.core.windows.net/wheels/{_FILE}",
        f"https://example.com/simple/lib/{_FILE}",
        f"dbfs:/mnt/libs/{_FILE}",
        # only a run knows the folder
        f"./libs/{_FILE}",
        f"/mnt/libs/{_FILE}",
        _FILE,
        f"{{{{job.parameters.folder}}}}/{_FILE}",
        f"${{folder}}/{_FILE}",
        # globs and substitutions
        "/Workspace/Shared/libraries/lib-1.4*.whl",
        "/Shared/libraries/*.whl",
        "/Workspace/Shared/libraries/lib-1.4.[0-9]-py3-none-any.whl",
        "/Workspace/Shared/libraries/lib-{{job.parameters.version}}-py3-none-any.whl",
        "/Workspace/Shared/libraries/${name}.whl",
        "/Workspace/Shared/${folder}/lib-1.0.whl",
        "s3://bucket/*/lib-1.4.2*.whl",
    ],
)
def test_a_path_that_may_lead_there_covers_it(path: str) -> None:
    claimed = ClaimedPath(path=path)

    assert covers(claimed, _release())
    assert not names_exactly(claimed, _release())


@pytest.mark.parametrize(
    "path",
    [
        f"/Workspace/Users/ana@example.com/{_FILE}",
        f"/Workspace/Shared/libraries/old/{_FILE}",
        f"/Volumes/main/libs/wheels/{_FILE}",
        f"dbfs:/FileStore/jars/{_FILE}",
        "/Workspace/Shared/libraries/lib-1.4.20-py3-none-any.whl",
        "/Workspace/Shared/libraries/lib_extra-1.4.2-py3-none-any.whl",
        "/Workspace/Shared/libraries/lib-2*.whl",
        "/Workspace/Shared/libraries/other-{{v}}.whl",
        "s3://bucket/libs/lib-1.4.3-py3-none-any.whl",
    ],
)
def test_a_path_to_another_file_does_not(path: str) -> None:
    assert not covers(ClaimedPath(path=path), _release())


@pytest.mark.parametrize(
    ("path", "covered"),
    [
        (f"/FileStore/jars/{_FILE}", True),
        (f" /FileStore/x/../jars/{_FILE}", True),
        ("/FileStore/jars/lib-1.4*.whl", True),
        (f"/FileStore/other/{_FILE}", False),
        (f"/Volumes/FileStore/jars/{_FILE}", False),
    ],
)
def test_the_root_of_a_bare_path_may_be_that_of_dbfs(path: str, *, covered: bool) -> None:
    release = _release("dbfs:/FileStore/jars")
    assert covers(ClaimedPath(path=path), release) is covered
    assert not names_exactly(ClaimedPath(path=path), release)


def test_an_escaped_plus_is_a_plus() -> None:
    release = _release(file="lib-1.4.2+gabc-py3-none-any.whl")

    assert names_exactly(ClaimedPath(path=release.uri.replace("+", "%2B")), release)


@pytest.mark.parametrize(
    ("version", "specifier", "expected"),
    [
        (None, None, True),
        ("1.4.2", None, True),
        ("1.4.2.0", None, True),
        ("v1.4.2", None, True),
        ("1.4.3", None, False),
        (None, ">=1.4,<2", True),
        (None, "~=1.4.0", True),
        (None, "==1.4.*", True),
        (None, "!=1.4.2", False),
        (None, ">=1.5", False),
        (None, "not a range", True),
    ],
)
def test_versions_of_wheels(version: str | None, specifier: str | None, *, expected: bool) -> None:
    claimed = ClaimedVersions(
        library="lib", ecosystem=Ecosystem.PYTHON, version=version, specifier=specifier
    )

    assert covers(claimed, _release()) is expected


def test_a_version_covers_its_local_builds_as_pip_takes_them() -> None:
    claimed = ClaimedVersions(library="lib", ecosystem=Ecosystem.PYTHON, version="1.4.2")

    assert covers(claimed, _release(file="lib-1.4.2+gabc-py3-none-any.whl"))


def test_a_range_covers_prereleases_too() -> None:
    claimed = ClaimedVersions(library="lib", ecosystem=Ecosystem.PYTHON, specifier=">=1.4")

    assert covers(claimed, _release(file="lib-1.5.0rc1-py3-none-any.whl"))


@pytest.mark.parametrize(
    ("version", "specifier", "expected"),
    [("1.4.2", None, True), ("1.4.3", None, False), (None, "[1.0,2.0)", True), (None, None, True)],
)
def test_versions_of_jars(version: str | None, specifier: str | None, *, expected: bool) -> None:
    claimed = ClaimedVersions(
        library="lib_2.12", ecosystem=Ecosystem.JVM, version=version, specifier=specifier
    )

    assert covers(claimed, _release(file="lib_2.12-1.4.2.jar")) is expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.4.2-spark-3.4", True), ("1.4.2", True), (None, True), ("2", False)],
)
def test_a_jar_that_is_read_as_one_of_a_longer_name_may_be_of_this(
    version: str | None, *, expected: bool
) -> None:
    claimed = ClaimedVersions(library="lib", ecosystem=Ecosystem.JVM, version=version)

    assert covers(claimed, _release(file="lib-1.4.2-spark-3.4.jar")) is expected
    assert not covers(claimed, _release(file="lib-tools-1.4.2.jar"))


@pytest.mark.parametrize(
    ("library", "ecosystem"), [("other", Ecosystem.PYTHON), ("lib", Ecosystem.JVM)]
)
def test_another_library_is_another(library: str, ecosystem: Ecosystem) -> None:
    assert not covers(ClaimedVersions(library=library, ecosystem=ecosystem), _release())


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "lib-latest.whl",
        "lib-1.0.wheelhouse.zip",
        ".lib-1.0.whl",
        "lib.whl",
        "a.part",
        "lib-3-1.jar",  # of whichever library: it stays
        "lib-3-1.whl",
    ],
)
def test_what_is_no_release(name: str) -> None:
    assert as_release(name, uri=f"/Workspace/x/{name}", size=1, modified_at=None) is None
