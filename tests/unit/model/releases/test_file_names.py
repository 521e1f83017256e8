"""File names: what people really have in their jobs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.utils import canonicalize_name

from apparate_ng.model.releases.file_names import is_variable, read_file_name
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.versions import version_or_none

UUID = "8c2a7c1e-93d4-4b1c-9a60-0d5a1f0b7e11"

WHEELS = [
    # file name, library, version
    ("sales_features-1.4.2-py3-none-any.whl", "sales-features", "1.4.2"),
    ("Sales.Features-1.4.2-py3-none-any.whl", "sales-features", "1.4.2"),
    ("sales-features-1.4.2-py3-none-any.whl", "sales-features", "1.4.2"),
    ("sales_features-1.4.2-1-py3-none-any.whl", "sales-features", "1.4.2"),
    ("sales-features-1.4.2-7b-py3-none-any.whl", "sales-features", "1.4.2"),
    ("sales_features-1.4.2-py2.py3-none-any.whl", "sales-features", "1.4.2"),
    ("sales_features-1.4.2-cp311-cp311-manylinux_2_17_x86_64.whl", "sales-features", "1.4.2"),
    ("SALES_FEATURES-1.4.2-PY3-NONE-ANY.WHL", "sales-features", "1.4.2"),
    ("sales_features-1.4.2.whl", "sales-features", "1.4.2"),
    ("sales-features-1.4.2.whl", "sales-features", "1.4.2"),
    ("sales_features-v1.4.2.whl", "sales-features", "v1.4.2"),
    ("sales_features-1.4.2rc1-py3-none-any.whl", "sales-features", "1.4.2rc1"),
    ("sales_features-1.2.3.rc1-py3-none-any.whl", "sales-features", "1.2.3.rc1"),
    ("sales_features-1!1.0-py3-none-any.whl", "sales-features", "1!1.0"),
    ("sales_features-1.4.2+gabc-py3-none-any.whl", "sales-features", "1.4.2+gabc"),
    ("sales_features-1.4.2%2Bgabc-py3-none-any.whl", "sales-features", "1.4.2+gabc"),
    ("sales%5Ffeatures-1.4.2-py3-none-any.whl", "sales-features", "1.4.2"),
    ("foo-2-1.0.0-py3-none-any.whl", "foo", "2"),
    (f"{UUID}-sales_features-1.4.2-py3-none-any.whl", "sales-features", "1.4.2"),
    (f"{UUID.replace('-', '_')}_sales_features-1.4.2-py3-none-any.whl", "sales-features", "1.4.2"),
    (f"{UUID.upper()}-sales_features-1.4.2.whl", "sales-features", "1.4.2"),
    ("sales_features_extra-1.4.2-py3-none-any.whl", "sales-features-extra", "1.4.2"),
    ("sales-features-extra-1.4.2-py3-none-any.whl", "sales-features-extra", "1.4.2"),
    ("extra-sales-features-1.4.2-py3-none-any.whl", "extra-sales-features", "1.4.2"),
    ("sales-features-3d-tools-1.4.2-py3-none-any.whl", "sales-features-3d-tools", "1.4.2"),
]

EGGS = [
    ("sales_features-1.4.2-py3.9.egg", "sales-features", "1.4.2"),
    ("sales_features-1.4.2_1-py3.9.egg", "sales-features", "1.4.2-1"),
    ("sales_features-1.4.2_rc1-py3.9.egg", "sales-features", "1.4.2-rc1"),
    ("sales_features-1.4.2-py3.9-linux-x86_64.egg", "sales-features", "1.4.2"),
    ("sales_features-1.4.2.egg", "sales-features", "1.4.2"),
    (f"{UUID}-sales_features-1.4.2-py3.9.egg", "sales-features", "1.4.2"),
    (f"{UUID.replace('-', '_')}_sales_features-1.4.2-py3.9.egg", "sales-features", "1.4.2"),
    (f"{UUID.replace('-', '_')}-sales_features-1.4.2-py3.9.egg", "sales-features", "1.4.2"),
]

JARS = [
    ("sales-features-1.4.2.jar", "sales-features", "1.4.2"),
    ("sales-features_2.12-1.4.2.jar", "sales-features_2.12", "1.4.2"),
    ("sales-features_2.13-1.4.2.jar", "sales-features_2.13", "1.4.2"),
    ("sales-features_3-1.4.2.jar", "sales-features_3", "1.4.2"),
    ("iceberg-spark-runtime-3.5_2.12-1.4.2.jar", "iceberg-spark-runtime-3.5_2.12", "1.4.2"),
    ("sales-features_2.12-1.4.2-SNAPSHOT.jar", "sales-features_2.12", "1.4.2-SNAPSHOT"),
    ("sales-features_2.12-1.4.2-assembly.jar", "sales-features_2.12", "1.4.2"),
    ("sales-features_2.12-1.4.2-SNAPSHOT-assembly.jar", "sales-features_2.12", "1.4.2-SNAPSHOT"),
    ("sales-features-1.4.2-jar-with-dependencies.jar", "sales-features", "1.4.2"),
    ("sales-features-assembly-1.4.2.jar", "sales-features-assembly", "1.4.2"),
    ("sales-features-1.4.2-rc-1.jar", "sales-features", "1.4.2-rc-1"),
    ("sales-features-1.4.2-beta.jar", "sales-features", "1.4.2-beta"),
    ("sales-features-1.4.2-snapshot.jar", "sales-features", "1.4.2-snapshot"),
    ("sales-features-1.4.2-beta-assembly.jar", "sales-features", "1.4.2-beta"),
    ("guava-33.0.0-jre.jar", "guava", "33.0.0-jre"),
    ("sales-features-1.4.2-20240101.120000-1.jar", "sales-features", "1.4.2-20240101.120000-1"),
    (f"{UUID}-sales-features_2.12-1.4.2.jar", "sales-features_2.12", "1.4.2"),
    (
        f"{UUID.replace('-', '_')}-sales_features_2_12_1_4_2-1.0.jar",
        "sales_features_2_12_1_4_2",
        "1.0",
    ),
]


@pytest.mark.parametrize(("file_name", "library", "version"), WHEELS + EGGS + JARS)
def test_a_name_says_library_and_version(file_name: str, library: str, version: str) -> None:
    named = read_file_name(file_name)
    assert named is not None
    assert (named.name, named.version, named.is_bundle) == (library, version, False)
    assert file_name.lower().endswith(named.kind.suffix)


UNVERSIONED = [
    ("sales_features-latest.whl", "sales-features"),
    ("sales_features-latest-py3-none-any.whl", "sales-features"),
    ("sales_features.whl", "sales-features"),
    ("sales-features.whl", "sales-features"),
    ("sales_features-py3-none-any.whl", "sales-features"),
    ("sales_features-1.2.3_local.1-py3-none-any.whl", "sales-features"),
    ("sales_features-1.4-*.whl", "sales-features"),
    ("sales_features-*.whl", "sales-features"),
    ("sales_features*.whl", "sales-features"),
    ("sales_features-1.4.?-py3-none-any.whl", "sales-features"),
    ("sales_features-[0-9].whl", "sales-features"),
    ("sales_features-{{job.parameters.v}}-py3-none-any.whl", "sales-features"),
    ("sales_features-1.{{job.parameters.minor}}-py3-none-any.whl", "sales-features"),
    ("sales_features-${bundle.version}-py3-none-any.whl", "sales-features"),
    ("sales_features-latest.egg", "sales-features"),
    ("sales-features_2.12-latest.jar", "sales-features_2.12"),
    ("sales-features.jar", "sales-features"),
    ("sales-features-1.4.2-tests.jar", "sales-features"),
    ("sales-features-1.4.2-sources.jar", "sales-features"),
    # five parts with tags, and a version that nobody can read
    ("lib-garbage-py3-none-any.whl", "lib"),
    ("lib-abc-py3-none-any.whl", "lib"),
    ("LIB-ABC-PY3-NONE-ANY.WHL", "lib"),
    ("lib-not.a.version-py3-none-any.whl", "lib"),
    ("lib-X.Y.Z-py3-none-any.whl", "lib"),
    ("lib-X.Y.Z-cp311-cp311-manylinux_2_17_x86_64.whl", "lib"),
    ("lib-1.4.x-7-py3-none-any.whl", "lib"),
    ("sales_features-garbage-py2.py3-none-any.whl", "sales-features"),
    (f"{UUID}-lib-garbage-py3-none-any.whl", "lib"),
    ("lib-garbage-py3.8.egg", "lib"),
    ("lib-garbage-py3.8-linux-x86_64.egg", "lib"),
    ("sales_features-X.Y.Z-py3.11.egg", "sales-features"),
]


@pytest.mark.parametrize(("file_name", "library"), UNVERSIONED)
def test_a_name_without_a_version_still_names_its_library(file_name: str, library: str) -> None:
    named = read_file_name(file_name)
    assert named is not None
    assert (named.name, named.version) == (library, None)


OTHERS = [
    ("lib-dev-tools-1.0-py3-none-any.whl", "lib-dev-tools"),
    ("lib-dev-tools-py3-none-any.whl", "lib-dev-tools"),
    ("lib-tools-1.0-py3-none-any.whl", "lib-tools"),
    ("lib-tools-1.0-1-py3-none-any.whl", "lib-tools"),
    ("lib-abc.whl", "lib-abc"),
    ("lib-one-two-three-four.whl", "lib-one-two-three-four"),
    ("lib-tools-1.0-py3.8.egg", "lib-tools"),
    ("lib-abc.egg", "lib-abc"),
    ("lib-py3-tools.egg", "lib-py3-tools"),
    ("lib-py3-none-any.whl", "lib"),
    ("lib-abc-py3-none-any.jar", "lib-abc-py3-none-any"),
]


@pytest.mark.parametrize(("file_name", "library"), OTHERS)
def test_only_a_complete_name_has_a_field_for_the_version(file_name: str, library: str) -> None:
    named = read_file_name(file_name)
    assert named is not None
    assert named.name == library


_NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_.]*", fullmatch=True)
_VERSIONS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.+!]*", fullmatch=True)


@given(_NAMES, _VERSIONS, st.sampled_from(["-py3-none-any.whl", "-py3.11.egg"]))
@settings(deadline=None)
def test_in_a_complete_name_the_first_field_is_the_library(
    name: str, version: str, rest: str
) -> None:
    named = read_file_name(f"{name}-{version}{rest}")
    assert named is not None
    assert named.name == canonicalize_name(name)
    assert (named.version is None) is (version_or_none(version, Ecosystem.PYTHON) is None)


NEAR_MISSES = [
    "sales_features_extra-1.4.2-py3-none-any.whl",
    "sales-features-extra-1.4.2-py3-none-any.whl",
    "sales-features-extra.whl",
    "sales-features-one-two-three.whl",
    "sales-features-dev-tools.whl",
    "sales-features-main-job-extra.whl",
    "sales-features-latest-models-1.0-py3-none-any.whl",
    "sales_featuresx-1.4.2-py3-none-any.whl",
    "my_sales_features-1.4.2-py3-none-any.whl",
    "sales-1.4.2-py3-none-any.whl",
]


@pytest.mark.parametrize("file_name", NEAR_MISSES)
def test_another_library_is_not_taken_for_this_one(file_name: str) -> None:
    named = read_file_name(file_name)
    assert named is not None
    assert named.name != "sales-features"


@pytest.mark.parametrize(
    "file_name", ["sales_features-1.4.2.wheelhouse.zip", "sales_features.WHEELHOUSE.ZIP"]
)
def test_a_wheelhouse_holds_many_wheels(file_name: str) -> None:
    named = read_file_name(file_name)
    assert named is not None
    assert (named.name, named.version, named.is_bundle) == ("sales-features", None, True)


@pytest.mark.parametrize(
    "file_name", ["", "sales_features", "sales_features-1.4.2.tar.gz", "requirements.txt", "x.zip"]
)
def test_other_files_are_no_libraries(file_name: str) -> None:
    assert read_file_name(file_name) is None


@given(st.text(max_size=40), st.sampled_from(["", ".whl", ".egg", ".jar", ".wheelhouse.zip"]))
@settings(deadline=None)
def test_no_name_is_too_strange(stem: str, suffix: str) -> None:
    named = read_file_name(stem + suffix)
    assert named is not None or not suffix


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ("/a/lib-*.whl", True),
        ("/a/lib-1.?.whl", True),
        ("/a/lib-[12].whl", True),
        ("/a/{{job.parameters.v}}/lib.whl", True),
        ("/a/${v}/lib.whl", True),
        ("/a/lib-1.0.whl", False),
        ("/a/$v/{lib}.whl", False),
    ],
)
def test_what_only_a_run_completes(text: str, *, variable: bool) -> None:
    assert is_variable(text) is variable
