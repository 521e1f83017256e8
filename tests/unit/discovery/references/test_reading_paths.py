"""Reading paths of library files: every spelling that stands in jobs."""

from __future__ import annotations

import pytest

from apparate_ng.discovery.references.paths import kind_named, read_path
from apparate_ng.model.dependents.reference import Form
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem

WHL = "lib-1.4.2-py3-none-any.whl"

TABLE = [
    # text, name, version, the part that a rewrite replaces
    (f"/Workspace/Shared/libraries/{WHL}", "lib", "1.4.2", None),
    (f"/Shared/my folder/{WHL}", "lib", "1.4.2", None),
    (f"dbfs:/FileStore/jars/{WHL}", "lib", "1.4.2", None),
    (f"/Volumes/main/libs/wheels/lib/1.4.2/{WHL}", "lib", "1.4.2", None),
    (f"s3://bucket/{WHL}", "lib", "1.4.2", None),
    (f"./dist/{WHL}", "lib", "1.4.2", None),
    (WHL, "lib", "1.4.2", None),
    (f"  /a/{WHL}\n", "lib", "1.4.2", f"/a/{WHL}"),
    (f"/a/{WHL}[spark]", "lib", "1.4.2", f"/a/{WHL}"),
    (f"/a/{WHL} [spark, ml]", "lib", "1.4.2", f"/a/{WHL}"),
    (f"/a/{WHL}[x] ; python_version > '3'", "lib", "1.4.2", f"/a/{WHL}"),
    (f"/a/{WHL}  # the library", "lib", "1.4.2", f"/a/{WHL}"),
    (f"file:///a/{WHL}", "lib", "1.4.2", f"/a/{WHL}"),
    (f"file:/a/{WHL}", "lib", "1.4.2", f"/a/{WHL}"),
    ("/a/lib-1.4.2%2Bgabc-py3-none-any.whl", "lib", "1.4.2+gabc", None),
    ("/a/lib-1.2.3.rc1-py3-none-any.whl", "lib", "1.2.3.rc1", None),
    ("/a/lib-1.4.2-py3.9.egg", "lib", "1.4.2", None),
    ("/a/lib_2.12-1.4.2.jar", "lib_2.12", "1.4.2", None),
    ("/a/LIB-1.4.2-PY3-NONE-ANY.WHL", "lib", "1.4.2", None),
    ("/a/old.whl/lib-1.4.2.whl", "lib", "1.4.2", None),
    ("/a/other-9.9/lib-1.4.2.whl", "lib", "1.4.2", None),
    (f"https://example.com/{WHL}?sig=a%2Fb&x=1", "lib", "1.4.2", f"https://example.com/{WHL}"),
    (f"https://example.com/{WHL}?x#egg=lib", "lib", "1.4.2", f"https://example.com/{WHL}"),
    (
        "https://example.com/lib-1.4.2.jar?x [y] ; z",
        "lib",
        "1.4.2",
        "https://example.com/lib-1.4.2.jar",
    ),
    ("/a/x.whl?/lib-1.4.2.whl", "lib", None, None),
    # no version that can be read now
    ("/a/lib-latest.whl", "lib", None, None),
    ("/a/lib-1.4-*.whl", "lib", None, None),
    (f"/a/*/{WHL}", "lib", None, None),
    (f"/a/${{bundle.version}}/{WHL}", "lib", None, None),
    (f"/a/{{{{job.parameters.v}}}}/{WHL}", "lib", None, None),
    ("/a/lib-{{job.parameters.v}}-py3-none-any.whl", "lib", None, None),
]


@pytest.mark.parametrize(("text", "name", "version", "part"), TABLE)
def test_a_path(text: str, name: str, version: str | None, part: str | None) -> None:
    reference = read_path(text)
    assert reference is not None
    assert (reference.name, reference.version, reference.form) == (name, version, Form.PATH)
    assert reference.span.of(text) == (part or text)
    assert (reference.specifier, reference.obstacle) == (None, None)


@pytest.mark.parametrize(
    ("text", "kind", "ecosystem"),
    [
        ("/a/lib-1.whl", ArtifactKind.WHEEL, Ecosystem.PYTHON),
        ("/a/lib-1.egg", ArtifactKind.EGG, Ecosystem.PYTHON),
        ("/a/lib-1.jar", ArtifactKind.JAR, Ecosystem.JVM),
    ],
)
def test_its_kind(text: str, kind: ArtifactKind, ecosystem: Ecosystem) -> None:
    reference = read_path(text)
    assert reference is not None
    assert (reference.kind, reference.ecosystem) == (kind, ecosystem)


@pytest.mark.parametrize(
    "text", ["/a/lib-1.4.2.wheelhouse.zip", "dbfs:/a/lib.wheelhouse.zip", " /a/lib.WHEELHOUSE.zip "]
)
def test_a_wheelhouse_is_reported_only(text: str) -> None:
    reference = read_path(text)
    assert reference is not None
    assert (reference.name, reference.version) == ("lib", None)
    assert "many wheels" in (reference.obstacle or "")


@pytest.mark.parametrize(
    "text",
    [
        f"/a/{WHL}#sha256=00",
        f"/a/{WHL} --hash=sha256:00",
        f"https://example.com/{WHL}#sha256=00",
        f"/a/{WHL} ; python_version > '3' --hash=sha256:00",
    ],
)
def test_a_path_with_the_hash_of_its_file_is_reported_only(text: str) -> None:
    reference = read_path(text)
    assert reference is not None
    assert (reference.name, reference.version) == ("lib", "1.4.2")
    assert "hash" in (reference.obstacle or "")


@pytest.mark.parametrize(
    "text",
    [
        f"/a/other-1.0.whl,/a/{WHL}",
        f"/a/other-1.0.whl, /a/{WHL}",
        f"/a/other-1.0.whl /a/{WHL}",
        f"/a/other-1.0.whl:/a/{WHL}",
        f"/a/other-1.0.whl[x, y],/a/{WHL}[z]",
        f"/a/{WHL}\n/a/other-1.0.egg",
        f"/a/1.jar/a/x.jar\t{WHL}",
    ],
)
def test_several_files_in_one_text_are_no_path(text: str) -> None:
    reference = read_path(text)
    assert reference is not None
    assert "several files" in (reference.obstacle or "")


@pytest.mark.parametrize("character", ["\n", "\r", "\t", "\0", "\x1b", "\x85", "\u2028"])
def test_a_path_with_a_character_that_ends_lines_or_steers_is_reported_only(
    character: str,
) -> None:
    reference = read_path(f"/a/b{character}c/{WHL}")
    assert reference is not None
    assert "nobody sees" in (reference.obstacle or "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("/a/lib-1.whl", ArtifactKind.WHEEL),
        ("/a/lib-1.egg \n", ArtifactKind.EGG),
        ("/a/lib-1.egg[x]", ArtifactKind.EGG),
        ("lib==1.4.2", None),
    ],
)
def test_the_kind_that_a_text_names(text: str, kind: ArtifactKind | None) -> None:
    assert kind_named(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"/a/{WHL}?x=1",
        f"s3://bucket/{WHL}?x=1",
        "lib==1.4.2",
        "/Workspace/lib/requirements.txt",
        "/Workspace/lib-1.4.2/",
        "/Workspace/lib-1.4.2-py3-none-any.whl/notebook",
        "/a/lib-1.4.2.tar.gz",
        "/a/lib-1.4.2.whl.bak",
        "com.acme:lib:1.4.2",
        "/a/lib.wheelhou\u017fe.zip",  # the long s is an s only to some
    ],
)
def test_no_library_file(text: str) -> None:
    assert read_path(text) is None
