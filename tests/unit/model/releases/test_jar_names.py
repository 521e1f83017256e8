"""Names of jars: what of a name with several numbers is the library, and what the version."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.model.releases.file_names import may_be_of, read_file_name
from apparate_ng.model.releases.jar_names import may_be_jar_of, read_jar_name

NUMBERS_IN_NAMES = [
    ("sales-3-etl-1.4.2", "sales-3-etl", "1.4.2"),
    ("sales-2-core-1.0.0", "sales-2-core", "1.0.0"),
    ("log4j-1.2-api-2.17.1", "log4j-1.2-api", "2.17.1"),
    ("sales-3-etl-1.4.2-SNAPSHOT-assembly", "sales-3-etl", "1.4.2-SNAPSHOT"),
    ("sales-3-etl-1.4.2-20240101.120000-1", "sales-3-etl", "1.4.2-20240101.120000-1"),
    ("sales-3-etl_2.12-1.4.2", "sales-3-etl_2.12", "1.4.2"),
    ("core_2.12-3-etl-1.4.2", "core_2.12-3-etl", "1.4.2"),
    ("sales-3d-tools-1.4.2", "sales-3d-tools", "1.4.2"),
    ("sales-3d-1.4.2", "sales-3d", "1.4.2"),
    ("lib-3-1.4.2", "lib-3", "1.4.2"),
    ("lib-3-1.4.2-SNAPSHOT", "lib-3", "1.4.2-SNAPSHOT"),
    ("a-1-b-2-c-3.0", "a-1-b-2-c", "3.0"),
    ("lib-1.4.2-spark-3.5", "lib-1.4.2-spark", "3.5"),
    ("lib_3-1", "lib_3", "1"),
]
VERSIONS = [
    "1",
    "3-SNAPSHOT",
    "3.Final",
    "3rc1",
    "1.4.2",
    "1.4.2-1",
    "1.4.2-3-gabc1234",
    "1.4.2-rc-1",
    "1.4.2-rc.1",
    "1.4.2.Final",
    "1.4.2.RELEASE",
    "1.4.2-jre",
    "1.4.2-jre8",
    "1.4.2-dev",
    "1.4.2-dev.3",
    "1.4.2-ea",
    "1.4.2-pre",
    "1.4.2-preview1",
    "1.4.2-nightly",
    "1.4.2-nightly-20240101",
    "1.4.2-incubating",
    "1.4.2-build5",
    "1.4.2-hadoop3",
    "1.4.2-FOO",
    "1.2.1.spark2",
    "1.4.2+build.5",
    "1.4.2_2.12",
    "1.4.2-20240101.120000-1",
    "1.4.2-20240101",
    "20240101",
    "20240101-3",
    "2024-01-15",
]


@pytest.mark.parametrize(("stem", "library", "version"), NUMBERS_IN_NAMES)
def test_what_follows_the_name_looks_like_a_version(stem: str, library: str, version: str) -> None:
    named = read_jar_name(stem)
    assert named is not None
    assert (named.library, named.version, named.is_ambiguous) == (library, version, False)


@pytest.mark.parametrize("bundle", ["", "-assembly", "-jar-with-dependencies"])
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("library", ["lib", "sales-3-etl", "log4j-1.2-api", "core_2.12"])
def test_versions_of_jars(library: str, version: str, bundle: str) -> None:
    named = read_jar_name(f"{library}-{version}{bundle}")
    assert named is not None
    assert (named.library, named.version) == (library, version)


AMBIGUOUS = [
    ("lib-3-1", ["lib", "lib-3"]),
    ("lib-3-1-assembly", ["lib", "lib-3"]),
    ("lib-3-rc-1", ["lib", "lib-3-rc"]),
    ("lib-3-20240101.120000-1", ["lib", "lib-3"]),
    ("lib-1.0-3.5.0", ["lib", "lib-1.0"]),
    ("sales-3-etl-2-1", ["sales-3-etl", "sales-3-etl-2"]),
]


@pytest.mark.parametrize(("stem", "libraries"), AMBIGUOUS)
def test_what_may_be_of_two_libraries_has_no_version(stem: str, libraries: list[str]) -> None:
    named = read_file_name(f"{stem}.jar")
    assert named is not None
    assert (named.name, named.version, named.is_ambiguous) == (libraries[0], None, True)
    assert [may_be_of(library, f"{stem}.jar") for library in libraries] == [True, True]


@pytest.mark.parametrize(
    ("stem", "library"),
    [
        ("sales-3-etl", "sales"),
        ("sales-3-etl-latest", "sales-3-etl"),
        ("sales-3-etl-*", "sales-3-etl"),
        ("sales-3-etl-{{job.parameters.v}}", "sales-3-etl"),
        ("sales-3-etl-1.${minor}", "sales-3-etl"),
        ("lib-1.4.2-tests", "lib"),
        ("lib-3.x", "lib"),
        ("lib-3-tests", "lib"),
        ("lib-3-1-tests", "lib"),
    ],
)
def test_without_a_version_the_name_is_still_told(stem: str, library: str) -> None:
    named = read_file_name(f"{stem}.jar")
    assert named is not None
    assert (named.name, named.version, named.is_ambiguous) == (library, None, False)


@pytest.mark.parametrize(
    ("library", "file_name", "expected"),
    [
        ("sales", "sales-3-etl-1.4.2.jar", False),
        ("log4j", "log4j-1.2-api-2.17.1.jar", False),
        ("sales-3-etl", "sales-3-etl-1.4.2.jar", False),
        ("sales-3-etl", "sales-3-etl.jar", True),
        ("log4j-1.2", "log4j-1.2-2.jar", True),
        ("lib", "lib-1.4.2.jar", False),
        ("lib", "other-1.4.2.jar", False),
        ("lib", "lib-3-1.whl", False),
        ("lib", "notes.txt", False),
    ],
)
def test_only_what_reads_in_two_ways_may_be_of_another(
    library: str, file_name: str, *, expected: bool
) -> None:
    assert may_be_of(library, file_name) is expected


@pytest.mark.parametrize(
    ("file_name", "library", "version"),
    [
        ("lib-3-core-tools-1.4.2.whl", "lib-3-core-tools", "1.4.2"),
        ("lib-3-core-tools-1.4.2-py3-none-any.whl", "lib-3-core-tools", "1.4.2"),
        ("lib-3-py3-tools-1.4.2.egg", "lib-3-py3-tools", "1.4.2"),
        ("sales-3-etl-1.4.2.egg", "sales-3-etl", "1.4.2"),
        ("sales-3-etl-1.4.2-py3.9.egg", "sales-3-etl", "1.4.2"),
        ("foo-2-1.0.0.whl", "foo-2", "1.0.0"),
        ("lib-3-core-*.whl", "lib-3-core", None),
        ("lib-3-core-latest.egg", "lib-3-core", None),
        ("lib-3-1.whl", "lib-3", None),
        ("{{job.parameters.name}}-1.0.whl", "", None),
        ("sales_*-1.0.jar", "sales", None),
    ],
)
def test_python_libraries_have_numbers_in_their_names_too(
    file_name: str, library: str, version: str | None
) -> None:
    named = read_file_name(file_name)
    assert named is not None
    assert (named.name, named.version) == (library, version)


_WORDS = st.sampled_from(["sales", "etl", "core", "api", "spark", "tools"])
_NUMBERS = st.integers(0, 99).map(str) | st.sampled_from(["1.2", "3.5", "3d"])
_RELEASES = st.lists(st.integers(0, 99), min_size=2, max_size=4).map(
    lambda parts: ".".join(map(str, parts))
)


@given(st.lists(st.tuples(_WORDS, _NUMBERS), min_size=1, max_size=3), _WORDS, _RELEASES)
@settings(deadline=None)
def test_a_number_before_a_word_before_a_number_is_of_the_name(
    parts: list[tuple[str, str]], last: str, version: str
) -> None:
    library = "-".join([*(f"{word}-{number}" for word, number in parts), last])
    named = read_jar_name(f"{library}-{version}")
    assert named is not None
    assert (named.library, named.version) == (library, version)


@pytest.mark.parametrize(
    "stem",
    [
        "a-1" * 20_000,
        "a-1.0" + "-1" * 100 + "!",
        "a-1.0" + "-b" * 100 + "!",
        "a-1.0-" + "b" * 9_999,
    ],
)
def test_no_name_takes_long(stem: str) -> None:
    start = time.monotonic()
    read_jar_name(stem)
    assert may_be_jar_of("a", stem) is False
    assert time.monotonic() - start < 1
