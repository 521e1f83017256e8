"""Reading a job: who owns it, who else writes it, and what it says of the library."""

from __future__ import annotations

from typing import Any

import pytest

from apparate_ng.discovery.readers.job import dependent_from_job
from apparate_ng.model.dependents.dependent import Dependent, Manager
from apparate_ng.model.dependents.fingerprint import fingerprint

WHL = "/Workspace/Shared/libraries/sales_features-1.4.2-py3-none-any.whl"
TASKS = [{"task_key": "score", "libraries": [{"whl": WHL}]}]


def read(job: dict[str, Any] | None = None, **settings: object) -> Dependent:
    document = {"job_id": 620000000000000017, "settings": {"tasks": TASKS, **settings}}
    dependent = dependent_from_job({**document, **(job or {})}, "sales-features")
    assert dependent is not None
    return dependent


def test_a_job_as_it_was_found() -> None:
    settings = {"name": "nightly", "tasks": TASKS, "unknown": {}, "empty": []}
    job = {
        "job_id": 620000000000000017,
        "creator_user_name": "ana@example.com",
        "settings": settings,
    }
    dependent = dependent_from_job(job, "Sales.Features")
    assert dependent is not None
    assert (dependent.kind.value, dependent.id) == ("job", "620000000000000017")
    assert (dependent.name, dependent.owner) == ("nightly", "ana@example.com")
    assert (dependent.schedule, dependent.managed_by, dependent.tags) == (None, None, {})
    assert dependent.fingerprint == fingerprint(settings)
    (located,) = dependent.references
    assert (located.location, located.text) == ("tasks[score].libraries[0].whl", WHL)
    assert (located.reference.name, located.reference.version) == ("sales-features", "1.4.2")


def test_the_fingerprint_is_of_the_whole_settings_and_of_nothing_else() -> None:
    assert read(name="a").fingerprint != read(name="b").fingerprint
    assert read(empty={}).fingerprint != read().fingerprint
    assert read({"creator_user_name": "ana@example.com"}).fingerprint == read().fingerprint


@pytest.mark.parametrize(
    ("job", "owner"),
    [
        ({"creator_user_name": "ana@example.com"}, "ana@example.com"),
        ({"run_as_user_name": "ben@example.com"}, "ben@example.com"),
        (
            {"creator_user_name": "ana@example.com", "run_as_user_name": "ben@example.com"},
            "ana@example.com",
        ),
        ({"creator_user_name": ""}, None),
        ({"creator_user_name": None}, None),
        ({}, None),
    ],
    ids=str,
)
def test_its_owner(job: dict[str, Any], owner: str | None) -> None:
    assert read(job).owner == owner


@pytest.mark.parametrize("settings", [{}, {"name": ""}, {"name": None}, {"name": 3}], ids=str)
def test_a_job_may_have_no_name(settings: dict[str, Any]) -> None:
    assert read(**settings).name == "(unnamed)"


@pytest.mark.parametrize(
    ("deployment", "manager"),
    [
        ({"kind": "BUNDLE", "metadata_file_path": "/b.json"}, ("BUNDLE", "/b.json")),
        ({"kind": "BUNDLE"}, ("BUNDLE", None)),
        ({"kind": "SYSTEM_MANAGED"}, ("SYSTEM_MANAGED", None)),
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


def test_its_schedule() -> None:
    schedule = read(continuous={"pause_status": "PAUSED"}).schedule
    assert schedule is not None
    assert (schedule.kind, schedule.paused) == ("continuous", True)


def test_references_come_in_the_order_of_the_document() -> None:
    dependent = read(
        tasks=[
            {"task_key": "z", "libraries": [{"whl": WHL}, {"pypi": {"package": "other==1"}}]},
            {"task_key": "a", "libraries": [{"pypi": {"package": "SALES_FEATURES==1.4.2"}}]},
        ],
        environments=[{"environment_key": "e", "spec": {"dependencies": ["sales.features>=1"]}}],
    )
    assert [located.location for located in dependent.references] == [
        "tasks[z].libraries[0].whl",
        "tasks[a].libraries[0].pypi.package",
        "environments[e].spec.dependencies[0]",
    ]


FOLDER = "/Workspace/Shared/sales-features"
NOT_THE_LIBRARY: list[dict[str, Any]] = [
    {"libraries": [{"whl": "/a/sales_features_extra-1.4.2-py3-none-any.whl"}]},
    {"libraries": [{"whl": f"{FOLDER}/other-1.4.2-py3-none-any.whl"}]},
    {"libraries": [{"pypi": {"package": "sales-features-extra==1.4.2"}}]},
    {"libraries": [{"jar": "/a/sales-features_2.12-1.4.2.jar"}]},
    {"libraries": [{"maven": {"coordinates": "com.sales-features:other:1.4.2"}}]},
    {"libraries": [{"requirements": f"{FOLDER}/requirements.txt"}]},
    {"notebook_task": {"notebook_path": f"{FOLDER}/notebook"}},
    {"notebook_task": {"base_parameters": {"library": "sales-features==1.4.2"}}},
    {"python_wheel_task": {"package_name": "sales-features", "parameters": [WHL]}},
    {"description": WHL},
]


@pytest.mark.parametrize("task", NOT_THE_LIBRARY, ids=str)
def test_what_only_looks_like_the_library(task: dict[str, Any]) -> None:
    job = {"job_id": 1, "settings": {"name": WHL, "tasks": [{"task_key": "t", **task}]}}
    assert dependent_from_job(job, "sales-features") is None


@pytest.mark.parametrize(
    "entry",
    [
        "-r /Workspace/sales-features/requirements.txt",
        "/Workspace/sales-features/x-1.0-py3-none-any.whl",
        "sales-features-extra/requirements.txt",
        "--find-links /Workspace/sales-features",
    ],
)
def test_an_environments_entry_that_only_looks_like_it(entry: str) -> None:
    environments = [{"environment_key": "e", "spec": {"dependencies": [entry]}}]
    job = {"job_id": 1, "settings": {"environments": environments}}
    assert dependent_from_job(job, "sales-features") is None


@pytest.mark.parametrize("job", [{"job_id": 1}, {"job_id": 1, "settings": None}], ids=str)
def test_a_job_without_settings(job: dict[str, Any]) -> None:
    assert dependent_from_job(job, "sales-features") is None
