"""Reading a pipeline: who owns it, who else writes it, and what it says of the library."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.readers.pipeline import dependent_from_pipeline
from apparate_ng.model.dependents.dependent import Dependent, Manager, Schedule
from apparate_ng.model.dependents.fingerprint import fingerprint

ID = "7d9f2c1e-0000-4000-8000-000000000017"
WHL = "/Workspace/Shared/libraries/sales_features-1.4.2-py3-none-any.whl"
LIBRARIES = [{"notebook": {"path": "/Workspace/Shared/orders"}}, {"whl": WHL}]


def read(pipeline: dict[str, Any] | None = None, **spec: object) -> Dependent:
    document = {"pipeline_id": ID, "spec": {"libraries": LIBRARIES, **spec}}
    dependent = dependent_from_pipeline({**document, **(pipeline or {})}, "sales-features")
    assert dependent is not None
    return dependent


def test_a_pipeline_as_it_was_found() -> None:
    spec = {"id": ID, "name": "orders", "libraries": LIBRARIES, "unknown": {}, "empty": []}
    pipeline = {
        "pipeline_id": ID,
        "name": "another name",
        "creator_user_name": "ana@example.com",
        "state": "IDLE",
        "last_modified": 1_700_000_000_000,
        "spec": spec,
    }
    dependent = dependent_from_pipeline(pipeline, "Sales.Features")
    assert dependent is not None
    assert (dependent.kind.value, dependent.id) == ("pipeline", ID)
    assert (dependent.name, dependent.owner) == ("orders", "ana@example.com")
    assert (dependent.schedule, dependent.managed_by, dependent.tags) == (None, None, {})
    assert dependent.fingerprint == fingerprint(spec)
    (located,) = dependent.references
    assert (located.location, located.text) == ("libraries[1].whl", WHL)
    assert (located.reference.name, located.reference.version) == ("sales-features", "1.4.2")


def test_the_fingerprint_is_of_the_spec_and_of_nothing_else() -> None:
    assert read(name="a").fingerprint != read(name="b").fingerprint
    assert read(empty={}).fingerprint != read().fingerprint
    assert read({"state": "RUNNING", "last_modified": 2}).fingerprint == read().fingerprint


@pytest.mark.parametrize(
    ("pipeline", "owner"),
    [
        ({"creator_user_name": "ana@example.com"}, "ana@example.com"),
        ({"run_as_user_name": "ben@example.com"}, "ben@example.com"),
        (
            {"creator_user_name": "ana@example.com", "run_as_user_name": "ben@example.com"},
            "ana@example.com",
        ),
        ({"creator_user_name": "", "run_as_user_name": "ben@example.com"}, "ben@example.com"),
        ({"creator_user_name": None}, None),
        ({}, None),
    ],
    ids=str,
)
def test_its_owner(pipeline: dict[str, Any], owner: str | None) -> None:
    assert read(pipeline).owner == owner


@pytest.mark.parametrize("spec", [{}, {"name": ""}, {"name": None}, {"name": 3}], ids=str)
def test_a_pipeline_may_have_no_name(spec: dict[str, Any]) -> None:
    assert read(**spec).name == "(unnamed)"


def test_a_continuous_pipeline_runs_by_itself() -> None:
    continuous = Schedule(kind="continuous", paused=False, text="continuous")
    assert read(continuous=True).schedule == continuous


@pytest.mark.parametrize("value", [False, None, "true", 1, {}], ids=str)
def test_any_other_runs_when_asked(value: object) -> None:
    assert read(continuous=value).schedule is None


@pytest.mark.parametrize(
    ("deployment", "manager"),
    [
        ({"kind": "BUNDLE", "metadata_file_path": "/b.json"}, ("BUNDLE", "/b.json")),
        ({"kind": "BUNDLE"}, ("BUNDLE", None)),
        ({"kind": "NEW_KIND"}, ("NEW_KIND", None)),
        ({}, None),
        (None, None),
        ("BUNDLE", None),
    ],
    ids=str,
)
def test_who_else_writes_it(deployment: object, manager: tuple[str, str | None] | None) -> None:
    expected = manager and Manager(kind=manager[0], metadata_file_path=manager[1])
    assert read(deployment=deployment).managed_by == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"apparate": "hold", "team": ""}, {"apparate": "hold", "team": ""}),
        ({}, {}),
        (None, {}),
        (["apparate"], {}),
    ],
    ids=str,
)
def test_its_tags(tags: object, expected: dict[str, str]) -> None:
    assert read(tags=tags).tags == expected


def test_references_come_in_the_order_of_the_walk() -> None:
    dependent = read(
        environment={"dependencies": ["numpy==1", "sales.features==1.4.2", f"{WHL}[plots]"]},
        libraries=[{"whl": WHL}, {"whl": "/other-1.0-py3-none-any.whl"}, {"whl": WHL}],
    )
    assert [located.location for located in dependent.references] == [
        "libraries[0].whl",
        "libraries[2].whl",
        "environment.dependencies[1]",
        "environment.dependencies[2]",
    ]


FOLDER = "/Workspace/Shared/sales-features"
NOT_THE_LIBRARY: list[dict[str, Any]] = [
    {"libraries": [{"whl": "/a/sales_features_extra-1.4.2-py3-none-any.whl"}]},
    {"libraries": [{"whl": f"{FOLDER}/other-1.4.2-py3-none-any.whl"}]},
    {"libraries": [{"jar": "/a/sales-features_2.12-1.4.2.jar"}]},
    {"libraries": [{"maven": {"coordinates": "com.sales-features:other:1.4.2"}}]},
    {"libraries": [{"notebook": {"path": f"{FOLDER}/sales_features-1.4.2"}}]},
    {"libraries": [{"file": {"path": WHL}}, {"glob": {"include": f"{FOLDER}/**"}}]},
    {"environment": {"dependencies": ["sales-features-extra==1.4.2"]}},
    {"environment": {"dependencies": [f"-r {FOLDER}/requirements.txt"]}},
    {"environment": {"dependencies": [f"--find-links {FOLDER}", f"{FOLDER}/x-1.0.whl"]}},
    {"configuration": {"library": "sales-features==1.4.2", "wheel": WHL}},
]


@pytest.mark.parametrize("spec", NOT_THE_LIBRARY, ids=str)
def test_what_only_looks_like_the_library(spec: dict[str, Any]) -> None:
    pipeline = {"pipeline_id": ID, "name": WHL, "spec": {"name": WHL, **spec}}
    assert dependent_from_pipeline(pipeline, "sales-features") is None


@pytest.mark.parametrize("document", [{"pipeline_id": ID}, {"pipeline_id": ID, "spec": None}])
def test_a_pipeline_without_a_spec(document: dict[str, Any]) -> None:
    assert dependent_from_pipeline(document, "sales-features") is None


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "apparate", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(odd=st.fixed_dictionaries({}, optional=dict.fromkeys(
    ["name", "tags", "deployment", "continuous", "environment", "clusters"], _ODD
)), about=_ODD)  # fmt: skip
@settings(deadline=None)
def test_no_other_field_is_too_odd(odd: dict[str, Any], about: object) -> None:
    dependent = read({"creator_user_name": about, "run_as_user_name": about}, **odd)

    assert dependent.id == ID
    assert dependent.references[0].text == WHL
    assert dependent.fingerprint == fingerprint({"libraries": LIBRARIES, **odd})
