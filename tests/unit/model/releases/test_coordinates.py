"""Maven coordinates: one artifact, its version or range, and its group."""

from __future__ import annotations

import pytest

from apparate_ng.model.releases.coordinates import group_before, read_artifact


@pytest.mark.parametrize(
    ("text", "artifact", "version", "is_range"),
    [
        ("com.acme:lib:1.4.2", "lib", "1.4.2", False),
        (" com.acme:lib_2.12:1.4.2 ", "lib_2.12", "1.4.2", False),
        ("com.acme:lib:jar:tests:1.4.2", "lib", "1.4.2", False),
        ("com.acme:lib:LATEST", "lib", "LATEST", False),
        ("com.acme:lib:[1.4,2.0)", "lib", "[1.4,2.0)", True),
        ("com.acme:lib:[1.4, 2.0)", "lib", "[1.4, 2.0)", True),
        ("com.acme:lib:(,1.0], [1.2,)", "lib", "(,1.0], [1.2,)", True),
    ],
)
def test_one_artifact(text: str, artifact: str, version: str, *, is_range: bool) -> None:
    found = read_artifact(text)
    assert found is not None
    assert (found.group, found.artifact) == ("com.acme", artifact)
    assert (found.version, found.is_range) == (version, is_range)
    assert text[found.start :].startswith(version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "com.acme:lib",
        "com.acme:lib:1.4.2,org.example:x:1",
        "org.example:x:1, com.acme:lib:1.4.2",
        "com.acme:lib:1.4.2 org.example:x:1",
        "com.acme:lib:[1.4,2.0),org.example:x:1",
        "com.acme:lib:[1.4",
        "com.acme:lib:1.4.2,",
        "a:b:c:d:e:1",
    ],
)
def test_several_are_none(text: str) -> None:
    assert read_artifact(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "com.acme:lib:1.4.2",
        "com.acme:lib:jar:tests:1.4.2",
        "org.example:x:1,com.acme:lib:1.4.2",
        "--packages=com.acme:lib:1.4.2,org.example:x:1",
        "'com.acme:lib:1.4.2'",
    ],
)
def test_the_group_stands_before_the_version(text: str) -> None:
    assert group_before(text, text.index("1.4.2")) == "com.acme"


def test_without_coordinates_there_is_no_group() -> None:
    assert group_before("lib==1.4.2", 5) is None
