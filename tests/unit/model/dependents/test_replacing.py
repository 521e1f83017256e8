"""A requirement becomes the release's path where a path can say the same, and nowhere else."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from apparate_ng.discovery.references.requirements import read_dependency
from apparate_ng.model.article import with_article
from apparate_ng.model.dependents.replacing import (
    CannotReplaceError,
    location_of_path,
    location_of_requirement,
    text_with_path,
)
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

STORE = "/Workspace/Shared/libraries"
NAME = "lib-1.5.0-py3-none-any.whl"
URI = f"{STORE}/{NAME}"
DEPENDENCY = "environments[e].spec.dependencies[0]"
LIBRARY = "tasks[t].libraries[0].pypi.package"
LINE, YAML_LINE = "/Workspace/r.txt:3", "/Workspace/env.yaml:3#2"


def release(kind: ArtifactKind = ArtifactKind.WHEEL, store: str = STORE) -> Release:
    return Release(
        name="lib",
        version="1.5.0",
        kind=kind,
        filename=NAME,
        sha256="00",
        size=1,
        uri=f"{store}/{NAME}",
    )


def replaced(text: str, location: str, *, store: str = STORE) -> str:
    reference = read_dependency(text)
    assert reference is not None
    return text_with_path(text, location, reference, release(store=store))


@pytest.mark.parametrize(
    ("location", "text", "to"),
    [
        (LIBRARY, "lib==1.4.2", URI),
        (LIBRARY, " LIB == 1.4.2 ", URI),
        (LIBRARY, "lib===1.4.2", URI),
        (DEPENDENCY, "lib==1.4.2", URI),
        (DEPENDENCY, "lib[spark, ml] == 1.4.2", f"{URI}[spark, ml]"),
        (DEPENDENCY, 'lib[a]==1.4.2;python_version>"3"', f'{URI}[a];python_version>"3"'),
        (DEPENDENCY, "lib==1.4.2  # ours", f"{URI}  # ours"),
        (LINE, "lib==1.4.2", f"lib @ file://{URI}"),
        (LINE, "My_Lib[a]==1.4.2", f"My_Lib[a] @ file://{URI}"),
        (
            LINE,
            'lib==1.4.2;python_version>"3"',
            f'lib @ file://{URI} ;python_version>"3"',
        ),
        (
            LINE,
            'lib==1.4.2 ; python_version>"3"',
            f'lib @ file://{URI} ; python_version>"3"',
        ),
        (YAML_LINE, "lib==1.4.2", f"lib @ file://{URI}"),
    ],
)
def test_the_path_says_what_the_requirement_said(location: str, text: str, to: str) -> None:
    assert replaced(text, location) == to


@pytest.mark.parametrize(
    ("location", "text", "words"),
    [
        (LIBRARY, "lib[spark]==1.4.2", "extras and markers"),
        (LIBRARY, 'lib==1.4.2; python_version>"3"', "extras and markers"),
        (DEPENDENCY, "lib (==1.4.2)", "plain requirement"),
        (DEPENDENCY, "lib==1.4.2 --config-settings a=b", "plain requirement"),
        (LINE, "lib==1.4.2 --hash=sha256:0", "plain requirement"),
        (DEPENDENCY, "lib>=1.4,<2", "plain requirement"),
        (DEPENDENCY, f"{STORE}/lib-1.4.2-py3-none-any.whl", "plain requirement"),
    ],
)
def test_what_a_path_cannot_say_is_not_replaced(location: str, text: str, words: str) -> None:
    with pytest.raises(CannotReplaceError, match=words):
        replaced(text, location)


@pytest.mark.parametrize(
    "store",
    ["dbfs:/FileStore/jars", "/Workspace/Shared/our libs", "/Workspace/a;b", "/Volumes/%/b"],
)
def test_where_pip_reads_no_path_nothing_is_replaced(store: str) -> None:
    for location in (DEPENDENCY, LINE):
        with pytest.raises(CannotReplaceError, match="pip would not read"):
            replaced("lib==1.4.2", location, store=store)
    assert replaced("lib==1.4.2", LIBRARY, store=store) == f"{store}/{NAME}"


@pytest.mark.parametrize("kind", [ArtifactKind.EGG, ArtifactKind.JAR])
def test_only_a_wheel_takes_the_place(kind: ArtifactKind) -> None:
    reference = read_dependency("lib==1.4.2")
    assert reference is not None
    with pytest.raises(CannotReplaceError, match=f"not {with_article(kind.value)}"):
        text_with_path("lib==1.4.2", DEPENDENCY, reference, release(kind))


EXTRAS = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=4), max_size=3, unique=True)
MARKERS = st.sampled_from(["", ' ; python_version > "3.8"', ";os_name=='posix' and extra=='a'"])


@given(EXTRAS, MARKERS, st.sampled_from([DEPENDENCY, LINE]))
def test_extras_and_markers_stay_and_the_result_names_the_release(
    extras: list[str], marker: str, location: str
) -> None:
    listed = f"[{','.join(extras)}]" if extras else ""
    text = replaced(f"lib{listed}==1.4.2{marker}", location)
    found = read_dependency(text)
    assert found is not None
    assert (found.name, found.version, found.span.of(text)) == ("lib", "1.5.0", URI)
    named = text if location == LINE else text.replace(URI, "lib", 1)
    read = Requirement(named)
    assert read.extras == set(extras)
    assert str(read.marker or "") == str(Requirement(f"lib{marker}").marker or "")


def test_a_library_changes_its_key_and_gets_it_back() -> None:
    assert location_of_path(LIBRARY) == "tasks[t].libraries[0].whl"
    assert location_of_requirement(location_of_path(LIBRARY)) == LIBRARY
    assert location_of_path(DEPENDENCY) == location_of_requirement(DEPENDENCY) == DEPENDENCY


def test_an_index_of_its_own_is_not_thrown_away() -> None:
    reference = read_dependency("lib==1.4.2")
    assert reference is not None
    beside = replace(reference, beside=("repo",))
    with pytest.raises(CannotReplaceError, match="its repo would be lost"):
        text_with_path("lib==1.4.2", LIBRARY, beside, release())
