"""Names: when two are one, and finding every spelling in raw bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem, kind_of_file
from apparate_ng.model.releases.names import comparable, mentioned


@pytest.mark.parametrize(
    "spelling", ["sales-features", "Sales_Features", "SALES.features", "sales-_.features"]
)
def test_python_names_are_compared_after_pep_503(spelling: str) -> None:
    assert comparable(spelling, Ecosystem.PYTHON) == "sales-features"


def test_jar_names_are_compared_as_written() -> None:
    names = ["sales-features_2.12", "sales-features_2.13", "sales-features", "Sales-Features"]
    assert [comparable(name, Ecosystem.JVM) for name in names] == names


@given(
    st.lists(st.from_regex(r"\A[a-z0-9]{1,5}\Z"), min_size=1, max_size=4),
    st.data(),
)
@settings(deadline=None)
def test_every_spelling_is_found(parts: list[str], data: st.DataObject) -> None:
    def spelled() -> str:
        text = (
            data.draw(st.sampled_from(parts[:1])).title() if data.draw(st.booleans()) else parts[0]
        )
        for part in parts[1:]:
            text += data.draw(st.from_regex(r"\A[-_.]{1,3}\Z")) + part
        return text.upper() if data.draw(st.booleans()) else text

    wanted, found = spelled(), spelled()
    assert comparable(wanted, Ecosystem.PYTHON) == comparable(found, Ecosystem.PYTHON)
    raw = json.dumps({"whl": f"/Workspace/x/{found}-1.4.2-py3-none-any.whl"}).encode()
    assert mentioned(wanted)(raw)


@pytest.mark.parametrize("escaped", ["sales%5Ffeatures", "sales%2dfeatures", "sales%2Efeatures"])
def test_escaped_separators_are_found(escaped: str) -> None:
    assert mentioned("sales-features")(escaped.encode())


@pytest.mark.parametrize(
    "other", ["salesfeatures", "sales features", "sales-feature", "features-sales"]
)
def test_other_names_are_not_mentioned(other: str) -> None:
    assert not mentioned("sales-features")(other.encode())


def test_a_name_is_no_pattern() -> None:
    assert mentioned("lib+x_2.12")(b"lib+x_2.12-1.0.jar")
    assert not mentioned("lib+x_2.12")(b"libbx_2.12-1.0.jar")


@pytest.mark.parametrize(
    ("file_name", "kind"),
    [
        ("a-1.whl", ArtifactKind.WHEEL),
        ("A-1.WHL", ArtifactKind.WHEEL),
        ("a-1.egg", ArtifactKind.EGG),
        ("a-1.jar", ArtifactKind.JAR),
        ("a-1.tar.gz", None),
        ("a-1.zip", None),
        ("whl", None),
    ],
)
def test_the_end_of_a_file_name_announces_its_kind(
    file_name: str, kind: ArtifactKind | None
) -> None:
    assert kind_of_file(file_name) is kind


@pytest.mark.parametrize(
    ("kind", "ecosystem", "suffix"),
    [("wheel", "python", ".whl"), ("egg", "python", ".egg"), ("jar", "jvm", ".jar")],
)
def test_each_kind_has_its_ecosystem_and_suffix(kind: str, ecosystem: str, suffix: str) -> None:
    assert ArtifactKind(kind).ecosystem.value == ecosystem
    assert ArtifactKind(kind).suffix == suffix
