"""A survey without a name finds the references to every library, with the requests of one with."""

from __future__ import annotations

from collections import Counter
from typing import Any

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.plans.survey import Survey
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import Sandbox

STORE = "/Workspace/Shared/libraries"
LIB = f"{STORE}/lib-1.4.2-py3-none-any.whl"
OTHER = f"{STORE}/other-2.0.0-py3-none-any.whl"
JAR = f"{STORE}/core_2.12-3.1.jar"
FILE, NESTED = "/Workspace/Shared/requirements.txt", "/Workspace/Shared/nested.txt"


def survey(workspace: Workspace, library: str | None = None) -> Survey:
    return survey_workspace(workspace.sources, library, lambda _: None)


def task(key: str, *libraries: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"task_key": key, "libraries": list(libraries), **more}


def named(found: Survey) -> Counter[tuple[str, str]]:
    return Counter(
        (dependent.kind.value, located.reference.name)
        for dependent in found.dependents
        for located in dependent.references
    )


def fill(sandbox: Sandbox) -> None:
    sandbox.add_file(FILE, f"-r nested.txt\n{LIB}\n".encode())
    sandbox.add_file(NESTED, b"pandas==2.2.0\n")
    sandbox.add_job(
        {
            "name": "a",
            "tasks": [
                task("one", {"whl": LIB}, {"pypi": {"package": "numpy==1.26.0"}}),
                task("two", {"requirements": FILE}, {"jar": JAR}),
            ],
            "environments": [{"environment_key": "e", "spec": {"dependencies": [OTHER]}}],
        }
    )
    sandbox.add_job({"name": "nothing to see"})
    sandbox.add_pipeline({"name": "p", "libraries": [{"whl": OTHER}]}, pipeline_id="p1")
    sandbox.add_policy({"name": "c", "libraries": [{"jar": JAR}]})
    sandbox.add_cluster({"cluster_name": "k"}, libraries=[{"whl": LIB}])


def test_every_library_is_found_in_every_kind_of_dependent(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    fill(sandbox)

    found = survey(workspace)

    assert named(found) == Counter(
        [
            ("job", "lib"),
            ("job", "numpy"),
            ("job", "core_2.12"),
            ("job", "other"),
            ("pipeline", "other"),
            ("policy", "core_2.12"),
            ("cluster", "lib"),
            ("file", "lib"),
            ("file", "pandas"),
        ]
    )
    assert found.scanned == {"job": 2, "pipeline": 1, "policy": 1, "cluster": 1, "file": 2}


def test_it_takes_the_requests_that_one_library_takes(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    fill(sandbox)
    large = [task(f"t{number}") for number in range(120)]
    sandbox.add_job({"name": "large", "tasks": [*large, task("last", {"whl": LIB})]})
    survey(workspace, "lib")
    for_one = Counter((entry["method"], entry["path"]) for entry in sandbox.journal())

    survey(workspace)

    for_both = Counter((entry["method"], entry["path"]) for entry in sandbox.journal())
    assert for_both == for_one + for_one


def test_a_large_job_is_read_whole(sandbox: Sandbox, workspace: Workspace) -> None:
    many = [task(f"t{number}") for number in range(120)]
    sandbox.add_job({"name": "large", "tasks": [*many, task("last", {"whl": LIB})]})

    [found] = survey(workspace).dependents

    assert [one.location for one in found.references] == ["tasks[last].libraries[0].whl"]


def test_a_parameter_that_lists_several_libraries_is_in_the_way_of_none(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    parameters = ["--py-files", f"{LIB},{OTHER},{OTHER}", "main.py"]
    submit = {"spark_submit_task": {"parameters": parameters}}
    sandbox.add_job({"tasks": [{"task_key": "t", **submit}]})

    [found] = survey(workspace).dependents

    obstacles = [(one.reference.name, one.reference.obstacle is None) for one in found.references]
    assert obstacles == [("lib", True), ("other", False), ("other", False)]
