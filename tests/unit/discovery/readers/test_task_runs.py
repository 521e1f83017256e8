"""Which tasks get a library, on what compute, and what they call."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.discovery.places import Place
from apparate_ng.discovery.readers.cluster import dependent_from_cluster
from apparate_ng.discovery.readers.compute import (
    compute_of_cluster,
    compute_of_environment,
    compute_of_policy,
    compute_of_pool,
)
from apparate_ng.discovery.readers.job import dependent_from_job
from apparate_ng.discovery.readers.pipeline import dependent_from_pipeline
from apparate_ng.discovery.readers.policy import dependent_from_policy
from apparate_ng.discovery.readers.task_runs import runs_in_job
from apparate_ng.discovery.scans.files import scan_files
from apparate_ng.discovery.uses.files import (
    FileUse,
    file_uses_of_cluster,
    file_uses_of_job,
    file_uses_of_pipeline,
    file_uses_of_policy,
)
from apparate_ng.model.dependents.dependent import Dependent
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.dependents.task_run import Compute, EntryPoint, PolicyCompute, TaskRun

STORE = "/Workspace/Shared/libraries"
WHEEL = f"{STORE}/lib-1.4.2-py3-none-any.whl"
KEY = "15.4.x-scala2.12"
NEW_CLUSTER: dict[str, Any] = {"new_cluster": {"spark_version": KEY}}


def runs(settings: dict[str, Any]) -> list[tuple[TaskRun, ...]]:
    job = {"job_id": 17, "settings": {"name": "nightly", **settings}}
    dependent = dependent_from_job(job, "lib")
    assert dependent is not None
    return [located.runs for located in dependent.references]


def task(*libraries: dict[str, Any], key: str = "score", **more: object) -> dict[str, Any]:
    return {"task_key": key, "libraries": list(libraries) or [{"whl": WHEEL}], **more}


CLUSTERS = [
    (NEW_CLUSTER, Compute(spark_version=KEY)),
    ({"existing_cluster_id": "1-c"}, Compute(cluster_id="1-c")),
    ({"job_cluster_key": "main"}, Compute(spark_version="14.3.x-scala2.12", policy_id="P")),
    ({"job_cluster_key": "gone"}, Compute()),
    ({}, Compute()),
    (
        {"new_cluster": {"policy_id": "P", "apply_policy_default_values": True}},
        Compute(policy_id="P", takes_defaults=True),
    ),
    (
        {"new_cluster": {"instance_pool_id": "I", "node_type_id": "m7g.large"}},
        Compute(instance_pool_id="I", node_type_id="m7g.large"),
    ),
    ({"new_cluster": {"docker_image": {"url": "me/mine"}}}, Compute(image="me/mine")),
    ({"new_cluster": {"spark_version": 15}}, Compute()),
]
JOB_CLUSTERS = [
    {"job_cluster_key": "other", **NEW_CLUSTER},
    {
        "job_cluster_key": "main",
        "new_cluster": {"spark_version": "14.3.x-scala2.12", "policy_id": "P"},
    },
]


@pytest.mark.parametrize(("said", "compute"), CLUSTERS)
def test_what_a_task_runs_on(said: dict[str, Any], compute: Compute) -> None:
    [[run]] = runs({"tasks": [task(**said)], "job_clusters": JOB_CLUSTERS})
    assert run == TaskRun(part="task score", compute=compute)


def test_what_a_loop_repeats_goes_by_the_outer_name() -> None:
    inside = task(key="inner", **NEW_CLUSTER)
    [[run]] = runs({"tasks": [{"task_key": "outer", "for_each_task": {"task": inside}}]})
    assert (run.part, run.compute.spark_version) == ("task outer", KEY)


def test_what_a_wheel_task_calls() -> None:
    calls = {"package_name": "lib", "entry_point": "run"}
    [[run]] = runs({"tasks": [task(python_wheel_task=calls)]})
    assert run.entry_point == EntryPoint(package="lib", name="run")
    for part in calls:
        [[run]] = runs({"tasks": [task(python_wheel_task={part: "x"})]})
        assert run.entry_point is None


def test_what_a_jar_task_runs() -> None:
    main: dict[str, Any] = {"spark_jar_task": {"main_class_name": "com.example.Main"}}
    [[run]] = runs({"tasks": [task({"jar": f"{STORE}/lib-1.4.2.jar"}, **main)]})
    assert run.main_class == "com.example.Main"


def test_what_stands_beside_it() -> None:
    beside: list[dict[str, Any]] = [
        {"pypi": {"package": "NumPy>=1"}},
        {"whl": f"{STORE}/my_app-1.0-py3-none-any.whl"},
        {"whl": f"{STORE}/odd"},
    ]
    [[run]] = runs({"tasks": [task({"whl": WHEEL}, *beside)]})
    assert run.beside == {"numpy", "my-app"}


def test_the_tasks_of_an_environment() -> None:
    environment = {
        "environment_key": "e",
        "spec": {"environment_version": "3", "dependencies": [WHEEL, "pandas==2"]},
    }
    calls = {"python_wheel_task": {"package_name": "lib", "entry_point": "run"}}
    inner = {"task_key": "i", "environment_key": "e"}
    tasks = [
        {"task_key": "a", "environment_key": "e", **calls},
        {"task_key": "b", "environment_key": "other"},
        {"task_key": "c", "for_each_task": {"task": inner}},
    ]
    [found] = runs({"tasks": tasks, "environments": [environment]})
    compute, beside = Compute(environment_version="3"), frozenset({"pandas"})
    assert found == (
        TaskRun(
            part="task a",
            compute=compute,
            entry_point=EntryPoint(package="lib", name="run"),
            beside=beside,
        ),
        TaskRun(part="task c", compute=compute, beside=beside),
    )

    [alone] = runs({"tasks": tasks[1:2], "environments": [environment]})
    assert alone == (TaskRun(part="environment e", compute=compute, beside=beside),)


@pytest.mark.parametrize(
    ("spec", "version"),
    [
        ({"environment_version": "3", "client": "2"}, "3"),
        ({"client": "2"}, "2"),
        ({"environment_version": 3}, None),
        ({}, None),
        (None, None),
    ],
)
def test_the_version_of_an_environment(spec: object, version: str | None) -> None:
    assert compute_of_environment(spec).environment_version == version


@pytest.mark.parametrize("path", [("tasks",), ("tasks", 9), ("environments", 0), ("other", 0), ()])
def test_a_place_that_is_not_there_has_no_runs(path: tuple[str | int, ...]) -> None:
    place = Place(location="", path=path, slot=Slot.WHL, text="")
    found = runs_in_job({"tasks": []}, place)
    assert found == () or found[0].part == "environment None"


RULES = {
    "spark_version": {"type": "fixed", "value": KEY},
    "node_type_id": {"type": "unlimited", "defaultValue": "m7g.large"},
    "docker_image.url": {"type": "forbidden"},
    "instance_pool_id": {"type": "fixed", "value": ""},
    "num_workers": {"type": "fixed", "value": 3},
}


def test_what_a_policy_gives() -> None:
    assert compute_of_policy({"definition": json.dumps(RULES)}) == PolicyCompute(
        fixed=Compute(spark_version=KEY), default=Compute(node_type_id="m7g.large")
    )
    family = {
        "definition": json.dumps(RULES),
        "policy_family_definition_overrides": json.dumps(
            {"spark_version": {"type": "fixed", "value": "16.4.x-scala2.12"}}
        ),
    }
    assert compute_of_policy(family).fixed.spark_version == "16.4.x-scala2.12"


@pytest.mark.parametrize("definition", [None, 3, "", "[]", "no json", "{}"])
def test_a_policy_that_cannot_be_read_gives_nothing(definition: object) -> None:
    assert compute_of_policy({"definition": definition}) == PolicyCompute()


@pytest.mark.parametrize(
    ("versions", "key"), [([KEY], KEY), ([KEY, "x"], None), ([], None), (None, None), ([3], None)]
)
def test_what_a_pool_preloads(versions: object, key: str | None) -> None:
    assert compute_of_pool({"preloaded_spark_versions": versions}).spark_version == key


DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["tasks", "environments", "spec", "new_cluster", "docker_image", "url", "libraries"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(DOCUMENTS, st.sampled_from(["tasks", "environments"]), st.integers(0, 2))
def test_whatever_the_shape_nothing_breaks(document: Any, part: str, index: int) -> None:  # noqa: ANN401  any shape
    place = Place(location="", path=(part, index), slot=Slot.WHL, text="")
    runs_in_job(document, place)
    compute_of_cluster(document)
    compute_of_environment(document)
    compute_of_policy(document)
    compute_of_pool(document)


# other documents


def only_run(dependent: Dependent | None) -> TaskRun:
    assert dependent is not None
    [located] = dependent.references
    [run] = located.runs
    return run


def test_a_cluster_runs_on_itself() -> None:
    cluster = {"cluster_id": "1-c", "cluster_name": "shared", "spark_version": KEY}
    statuses = [{"library": {"whl": WHEEL}, "status": "INSTALLED"}]
    found = only_run(dependent_from_cluster("1-c", statuses, cluster, "lib"))
    assert found == TaskRun(part="cluster shared", compute=Compute(spark_version=KEY))


def test_a_policy_is_what_it_fixes() -> None:
    policy = {
        "policy_id": "P",
        "name": "small",
        "definition": json.dumps(RULES),
        "libraries": [{"whl": WHEEL}],
    }
    found = only_run(dependent_from_policy(policy, "lib"))
    assert found.part == "whatever uses policy small"
    assert found.compute == Compute(spark_version=KEY)


def test_a_pipeline_runs_on_what_the_platform_chooses() -> None:
    spec: dict[str, Any] = {"name": "flow", "environment": {"dependencies": [WHEEL]}}
    pipeline = {"pipeline_id": "0a", "spec": spec}
    found = only_run(dependent_from_pipeline(pipeline, "lib"))
    assert found == TaskRun(part="pipeline flow", compute=Compute())
    spec["environment"]["environment_version"] = "4"
    found = only_run(dependent_from_pipeline(pipeline, "lib"))
    assert found.compute.environment_version == "4"


# requirements files: whatever gets the file gets the library

FILE, OTHER = "/Workspace/Shared/requirements.txt", "/Workspace/Shared/more.txt"


def uses(settings: dict[str, Any], job_id: int = 17) -> list[FileUse]:
    return file_uses_of_job({"job_id": job_id, "settings": {"name": f"job-{job_id}", **settings}})


def file_runs(uses_: list[FileUse], **contents: str) -> list[TaskRun]:
    content = {FILE: "lib==1.4.2\nnumpy\n", **contents}
    found = scan_files(lambda path: content[path].encode(), uses_, "lib")
    [dependent] = [one for one in found.dependents if one.id == FILE]
    [located] = dependent.references
    return list(located.runs)


def test_the_tasks_that_take_a_file() -> None:
    in_task = task({"requirements": FILE}, {"pypi": {"package": "six"}}, key="a", **NEW_CLUSTER)
    spec = {"environment_version": "3", "dependencies": [f"-r {FILE}"]}
    settings = {
        "tasks": [in_task, {"task_key": "b", "environment_key": "e"}],
        "environments": [{"environment_key": "e", "spec": spec}],
    }
    assert [(run.part, run.compute, run.beside) for run in file_runs(uses(settings))] == [
        ("task a of job-17", Compute(spark_version=KEY), frozenset({"numpy", "six"})),
        ("task b of job-17", Compute(environment_version="3"), frozenset({"numpy"})),
    ]


def test_every_user_of_a_file_counts() -> None:
    one = uses({"tasks": [task({"requirements": FILE}, **NEW_CLUSTER)]}, 1)
    two = uses({"tasks": [task({"requirements": FILE}, existing_cluster_id="1-c")]}, 2)
    found = file_runs([*two, *one])
    assert [run.part for run in found] == ["task score of job-1", "task score of job-2"]


def test_who_uses_a_file_in_two_ways_is_one_user_with_both() -> None:
    first = task({"requirements": FILE}, key="a", **NEW_CLUSTER)
    second = task({"requirements": OTHER}, key="b", existing_cluster_id="1-c")
    found = scan_files(
        lambda path: {FILE: b"lib==1.4.2\n", OTHER: f"-r {FILE}\n".encode()}[path],
        uses({"tasks": [first, second]}),
        "lib",
    )
    [dependent] = found.dependents
    assert [user.name for user in dependent.users] == ["job-17"]
    [located] = dependent.references
    assert sorted(run.part for run in located.runs) == ["task a of job-17", "task b of job-17"]


def test_other_users_of_a_file() -> None:
    library = {"requirements": FILE}
    of_cluster = file_uses_of_cluster("1-c", [{"library": library}])
    of_policy = file_uses_of_policy(
        {
            "policy_id": "P",
            "name": "small",
            "libraries": [library],
            "definition": json.dumps(RULES),
        }
    )
    spec = {"name": "flow", "environment": {"dependencies": [f"-r {FILE}"]}}
    of_pipeline = file_uses_of_pipeline({"pipeline_id": "0a", "spec": spec})
    found = file_runs([*of_cluster, *of_policy, *of_pipeline])
    assert [(run.part, run.compute) for run in found] == [
        ("cluster 1-c", Compute(cluster_id="1-c")),
        ("pipeline flow", Compute()),
        ("whatever uses policy small", Compute(spark_version=KEY)),
    ]
