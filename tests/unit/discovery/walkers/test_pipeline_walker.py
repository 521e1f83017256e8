"""Where a version can stand in a pipeline: the pipeline's row of section 4."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.places import Json
from apparate_ng.discovery.walkers.pipeline import places_in_pipeline
from apparate_ng.model.dependents.reference import Slot

WHL = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
NOTEBOOK = {"notebook": {"path": "/Workspace/Shared/lib"}}

TABLE: list[tuple[dict[str, Any], list[tuple[str, Slot, str]]]] = [
    # spec, places
    ({"libraries": [{"whl": WHL}]}, [("libraries[0].whl", Slot.WHL, WHL)]),
    ({"libraries": [NOTEBOOK, {"jar": "x.jar"}]}, [("libraries[1].jar", Slot.JAR, "x.jar")]),
    (
        {"libraries": [{"maven": {"coordinates": "g:a:1", "repo": "https://example.com"}}]},
        [("libraries[0].maven.coordinates", Slot.MAVEN, "g:a:1")],
    ),
    (
        {"environment": {"dependencies": ["-r /a.txt", "lib==1.4.2", f"{WHL}[x]"]}},
        [
            ("environment.dependencies[0]", Slot.DEPENDENCY, "-r /a.txt"),
            ("environment.dependencies[1]", Slot.DEPENDENCY, "lib==1.4.2"),
            ("environment.dependencies[2]", Slot.DEPENDENCY, f"{WHL}[x]"),
        ],
    ),
    (
        {
            "environment": {"dependencies": [None, "3"]},
            "name": "lib",
            "libraries": [{"whl": "1"}, {"new": {"whl": WHL}}, {"jar": "2", "other": {}}],
        },
        [
            ("libraries[0].whl", Slot.WHL, "1"),
            ("libraries[2].jar", Slot.JAR, "2"),
            ("environment.dependencies[1]", Slot.DEPENDENCY, "3"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("spec", "places"), TABLE, ids=[row[1][0][0] + f" x{len(row[1])}" for row in TABLE]
)
def test_each_place(spec: dict[str, Any], places: list[tuple[str, Slot, str]]) -> None:
    found = list(places_in_pipeline(spec))
    assert [(place.location, place.slot, place.text) for place in found] == places
    assert [followed(spec, place.path) for place in found] == [text for *_, text in places]


def followed(document: Json, path: tuple[str | int, ...]) -> Json:
    for key in path:
        document = document[key]
    return document


NO_PLACES: list[Any] = [
    {},
    {"name": WHL, "tags": {"lib": WHL}, "storage": "dbfs:/pipelines/lib-1.4.2"},
    {"configuration": {"lib": "lib==1.4.2", "spark.jars": WHL}},
    {"libraries": [NOTEBOOK, {"file": {"path": "/Workspace/Shared/lib-1.4.2-py3-none-any.whl"}}]},
    {"libraries": [{"glob": {"include": "/Workspace/Shared/lib-1.4.2/**"}}]},
    {"libraries": [{"whl": None}, {"whl": [WHL]}, {"maven": WHL}, {"maven": [WHL]}, WHL, None]},
    {"libraries": {"whl": WHL}},
    {"libraries": WHL},
    {"clusters": [{"label": "default", "init_scripts": [{"workspace": {"destination": WHL}}]}]},
    {"clusters": [{"libraries": [{"whl": WHL}]}]},
    {"environment": {"dependencies": WHL}},
    {"environment": {"dependencies": {"0": WHL}}},
    {"environment": [{"dependencies": [WHL]}]},
    {"environment": {"spec": {"dependencies": [WHL]}}},
    {"environments": [{"environment_key": "x", "spec": {"dependencies": [WHL]}}]},
    {"dependencies": [WHL]},
    {"spec": {"libraries": [{"whl": WHL}]}},
    {"tasks": [{"task_key": "x", "libraries": [{"whl": WHL}]}]},
    [{"libraries": [{"whl": WHL}]}],
    WHL,
    None,
]


@pytest.mark.parametrize("spec", NO_PLACES, ids=str)
def test_no_other_place(spec: Any) -> None:  # noqa: ANN401  JSON
    assert list(places_in_pipeline(spec)) == []


KEYS = st.sampled_from(
    ["libraries", "whl", "jar", "maven", "coordinates", "environment", "dependencies", "other"]
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(ODD)
@settings(deadline=None)
def test_no_shape_is_too_odd(spec: Json) -> None:
    for place in places_in_pipeline(spec):
        assert followed(spec, place.path) == place.text


@given(ODD, st.text(max_size=8))
@settings(deadline=None)
def test_what_stands_in_a_place_is_found_whatever_stands_around_it(odd: Json, text: str) -> None:
    spec = {
        "libraries": [odd, {"whl": text}],
        "environment": {"dependencies": [odd, text], "other": odd},
        "other": odd,
    }

    found = {place.location: place.text for place in places_in_pipeline(spec)}

    assert found["libraries[1].whl"] == text
    assert found["environment.dependencies[1]"] == text
