"""Reading requirements: PEP 508, and what people add to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.references.coordinates import read_coordinates
from apparate_ng.discovery.references.requirements import read_dependency, read_requirement
from apparate_ng.discovery.references.slots import read_reference
from apparate_ng.model.dependents.reference import Form, Slot
from apparate_ng.model.releases.kinds import Ecosystem

PINS = [
    # text, name, version
    ("lib==1.4.2", "lib", "1.4.2"),
    ("Sales_Features==1.4.2", "sales-features", "1.4.2"),
    ("sales.features == 1.4.2", "sales-features", "1.4.2"),
    ("lib===1.4.2", "lib", "1.4.2"),
    ("lib[spark,ml]==1.4.2", "lib", "1.4.2"),
    ("lib [spark] ==1.4.2", "lib", "1.4.2"),
    ("lib (==1.4.2)", "lib", "1.4.2"),
    ('lib==1.4.2; python_version == "3.10"', "lib", "1.4.2"),
    ('lib==1.4.2 ; extra == "x" and python_version >= "3"', "lib", "1.4.2"),
    ("lib==1.4.2  # keep", "lib", "1.4.2"),
    ("  lib==1.4.2  ", "lib", "1.4.2"),
    ("lib==1.4.2rc1", "lib", "1.4.2rc1"),
    ("lib==1.2.3.RC1", "lib", "1.2.3.RC1"),
    ("lib==1!2.0+g1", "lib", "1!2.0+g1"),
    ("l==1", "l", "1"),
]


@pytest.mark.parametrize(("text", "name", "version"), PINS)
def test_a_pin(text: str, name: str, version: str) -> None:
    reference = read_dependency(text)
    assert reference is not None
    assert (reference.name, reference.version, reference.form) == (name, version, Form.REQUIREMENT)
    assert reference.span.of(text) == version
    assert (reference.specifier, reference.obstacle) == (None, None)


@pytest.mark.parametrize(
    ("text", "specifier"),
    [
        ("lib>=1.4,<2", {">=1.4", "<2"}),
        ("lib>1.4", {">1.4"}),
        ("lib==1.4.*", {"==1.4.*"}),
        ("lib~=1.4.0", {"~=1.4.0"}),
        ("lib!=1.4.2", {"!=1.4.2"}),
        ("lib==1.4.2,<2", {"==1.4.2", "<2"}),
        ("lib[x] (>=1.4) ; python_version == '3.10'", {">=1.4"}),
    ],
)
def test_a_range_floats(text: str, specifier: set[str]) -> None:
    reference = read_dependency(text)
    assert reference is not None
    assert (reference.name, reference.version) == ("lib", None)
    assert set((reference.specifier or "").split(",")) == specifier


@pytest.mark.parametrize(
    "text",
    [
        "lib",
        "lib[x]",
        "lib ; python_version == '3.10'",
        "lib  # any",
        "lib=={{job.parameters.version}}",
        "lib==${version}",
        "lib=1.4.2",
        "lib===not-a-version",
        "lib==1.4.2 and more",
    ],
)
def test_no_version_that_can_be_read(text: str) -> None:
    reference = read_dependency(text)
    assert reference is not None
    assert (reference.name, reference.version, reference.specifier) == ("lib", None, None)


@pytest.mark.parametrize(
    "text", ["lib==1.4.2 --hash=sha256:00", "lib==1.4.2 --hash=sha256:00 --hash=sha256:01"]
)
def test_a_hash_stands_for_one_file(text: str) -> None:
    reference = read_dependency(text)
    assert reference is not None
    assert reference.version == "1.4.2"
    assert "hash" in (reference.obstacle or "")


@pytest.mark.parametrize(
    ("text", "version", "part"),
    [
        ("lib @ file:///a/lib-1.4.2-py3-none-any.whl", "1.4.2", "/a/lib-1.4.2-py3-none-any.whl"),
        ("lib[x]@file:/a/lib-1.4.2.whl", "1.4.2", "/a/lib-1.4.2.whl"),
        ("lib @ https://example.com/lib-1.4.2.whl ; python_version > '3'", "1.4.2", None),
        ("other-name @ /a/lib-1.4.2.whl", "1.4.2", "/a/lib-1.4.2.whl"),
        ("/a/lib-1.4.2.whl[x]", "1.4.2", "/a/lib-1.4.2.whl"),
        ("/Users/ana@example.com/lib-1.4.2.whl", "1.4.2", "/Users/ana@example.com/lib-1.4.2.whl"),
    ],
)
def test_a_dependency_may_be_a_file(text: str, version: str, part: str | None) -> None:
    reference = read_dependency(text)
    assert reference is not None
    assert (reference.name, reference.version, reference.form) == ("lib", version, Form.PATH)
    assert reference.span.of(text) == (part or "https://example.com/lib-1.4.2.whl")


@pytest.mark.parametrize(
    "text",
    [
        "lib @ git+https://example.com/lib.git@1.4.2",
        "lib@git+ssh://git@example.com/a/lib@v1.4.2",
        "Lib[fast] @ https://example.com/lib-1.4.2.tar.gz ; python_version > '3'",
        "lib @ {{job.parameters.address}}",
        "git+https://example.com/a/b@v1.4.2#egg=lib",
        "git+https://example.com/a/b#egg=Lib[fast]&subdirectory=x",
        "git+https://example.com/a/b#subdirectory=x&egg=lib",
        "git+https://example.com/a/b#egg=lib==1.4.2",
        "  https://example.com/b.tar.gz#egg=lib  ",
    ],
)
def test_an_address_names_its_library_and_no_version(text: str) -> None:
    reference = read_dependency(text)
    assert reference is not None
    assert (reference.name, reference.form) == ("lib", Form.URL)
    assert (reference.version, reference.specifier, reference.obstacle) == (None, None, None)
    assert not reference.span.of(text).startswith((" ", "lib", "Lib"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "# lib==1.4.2",
        "-r /Workspace/lib/requirements.txt",
        "  -r lib.txt",
        "--index-url https://example.com/lib/simple",
        "--find-links /Workspace/lib",
        "-e /Workspace/lib",
        "git+https://example.com/lib.git@1.4.2",
        "https://example.com/lib-1.4.2.tar.gz",
        "/Workspace/lib/requirements.txt",
        "sales-features-extra/requirements.txt",
        "sales-features/other",
        "https://example.com/lib",
        "{{job.parameters.lib}}",
        "c:\\lib",
    ],
)
def test_other_entries_name_no_library(text: str) -> None:
    assert read_dependency(text) is None


@pytest.mark.parametrize("text", ["lib-extra==1.4.2", "libx==1.4.2", "my-lib==1.4.2", "lib.extra"])
def test_another_library_is_not_taken_for_this_one(text: str) -> None:
    reference = read_requirement(text)
    assert reference is not None
    assert reference.name != "lib"


@pytest.mark.parametrize(
    ("text", "name", "version", "specifier"),
    [
        ("com.acme:lib:1.4.2", "lib", "1.4.2", None),
        ("com.acme:lib_2.12:1.4.2-SNAPSHOT", "lib_2.12", "1.4.2-SNAPSHOT", None),
        ("com.acme:lib:jar:1.4.2", "lib", "1.4.2", None),
        ("com.acme:lib:jar:tests:1.4.2", "lib", "1.4.2", None),
        (" com.acme:lib:1.4.2 ", "lib", "1.4.2", None),
        ("com.acme:lib:[1.4,2.0)", "lib", None, "[1.4,2.0)"),
        ("com.acme:lib:(,2.0]", "lib", None, "(,2.0]"),
        ("com.acme:lib:[1.4, 2.0)", "lib", None, "[1.4, 2.0)"),
        ("com.acme:lib:LATEST", "lib", None, None),
        ("com.acme:lib:1.4.+", "lib", None, None),
        ("com.acme:lib:{{v}}", "lib", None, None),
    ],
)
def test_coordinates(text: str, name: str, version: str | None, specifier: str | None) -> None:
    reference = read_coordinates(text)
    assert reference is not None
    assert (reference.name, reference.version, reference.specifier) == (name, version, specifier)
    assert (reference.ecosystem, reference.form) == (Ecosystem.JVM, Form.COORDINATES)
    assert reference.span.of(text) == text.strip().rsplit(":", 1)[-1]


@pytest.mark.parametrize(
    "text",
    ["", "com.acme:lib", "lib", "a b:c:1", "::1", "g:lib:1.4.2,h:x:1", "h:x:1,g:lib:1.4.2"],
)
def test_no_coordinates(text: str) -> None:
    assert read_coordinates(text) is None


@given(st.text(alphabet="lib-=.<>~!12@[]();#/: _{}$*\\\n", max_size=25), st.sampled_from(Slot))
@settings(deadline=None, max_examples=300)
def test_no_text_is_too_strange(text: str, slot: Slot) -> None:
    reference = read_reference(text, slot)
    if reference is None:
        return
    says = (reference.version, reference.specifier)
    assert None in says
    assert 0 <= reference.span.start <= reference.span.end <= len(text)
    if reference.version is not None and reference.form is not Form.PATH:
        assert reference.span.of(text) == reference.version
