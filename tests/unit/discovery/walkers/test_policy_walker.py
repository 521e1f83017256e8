"""Where a version can stand in a cluster policy: the policy's row of section 4."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.places import Json
from apparate_ng.discovery.walkers.policy import places_in_policy
from apparate_ng.model.dependents.reference import Slot

WHL = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"

TABLE: list[tuple[dict[str, Any], list[tuple[str, Slot, str]]]] = [
    # policy, places
    ({"libraries": [{"whl": WHL}]}, [("libraries[0].whl", Slot.WHL, WHL)]),
    ({"libraries": [{"egg": "x.egg"}]}, [("libraries[0].egg", Slot.EGG, "x.egg")]),
    ({"libraries": [{"jar": "x.jar"}]}, [("libraries[0].jar", Slot.JAR, "x.jar")]),
    (
        {"libraries": [{"pypi": {"package": "lib==1.4.2", "repo": "https://example.com"}}]},
        [("libraries[0].pypi.package", Slot.PYPI, "lib==1.4.2")],
    ),
    (
        {"libraries": [{"maven": {"coordinates": "g:a:1", "exclusions": ["g:b"]}}]},
        [("libraries[0].maven.coordinates", Slot.MAVEN, "g:a:1")],
    ),
    (
        {
            "libraries": [
                {"cran": {"package": "ada"}},
                {"new": {"x": 1}},
                {"whl": "1"},
                {"jar": "2"},
            ]
        },
        [("libraries[2].whl", Slot.WHL, "1"), ("libraries[3].jar", Slot.JAR, "2")],
    ),
]


@pytest.mark.parametrize(
    ("policy", "places"), TABLE, ids=[row[1][0][0] + f" x{len(row[1])}" for row in TABLE]
)
def test_each_place(policy: dict[str, Any], places: list[tuple[str, Slot, str]]) -> None:
    found = list(places_in_policy(policy))
    assert [(place.location, place.slot, place.text) for place in found] == places
    assert [followed(policy, place.path) for place in found] == [text for *_, text in places]


def followed(document: Json, path: tuple[str | int, ...]) -> Json:
    for key in path:
        document = document[key]
    return document


NO_PLACES: list[Any] = [
    {},
    {"name": WHL, "description": f"installs {WHL}"},
    {"definition": json.dumps({"spark_conf.spark.jars": {"type": "fixed", "value": WHL}})},
    {"definition": json.dumps({"libraries": [{"whl": WHL}]})},
    {"definition": {"libraries": [{"whl": WHL}]}},
    {"policy_family_definition_overrides": json.dumps({"libraries": [{"whl": WHL}]})},
    {"libraries": [{"whl": None}, {"whl": [WHL]}, {"pypi": WHL}, {"maven": [WHL]}, WHL, None]},
    {"libraries": {"whl": WHL}},
    {"environment": {"dependencies": [WHL]}},
    {"policies": [{"libraries": [{"whl": WHL}]}]},
    [{"libraries": [{"whl": WHL}]}],
    WHL,
    None,
]


@pytest.mark.parametrize("policy", NO_PLACES, ids=str)
def test_no_other_place(policy: Any) -> None:  # noqa: ANN401  JSON
    assert list(places_in_policy(policy)) == []


KEYS = st.sampled_from(
    ["libraries", "whl", "egg", "jar", "pypi", "package", "maven", "coordinates", "definition"]
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(ODD)
@settings(deadline=None)
def test_no_shape_is_too_odd(policy: Json) -> None:
    for place in places_in_policy(policy):
        assert followed(policy, place.path) == place.text


@given(ODD, st.text(max_size=8))
@settings(deadline=None)
def test_what_stands_in_a_place_is_found_whatever_stands_around_it(odd: Json, text: str) -> None:
    policy = {"libraries": [odd, {"whl": text, "other": odd}], "definition": odd}

    found = {place.location: place.text for place in places_in_policy(policy)}

    assert found["libraries[1].whl"] == text
