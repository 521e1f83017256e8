"""The schemas in the package say what the documents are, and hold for what the commands print."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from apparate_ng.reports.interchange.documents import to_json
from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import project as project_folder
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import OLD, STORE, pinning, wheel_path
from tests.e2e.program import Program, program_in
from tests.hostile.texts import HOSTILE_TEXTS
from tests.pages.estates import (
    deployment_of,
    estate_of,
    inventory_of,
    large_plan,
    plan_with_names,
)
from tests.schemas.making import DOCUMENTS, FOLDER, file_of, text_of

Document = dict[str, Any]


def _validate(document: Document) -> None:
    schema = json.loads(file_of(document["schema"]).read_text(encoding="utf-8"))
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_schema_is_that_of_the_types(name: str) -> None:
    file, made = file_of(name), text_of(name)
    if os.environ.get("APPARATE_REGENERATE_GOLDENS") == "1":
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == made
    jsonschema.Draft202012Validator.check_schema(json.loads(made))


def test_the_package_has_them_and_no_others() -> None:
    named = {file_of(name).name for name in DOCUMENTS}
    assert {one.name for one in (files("apparate_ng") / "schemas").iterdir()} == named
    assert {one.name for one in FOLDER.iterdir()} == named


def test_large_and_hostile_documents_fit() -> None:
    plan = large_plan(60)
    for one in (plan, plan_with_names(tuple(HOSTILE_TEXTS.values()))):
        _validate(json.loads(to_json(one)))
    for document in (deployment_of(plan), inventory_of(plan), estate_of(plan, ("a", "b"))):
        _validate(json.loads(to_json(document)))


@pytest.mark.parametrize(
    "edit",
    [
        {"schema": "apparate.plan/2"},
        {"summary": None},
        {"dependents": {}},
        {"has_changes": "yes"},
        {"dependents": [{"kind": "toaster"}]},
    ],
)
def test_what_is_wrong_is_found(edit: Mapping[str, Any]) -> None:
    document = json.loads(to_json(large_plan(3)))
    schema = json.loads(file_of("apparate.plan/1").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, **edit}, schema)


def test_a_new_key_is_no_mistake() -> None:
    _validate({**json.loads(to_json(large_plan(3))), "new_in_a_later_version": 1})


@pytest.fixture
def apparate(tmp_path: Path) -> Program:
    return program_in(tmp_path, "", "").without("DATABRICKS_HOST", "DATABRICKS_TOKEN")


def _connected(program: Program, sandbox: Sandbox) -> Program:
    return program.knowing(
        DATABRICKS_HOST=sandbox.url, DATABRICKS_TOKEN=sandbox.token, APPARATE_STORE=STORE
    )


def test_what_the_commands_print_fits(tmp_path: Path, apparate: Program) -> None:
    """Every command in turn, on one workspace: each document is held against its schema."""
    release, project = wheel(tmp_path / "dist"), tmp_path / "project"
    project.mkdir()
    with running() as sandbox:
        sandbox.add_file(wheel_path(OLD), b"")
        sandbox.add_file("/Workspace/Shared/r.txt", f"{wheel_path(OLD)}\n".encode())
        for name in ("one", "two"):
            sandbox.add_job(pinning(name, OLD))
        sandbox.add_job(
            {
                "tasks": [
                    {"task_key": "a", "libraries": [{"requirements": "/Workspace/Shared/r.txt"}]}
                ]
            }
        )
        program = _connected(apparate, sandbox)
        commands = (
            ("build", project_folder(tmp_path / "built")),
            ("plan", release),
            ("upload", release),
            ("inventory",),
            ("inventory", "sales-features"),
            ("upload-and-update", release),
            ("history",),
            ("show",),
            ("rollback", "--dry-run"),
            ("rollback",),
            ("resume",),
            ("prune", "--dry-run", "--older-than", "0s"),
            ("diff", release, release),
            ("explain", "one", release),
            ("doctor",),
            ("init", "jenkins", project, "--store", STORE),
        )
        seen = {_checked(program, *command) for command in commands}
    assert seen - {None} == set(DOCUMENTS)


def _checked(program: Program, *command: str | Path) -> str | None:
    outcome = program(*command, "--output", "json")
    # 1: doctor has found something; 3: a prune by no admin
    assert outcome.returncode in {0, 1, 3}, (command, outcome.stderr)
    assert outcome.stdout, (command, outcome.stderr)
    document = json.loads(outcome.stdout)
    if document is None:
        return None
    _validate(document)
    return str(document["schema"])
