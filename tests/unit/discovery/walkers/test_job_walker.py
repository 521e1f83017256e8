"""Where a version can stand in a job: the rows of section 4 whose pin stands in the job itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.places import Json
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.model.dependents.reference import Slot

WHL = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"


def task(**values: object) -> dict[str, Any]:
    return {"tasks": [{"task_key": "score", **values}]}


def environment(**spec: object) -> dict[str, Any]:
    return {"environments": [{"environment_key": "default", "spec": spec}]}


TABLE: list[tuple[dict[str, Any], list[tuple[str, Slot, str]]]] = [
    # settings, places
    (task(libraries=[{"whl": WHL}]), [("tasks[score].libraries[0].whl", Slot.WHL, WHL)]),
    (task(libraries=[{"egg": "x.egg"}]), [("tasks[score].libraries[0].egg", Slot.EGG, "x.egg")]),
    (task(libraries=[{"jar": "x.jar"}]), [("tasks[score].libraries[0].jar", Slot.JAR, "x.jar")]),
    (
        task(libraries=[{"pypi": {"package": "lib==1.4.2", "repo": "https://example.com"}}]),
        [("tasks[score].libraries[0].pypi.package", Slot.PYPI, "lib==1.4.2")],
    ),
    (
        task(libraries=[{"maven": {"coordinates": "g:a:1", "exclusions": ["g:b"]}}]),
        [("tasks[score].libraries[0].maven.coordinates", Slot.MAVEN, "g:a:1")],
    ),
    (
        task(libraries=[{"cran": {"package": "ada"}}, {"new": {"x": 1}}, {"whl": WHL}]),
        [("tasks[score].libraries[2].whl", Slot.WHL, WHL)],
    ),
    (
        task(
            for_each_task={"inputs": "[1]", "task": {"task_key": "in", "libraries": [{"whl": WHL}]}}
        ),
        [("tasks[score].for_each_task.task.libraries[0].whl", Slot.WHL, WHL)],
    ),
    (
        environment(client="1", dependencies=["-r /a.txt", "lib==1.4.2", f"{WHL}[x]"]),
        [
            ("environments[default].spec.dependencies[0]", Slot.DEPENDENCY, "-r /a.txt"),
            ("environments[default].spec.dependencies[1]", Slot.DEPENDENCY, "lib==1.4.2"),
            ("environments[default].spec.dependencies[2]", Slot.DEPENDENCY, f"{WHL}[x]"),
        ],
    ),
    (
        environment(java_dependencies=["g:a:1", "x.jar"]),
        [
            ("environments[default].spec.java_dependencies[0]", Slot.JAVA_DEPENDENCY, "g:a:1"),
            ("environments[default].spec.java_dependencies[1]", Slot.JAVA_DEPENDENCY, "x.jar"),
        ],
    ),
    (
        {
            "tasks": [{"libraries": [{"whl": WHL}]}],
            "environments": [{"spec": {"dependencies": ["a"]}}],
        },
        [
            ("tasks[#0].libraries[0].whl", Slot.WHL, WHL),
            ("environments[#0].spec.dependencies[0]", Slot.DEPENDENCY, "a"),
        ],
    ),
    (
        {
            "tasks": [
                {"task_key": "a", "libraries": [{"whl": "1"}, {"egg": "2"}]},
                {"task_key": "b", "libraries": [{"jar": "3"}]},
            ]
        },
        [
            ("tasks[a].libraries[0].whl", Slot.WHL, "1"),
            ("tasks[a].libraries[1].egg", Slot.EGG, "2"),
            ("tasks[b].libraries[0].jar", Slot.JAR, "3"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("document", "places"), TABLE, ids=[row[1][0][0] + f" x{len(row[1])}" for row in TABLE]
)
def test_each_place(document: dict[str, Any], places: list[tuple[str, Slot, str]]) -> None:
    found = list(places_in_job(document))
    assert [(place.location, place.slot, place.text) for place in found] == places
    assert [followed(document, place.path) for place in found] == [text for *_, text in places]


def followed(document: Json, path: tuple[str | int, ...]) -> Json:
    for key in path:
        document = document[key]
    return document


NO_PLACES: list[dict[str, Any]] = [
    {},
    {"name": WHL, "tags": {"lib": WHL}, "description": WHL},
    task(notebook_task={"notebook_path": WHL, "base_parameters": {"lib": WHL}}),
    task(python_wheel_task={"package_name": "lib", "parameters": [WHL]}),
    task(spark_python_task={"python_file": WHL, "parameters": ["--lib", "lib==1.4.2"]}),
    task(new_cluster={"spark_env_vars": {"X": WHL}, "init_scripts": [{"workspace": WHL}]}),
    task(libraries=[{"whl": None}, {"whl": [WHL]}, {"pypi": WHL}, {"maven": [WHL]}, WHL, None]),
    task(libraries={"whl": WHL}),
    task(for_each_task=[{"task": {"libraries": [{"whl": WHL}]}}]),
    {"tasks": {"score": {"libraries": [{"whl": WHL}]}}},
    {"tasks": [None, WHL, 3, [{"libraries": [{"whl": WHL}]}]]},
    {"libraries": [{"whl": WHL}]},
    {"parameters": [{"name": "lib", "default": WHL}]},
    environment(dependencies=WHL),
    environment(dependencies={"0": WHL}),
    environment(dependencies=[None, 3, {"whl": WHL}]),
    {"environments": [{"environment_key": "x", "spec": [WHL]}]},
    {"environments": {"spec": {"dependencies": [WHL]}}},
]


@pytest.mark.parametrize("document", NO_PLACES, ids=str)
def test_no_other_place(document: dict[str, Any]) -> None:
    assert list(places_in_job(document)) == []


KEYS = st.sampled_from(
    [
        "tasks",
        "task_key",
        "libraries",
        "whl",
        "pypi",
        "package",
        "maven",
        "coordinates",
        "for_each_task",
        "task",
        "environments",
        "environment_key",
        "spec",
        "dependencies",
        "other",
    ]
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(ODD)
@settings(deadline=None)
def test_no_shape_is_too_odd(document: Json) -> None:
    for place in places_in_job(document):
        assert followed(document, place.path) == place.text
