"""The CI kits, read by the parsers of their languages and held against their published schemas."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from apparate_ng.__about__ import __version__
from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.kits import KITS, filled_in

_INPUT = re.compile(r"\$\[\[ inputs\.(\w+) \]\]")


def _texts(kit: str, project: str = "libs/sales") -> dict[str, str]:
    return {name: text.decode() for name, text in filled_in(KITS[kit], project).items()}


@pytest.fixture
def action() -> Any:  # noqa: ANN401  YAML
    return yaml.safe_load(_texts("github")[".github/actions/apparate/action.yml"])


@pytest.fixture
def workflow() -> Any:  # noqa: ANN401  YAML
    return yaml.safe_load(_texts("github")[".github/workflows/apparate.yml"])


@pytest.fixture
def component() -> tuple[Any, Any]:
    """What it takes, and what it is."""
    header, body = yaml.safe_load_all(_texts("gitlab")[".gitlab/apparate.yml"])
    return header, body


def _interpolated(text: str, values: dict[str, str]) -> str:
    return _INPUT.sub(lambda found: values[found[1]], text)


def _conforms(schema: str, file: Path) -> None:
    """By the schema that check-jsonschema brings along: nothing is fetched."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        (".github/actions/apparate/action.yml", "vendor.github-actions"),
        (".github/workflows/apparate.yml", "vendor.github-workflows"),
    ],
)
def test_what_is_for_github_conforms(tmp_path: Path, name: str, schema: str) -> None:
    file = tmp_path / Path(name).name
    file.write_text(_texts("github")[name])

    _conforms(schema, file)


def test_what_is_for_gitlab_conforms(tmp_path: Path, component: tuple[Any, Any]) -> None:
    header, _ = component
    inputs = header["spec"]["inputs"]
    given = yaml.safe_load(_texts("gitlab")[".gitlab-ci.yml"])["include"][0]["inputs"]
    values = {name: given.get(name, about.get("default")) for name, about in inputs.items()}
    text = _texts("gitlab")[".gitlab/apparate.yml"].split("\n---\n")[1]
    file = tmp_path / "gitlab-ci.yml"
    file.write_text(_interpolated(text, values))

    _conforms("vendor.gitlab-ci", file)
    assert set(given) <= set(inputs)
    assert set(_INPUT.findall(text)) == set(inputs)
    assert None not in values.values()


def test_the_inclusion_for_gitlab_conforms(tmp_path: Path) -> None:
    file = tmp_path / "gitlab-ci.yml"
    file.write_text(_texts("gitlab")[".gitlab-ci.yml"])

    _conforms("vendor.gitlab-ci", file)


def test_the_workflow_gives_the_action_what_it_takes(workflow: Any, action: Any) -> None:  # noqa: ANN401  YAML
    required = {name for name, about in action["inputs"].items() if about.get("required")}
    calls = [
        step["with"]
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if step["uses"] == "./.github/actions/apparate"
    ]

    assert [call["command"] for call in calls] == ["plan", "apply"]
    assert all(required <= set(call) <= set(action["inputs"]) for call in calls)
    assert calls[0]["project"] == "libs/sales"


def test_every_input_of_the_action_is_used(action: Any) -> None:  # noqa: ANN401  YAML
    steps = str(action["runs"]["steps"])

    assert [name for name in action["inputs"] if f"inputs.{name}" not in steps] == []


def test_scripts_get_inputs_by_the_environment_alone(action: Any) -> None:  # noqa: ANN401  YAML
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]

    assert len(scripts) == 3
    assert [script for script in scripts if "${{" in script] == []


def test_jobs_on_github_may_do_no_more_than_they_need(workflow: Any) -> None:  # noqa: ANN401  YAML
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["plan"]["permissions"] == {"contents": "read", "id-token": "write"}
    assert workflow["jobs"]["apply"]["permissions"] == {
        "contents": "read",
        "id-token": "write",
        "actions": "read",
    }
    assert workflow["jobs"]["apply"]["environment"] == "production"


@pytest.mark.parametrize("kit", ["github", "gitlab"])
def test_no_long_lived_secret_is_asked_for(kit: str) -> None:
    text = "\n".join(_texts(kit).values())

    assert "DATABRICKS_TOKEN:" not in text
    assert "CLIENT_SECRET" not in text
    assert "secrets." not in text
    assert "oidc" in text


def test_a_plan_can_be_applied_for_so_long_only(component: tuple[Any, Any]) -> None:
    _, body = component

    assert body["apparate-plan"]["artifacts"]["expire_in"] == "$[[ inputs.expires ]]"
    assert body["apparate-apply"]["rules"][0]["when"] == "manual"


@pytest.mark.parametrize("kit", list(KITS))
def test_this_very_version_is_installed(kit: str) -> None:
    text = "\n".join(_texts(kit).values())

    found = {Requirement(each) for each in re.findall(r"apparate-ng==[\w.+!-]+", text)}
    assert found == {Requirement(f"apparate-ng=={__version__}")}


def test_a_name_that_cannot_stand_there_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="cannot hold"):
        filled_in(KITS["jenkins"], "it's")
