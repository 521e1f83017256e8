"""Order of versions: whoever defines it, it is not us."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import InvalidVersion, Version

from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.versions import (
    MavenVersion,
    is_older,
    parse_version,
    version_or_none,
)

NUMBERS = st.integers(0, 30)


@st.composite
def pep440_versions(draw: st.DrawFn) -> str:
    epoch = draw(st.sampled_from(["", "", "", "1!"]))
    release = ".".join(map(str, draw(st.lists(NUMBERS, min_size=1, max_size=4))))
    pre = draw(st.sampled_from(["", "", "a1", "b2", "rc1", ".RC2"]))
    post = draw(st.sampled_from(["", "", ".post1", "-2"]))
    dev = draw(st.sampled_from(["", "", ".dev3"]))
    local = draw(st.sampled_from(["", "", "+gabc", "+1.2"]))
    return epoch + release + pre + post + dev + local


@given(pep440_versions(), pep440_versions())
@settings(deadline=None)
def test_python_order_is_that_of_pep_440(left: str, right: str) -> None:
    older = is_older(parse_version(left, Ecosystem.PYTHON), parse_version(right, Ecosystem.PYTHON))
    assert older == (Version(left) < Version(right))


@pytest.mark.parametrize(
    "ascending",
    [
        ("1.4.2", "1.4.10"),
        ("1.0.dev1", "1.0a1", "1.0b1", "1.0rc1", "1.0", "1.0+local", "1.0.post1", "1.1"),
        ("2026.1", "1!0.1"),
    ],
    ids=" < ".join,
)
def test_python_order_in_examples(ascending: tuple[str, ...]) -> None:
    parsed = [parse_version(text, Ecosystem.PYTHON) for text in ascending]
    assert all(is_older(left, right) for left, right in pairwise(parsed))


@pytest.mark.parametrize(
    "ascending",
    [
        ("1.0-SNAPSHOT", "1.0"),
        ("1.0-alpha-1", "1.0-beta-1", "1.0-milestone-1", "1.0-rc-1", "1.0-SNAPSHOT", "1.0"),
        ("1.0", "1.0-sp1", "1.0.1"),
        ("1.0-a1", "1.0-b1", "1.0-m1", "1.0-rc1", "1.0"),
        ("1.9", "1.10"),
        ("1.4.2-20240101.120000-1", "1.4.3"),
        ("1.4.2-rc1", "1.4.2-20240101.120000-1", "1.4.2-20240101.120000-2", "1.4.2"),
        ("1.4.2-20240101.120000-9", "1.4.2-20240102.080000-1", "1.4.2"),
        ("1.4.1", "1.4.2-dev", "1.4.2-beta", "1.4.2"),
        ("1.4.2-preview1", "1.4.2-preview2", "1.4.2-rc1", "1.4.2", "1.4.3-preview1"),
        ("1.4.2-nightly-20240101", "1.4.2-nightly-20240102", "1.4.2"),
        ("1.4.2.pr1", "1.4.2.pr2", "1.4.2"),
        ("1.4.2", "1.4.2-build5", "1.4.2-1", "1.4.2.1"),
    ],
    ids=" < ".join,
)
def test_jars_have_mavens_order(ascending: tuple[str, ...]) -> None:
    parsed = [parse_version(text, Ecosystem.JVM) for text in ascending]
    assert all(is_older(left, right) for left, right in pairwise(parsed))
    assert not any(is_older(right, left) for left, right in pairwise(parsed))


@pytest.mark.parametrize(
    ("left", "right"),
    [("1.0", "1.0.0"), ("1.0-final", "1.0"), ("1.0-GA", "1.0"), ("1.0-cr1", "1.0-rc1")],
)
def test_maven_sees_no_difference(left: str, right: str) -> None:
    first, second = MavenVersion.parse(left), MavenVersion.parse(right)
    assert first == second
    assert hash(first) == hash(second)
    assert not is_older(first, second)
    assert not is_older(second, first)


def test_a_maven_version_equals_nothing_else() -> None:
    assert MavenVersion.parse("1.0") != "1.0"
    assert MavenVersion.parse("1.0") != Version("1.0")


@pytest.mark.parametrize(
    ("text", "is_prerelease"),
    [
        ("1.0", False),
        ("1.0-SNAPSHOT", True),
        ("1.0-alpha", True),
        ("1.0-beta-2", True),
        ("1.0.Beta2", True),
        ("1.0-M1", True),
        ("1.0-milestone-3", True),
        ("1.0-RC1", True),
        ("1.0.0.Final", False),
        ("2.3.4.RELEASE", False),
        ("33.0.0-jre", False),
        ("1.0-sp1", False),
        ("1.0-android", False),
        ("1.5.0-20240101.120000-1", True),
        ("1.5.0-20240101.120000-1-hadoop3", True),
        ("1.5.0-20240101", False),
        ("1.5.0-3", False),
        ("1.5.0-preview1", True),
        ("1.5.0-preview", True),
        ("1.5.0-pre", True),
        ("1.5.0.pr1", True),
        ("1.5.0-nightly", True),
        ("1.5.0-nightly-20240101", True),
        ("1.5.0-dev", True),
        ("1.5.0-dev.3", True),
        ("1.5.0-ea", True),
        ("1.5.0-SNAPSHOT+abc", True),
        ("1.5.0-incubating", False),
        ("1.5.0-premium", False),
        ("1.5.0-devices", False),
    ],
)
def test_what_maven_calls_a_prerelease(text: str, *, is_prerelease: bool) -> None:
    version = MavenVersion.parse(text)
    assert version.is_prerelease is is_prerelease
    assert str(version) == text
    assert version.epoch == 0
    assert version.dev is None


@pytest.mark.parametrize(
    "text", ["", "SNAPSHOT", "LATEST", "[1.0,2.0)", "1.0 beta", "1.4.+", "1.+"]
)
def test_no_jar_version(text: str) -> None:
    assert version_or_none(text, Ecosystem.JVM) is None
    with pytest.raises(InvalidVersion):
        parse_version(text, Ecosystem.JVM)


@pytest.mark.parametrize("text", ["", "latest", "1.2.3_local.1", "1.0-SNAPSHOT", "main", "1.*"])
def test_no_python_version(text: str) -> None:
    assert version_or_none(text, Ecosystem.PYTHON) is None


def test_versions_of_two_ecosystems_have_no_order() -> None:
    with pytest.raises(TypeError, match="different ecosystems"):
        is_older(Version("1.0"), MavenVersion.parse("1.0"))
