"""With `deep`, init scripts and notebooks are read, each once, and what they install is reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.plans.survey import Survey
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.files.paths import EXPORT, OLD

Look: TypeAlias = Callable[..., Survey]
_NOTEBOOK = "/Workspace/Shared/score"
_SCRIPT = "/Workspace/Shared/init.sh"
_SOURCE = f"# Databricks notebook source\n# MAGIC %pip install {OLD}\n"
_SHELL = b"#!/bin/bash\npip install lib==1.4.2\n"


@pytest.fixture
def look(workspace: Workspace) -> Look:
    def survey(library: str | None = "lib", *, deep: bool = True) -> Survey:
        return survey_workspace(workspace.sources, library, lambda _: None, deep=deep)

    return survey


def notebook_job(path: str = _NOTEBOOK, **values: object) -> dict[str, Any]:
    work = {"notebook_path": path, **values}
    return {"name": "job", "tasks": [{"task_key": "a", "notebook_task": work}]}


def script_job(path: str = _SCRIPT, scheme: str = "workspace") -> dict[str, Any]:
    cluster = {"init_scripts": [{scheme: {"destination": path}}]}
    return {"name": "job", "job_clusters": [{"job_cluster_key": "m", "new_cluster": cluster}]}


def files_of(survey: Survey) -> dict[str, list[str]]:
    return {
        one.id: [found.location for found in one.references]
        for one in survey.dependents
        if one.kind is DependentKind.FILE
    }


def test_a_notebook_is_read_once_for_all_its_jobs(sandbox: Sandbox, look: Look) -> None:
    sandbox.add_notebook(_NOTEBOOK, _SOURCE)
    ids = [str(sandbox.add_job(notebook_job(path))) for path in (_NOTEBOOK, "/Shared/score")]

    survey = look()

    assert files_of(survey) == {_NOTEBOOK: [f"{_NOTEBOOK}:2"]}
    [file] = survey.dependents
    assert sorted(user.id for user in file.users) == sorted(ids)
    [request] = sandbox.journal("GET", EXPORT)
    assert request["query"]["format"] == "SOURCE"


def test_nothing_of_it_is_read_otherwise(sandbox: Sandbox, look: Look) -> None:
    sandbox.add_notebook(_NOTEBOOK, _SOURCE)
    sandbox.add_file(_SCRIPT, _SHELL)
    sandbox.add_job(notebook_job())
    sandbox.add_job(script_job())

    survey = look(deep=False)

    assert survey.dependents == ()
    assert sandbox.journal("GET", EXPORT) == []


def test_init_scripts_wherever_they_can_be_read(sandbox: Sandbox, look: Look) -> None:
    sandbox.add_volume("main.libs.base")
    paths = {"volumes": "/Volumes/main/libs/base/i.sh", "dbfs": "dbfs:/i.sh", "workspace": _SCRIPT}
    sandbox.add_file(_SCRIPT, _SHELL)
    sandbox.add_volume_file(paths["volumes"], _SHELL)
    sandbox.add_dbfs_file(paths["dbfs"], _SHELL)
    for scheme, path in paths.items():
        sandbox.add_job(script_job(path, scheme))
    sandbox.add_job(script_job("s3://bucket/i.sh", "s3"))
    sandbox.add_job(script_job("file:/local/i.sh", "file"))
    sandbox.add_job(notebook_job("jobs/score", source="GIT"))

    survey = look()

    assert files_of(survey) == {path: [f"{path}:2"] for path in paths.values()}
    assert survey.unreadable == ()
    texts = {notice.code: notice.text for notice in survey.notices}
    assert texts == {
        "not-looked-at": "scripts in other storage are not looked at: file:/local/i.sh,"
        " s3://bucket/i.sh",
        "not-in-workspace": "notebooks in git are not looked at: jobs/score",
    }


def test_pipelines_and_policies_run_scripts_too(sandbox: Sandbox, look: Look) -> None:
    sandbox.add_notebook(_NOTEBOOK, _SOURCE)
    sandbox.add_file(_SCRIPT, _SHELL)
    sandbox.add_pipeline({"name": "flow", "libraries": [{"notebook": {"path": _NOTEBOOK}}]})
    rule = f'{{"init_scripts.0.workspace.destination": {{"type": "fixed", "value": "{_SCRIPT}"}}}}'
    sandbox.add_policy({"name": "p", "definition": rule}, policy_id="p-1")

    survey = look()

    assert files_of(survey) == {_NOTEBOOK: [f"{_NOTEBOOK}:2"], _SCRIPT: [f"{_SCRIPT}:2"]}
    assert {user.kind.value for one in survey.dependents for user in one.users} == {
        "pipeline",
        "policy",
    }


@pytest.mark.parametrize("bad", ["missing", "hidden", "binary"])
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(
    sandbox: Sandbox, look: Look, bad: str
) -> None:
    path = f"/Workspace/Secret/{bad}.sh"
    if bad != "missing":
        sandbox.add_file(path, b"\x7fELF\0\0" if bad == "binary" else _SHELL)
    if bad == "hidden":
        sandbox.set_folder("/Workspace/Secret", readers=["admin@example.com"], writers=[])
    sandbox.add_notebook(_NOTEBOOK, _SOURCE)
    sandbox.add_job(script_job(path))
    sandbox.add_job(notebook_job())

    survey = look()

    [missing] = survey.unreadable
    assert (missing.kind, missing.id) == (DependentKind.FILE, path)
    assert missing.error
    assert list(files_of(survey)) == [_NOTEBOOK]


def test_near_misses(sandbox: Sandbox, look: Look) -> None:
    sandbox.add_notebook(_NOTEBOOK, "# MAGIC %pip install lib-extra==1.4.2 my-lib\nimport lib\n")
    sandbox.add_file(_SCRIPT, b"# pip install lib==1.4.2\npip uninstall lib\n")
    sandbox.add_job(notebook_job())
    sandbox.add_job(script_job())

    survey = look()

    assert survey.dependents == ()
    assert survey.scanned == {"job": 2, "file": 2}


def test_every_library_of_scripts(sandbox: Sandbox, look: Look) -> None:
    sandbox.add_notebook(_NOTEBOOK, "# MAGIC %pip install lib==1.4.2 numpy==1.26.0\n")
    sandbox.add_job(notebook_job())

    [file] = look(None).dependents

    assert {one.reference.name for one in file.references} == {"lib", "numpy"}


def test_files_that_scripts_install_from_are_named(sandbox: Sandbox, look: Look) -> None:
    sandbox.add_notebook(_NOTEBOOK, "# MAGIC %pip install -r /Workspace/Shared/r.txt\n")
    sandbox.add_job(notebook_job())

    [notice] = look().notices

    assert notice.code == "not-looked-at"
    assert "/Workspace/Shared/r.txt" in notice.text
