"""The shell parts of the CI kits, run as their servers run them, against a local workspace."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from groovy_parser.parser import digest_lark_tree, parse_groovy_content

from apparate_ng.__about__ import __version__
from apparate_ng.configuration.kits import KITS, filled_in
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import project
from tests.e2e.ci_server import CLIENT, ID_TOKEN, SECRET, github, on_an_agent, shell
from tests.e2e.jobs import NEW, OLD, STORE, plant, versions_of
from tests.e2e.program import Outcome, Program

_EXCHANGES_OF_A_RUN = 2
"""Tokens that are asked for: a few at the start, and none for each request."""
_APPROVALS = [
    {"state": "approved", "user": {"login": "eva"}},
    {"state": "approved", "user": {"login": "ana"}},
    {"state": "rejected", "user": {"login": "bob"}},
]
_INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")
_COMPONENT_INPUT = re.compile(r"\$\[\[ inputs\.(\w+) \]\]")


@pytest.fixture
def jobs(sandbox: Sandbox) -> list[int]:
    """Two jobs to move."""
    return plant(sandbox, 2)


@pytest.fixture
def agent(apparate: Program, tmp_path: Path) -> Program:
    """An agent with a checkout in its folder: a library below it, with a store configured."""
    settings = f'[tool.apparate]\nstore = "{STORE}"\n'
    project(apparate.folder / "libs" / "sales", settings=settings)
    return on_an_agent(apparate.without("APPARATE_STORE"), tmp_path / "agent")


@pytest.fixture
def other_agent(agent: Program, tmp_path: Path) -> Program:
    """Another one, where nothing but the plan will be."""
    return agent.inside(tmp_path / "other")


def _carried(source: Program, target: Program, folder: str) -> None:
    shutil.copytree(source.folder / folder, target.folder / folder)


def _approver(program: Program, sandbox: Sandbox) -> str | None:
    signed_in = program.knowing(DATABRICKS_HOST=sandbox.url, DATABRICKS_TOKEN=sandbox.token)
    record = signed_in.knowing(APPARATE_STORE=STORE).document("show")
    found: str | None = record["context"].get("approved_by")
    return found


def _assert_planned(program: Program, sandbox: Sandbox, jobs: list[int]) -> None:
    plan = json.loads((program.folder / "plan" / "plan.json").read_text())
    assert plan["has_changes"] is True
    assert (program.folder / "plan" / plan["release"]["file"]).is_file()
    assert "<html" in (program.folder / "plan" / "plan.html").read_text()[:1000]
    assert versions_of(sandbox, *jobs) == [[OLD], [OLD]]


def _outputs(file: Path) -> dict[str, str]:
    lines = file.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def _assert_applied(program: Program, sandbox: Sandbox, jobs: list[int]) -> None:
    results = ET.parse(program.folder / "deployment" / "deployment.xml").getroot()  # noqa: S314  our own file
    assert len(list(results.iter("testcase"))) == 2
    assert list(results.iter("failure")) == []
    assert "<html" in (program.folder / "deployment" / "deployment.html").read_text()[:1000]
    assert versions_of(sandbox, *jobs) == [[NEW], [NEW]]


def _requested(program: Program) -> list[str]:
    log = Path(program.environment["PATH"].split(":")[0]).parent / "pip"
    return [line.split(" ")[-1] for line in log.read_text().splitlines()]


# --- Jenkins: `sh` runs `sh -xe`


def _steps(name: str = "ci/apparate.groovy") -> str:
    return filled_in(KITS["jenkins"], "libs/sales")[name].decode()


@pytest.fixture
def scripts() -> dict[str, str]:
    """The scripts of the steps."""
    plan, apply, install = re.findall(r"'''(.*?)'''", _steps(), re.DOTALL)
    return {"plan": plan, "apply": apply, "install": install}


def _in_jenkins(program: Program, sandbox: Sandbox, script: str, **variables: str) -> Outcome:
    return shell(
        program,
        ["/bin/sh", "-xe"],
        script,
        PROJECT="libs/sales",
        REQUIREMENT=f"apparate-ng=={__version__}",
        APPARATE=f"{program.folder}@tmp/apparate/bin/apparate",
        DATABRICKS_HOST=sandbox.url,
        DATABRICKS_CLIENT_ID=CLIENT,
        DATABRICKS_CLIENT_SECRET=SECRET,
        **variables,
    )


def test_jenkins(
    agent: Program,
    other_agent: Program,
    sandbox: Sandbox,
    jobs: list[int],
    scripts: dict[str, str],
) -> None:
    assert _in_jenkins(agent, sandbox, scripts["install"]).returncode == 0
    planned = _in_jenkins(agent, sandbox, scripts["plan"])
    assert planned.returncode == 10, planned.stderr
    _assert_planned(agent, sandbox, jobs)

    _carried(agent, other_agent, "plan")
    assert _in_jenkins(other_agent, sandbox, scripts["install"]).returncode == 0
    who = {"APPARATE_APPROVED_BY": "eva"}
    applied = _in_jenkins(other_agent, sandbox, scripts["apply"], **who)
    assert applied.returncode == 0, applied.stderr
    _assert_applied(other_agent, sandbox, jobs)
    assert _approver(agent, sandbox) == "eva"
    assert _requested(agent) == [f"apparate-ng=={__version__}"] * 2


def test_jenkins_installs_once_for_each_agent(
    agent: Program, sandbox: Sandbox, scripts: dict[str, str]
) -> None:
    _in_jenkins(agent, sandbox, scripts["install"])
    marker = agent.folder.with_name(f"{agent.folder.name}@tmp") / "apparate" / "marker"
    marker.write_text("")

    again = _in_jenkins(agent, sandbox, scripts["install"])

    assert again.returncode == 0
    assert marker.exists()
    assert "-m venv" not in again.stderr


def test_jenkins_where_a_job_changed_since_the_plan(
    agent: Program, sandbox: Sandbox, jobs: list[int], scripts: dict[str, str]
) -> None:
    _in_jenkins(agent, sandbox, scripts["install"])
    _in_jenkins(agent, sandbox, scripts["plan"])
    sandbox.edit(jobs[0], path="/oidc/v1/token", new_settings={"max_concurrent_runs": 7})

    assert _in_jenkins(agent, sandbox, scripts["apply"]).returncode == 4
    assert versions_of(sandbox, *jobs) == [[OLD], [OLD]]


def test_jenkins_where_somebody_else_is_meant(
    agent: Program, sandbox: Sandbox, jobs: list[int], scripts: dict[str, str]
) -> None:
    _in_jenkins(agent, sandbox, scripts["install"])
    script = scripts["plan"]

    outcome = _in_jenkins(agent, sandbox, f"export DATABRICKS_CLIENT_SECRET=wrong\n{script}")

    assert outcome.returncode == 1
    assert versions_of(sandbox, *jobs) == [[OLD], [OLD]]


@pytest.fixture(scope="module")
def parsed() -> dict[str, Any]:
    """Each file as Groovy's own grammar reads it: slow, and no guess."""
    names = ("Jenkinsfile", "ci/apparate.groovy")
    return {name: digest_lark_tree(parse_groovy_content(_steps(name))) for name in names}


def _leaves(node: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  a tree of dicts
    if "leaf" in node:
        yield node["leaf"], node["value"]
    for child in node.get("children", ()):
        yield from _leaves(child)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_groovy_is_groovy(parsed: dict[str, Any], scripts: dict[str, str]) -> None:
    words = {
        name: [value for leaf, value in _leaves(tree) if leaf.endswith("IDENTIFIER")]
        for name, tree in parsed.items()
    }
    texts = [value for leaf, value in _leaves(parsed["ci/apparate.groovy"]) if "STRING" in leaf]

    steps, pipeline = words["ci/apparate.groovy"], words["Jenkinsfile"]
    assert pipeline.count("stage") == 3
    called = [after for word, after in pairwise(pipeline) if word == "apparate"]
    assert {"plan", "approve", "apply"} <= set(called) <= set(steps) | {"load", "pipeline"}
    assert {"timeout", "input", "submitterParameter", "junit", "archiveArtifacts"} <= set(steps)
    assert all(any(script in text for text in texts) for script in scripts.values())


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_pipeline_of_this_repository_is_groovy() -> None:
    text = (Path(__file__).parents[2] / "Jenkinsfile").read_text()

    words = [value for _, value in _leaves(digest_lark_tree(parse_groovy_content(text)))]

    assert words.count("stage") == 5
    assert "submitterParameter" in words


# --- GitHub: `shell: bash` runs `bash --noprofile --norc -eo pipefail`


@pytest.fixture
def action() -> Any:  # noqa: ANN401  YAML
    files = filled_in(KITS["github"], "libs/sales")
    return yaml.safe_load(files[".github/actions/apparate/action.yml"])


class _GitHub:
    """Runs the shell steps of the composite action."""

    def __init__(self, action: Any, sandbox: Sandbox, address: str, tmp_path: Path) -> None:  # noqa: ANN401  YAML
        self._action = action
        self._inputs = {name: str(of.get("default", "")) for name, of in action["inputs"].items()}
        self._inputs |= {"project": "libs/sales", "host": sandbox.url, "client-id": CLIENT}
        self._inputs |= {"token": "of-the-job"}
        self.output = tmp_path / "github-output"
        self._variables = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": address,
            "GITHUB_REPOSITORY": "a/b",
            "GITHUB_RUN_ID": "17",
            "GITHUB_OUTPUT": str(self.output),
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{address}/id?v=1",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of-the-run",
        }

    def __call__(self, program: Program, command: str) -> Outcome:
        """Run `plan` or `apply`, up to the first step that fails."""
        self.output.write_text("")
        for step in self._action["runs"]["steps"]:
            if "run" in step and f"'{'apply' if command == 'plan' else 'plan'}'" not in step.get(
                "if", ""
            ):
                outcome = self._run(program, step)
                if outcome.returncode != 0:
                    return outcome
        return outcome

    def _run(self, program: Program, step: Any) -> Outcome:  # noqa: ANN401  YAML
        given = {
            name: _INPUT.sub(lambda found: self._inputs[found[1]], value)
            for name, value in step.get("env", {}).items()
        }
        options = ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail"]
        variables = {**self._variables, **given, "RUNNER_TEMP": f"{program.folder}-temp"}
        return shell(program.without("DATABRICKS_HOST"), options, step["run"], **variables)


def test_github_signs_in_by_oidc_alone(
    agent: Program,
    other_agent: Program,
    sandbox: Sandbox,
    jobs: list[int],
    action: Any,  # noqa: ANN401  YAML
    tmp_path: Path,
) -> None:
    with github(_APPROVALS) as address:
        run = _GitHub(action, sandbox, address, tmp_path)
        planned = run(agent, "plan")
        assert planned.returncode == 0, planned.stderr
        outputs = _outputs(run.output)
        assert (outputs["changes"], outputs["version"]) == ("true", NEW)
        _assert_planned(agent, sandbox, jobs)

        _carried(agent, other_agent, "plan")
        applied = run(other_agent, "apply")
        assert applied.returncode == 0, applied.stderr
        assert _outputs(run.output)["deployment"]

    _assert_applied(other_agent, sandbox, jobs)
    assert _approver(agent, sandbox) == "ana, eva"
    assert len(sandbox.journal("POST", "/oidc/v1/token")) <= 2 * _EXCHANGES_OF_A_RUN


@pytest.mark.parametrize(("approvals", "status"), [(_APPROVALS, 403), ([], 200), ("odd", 200)])
def test_github_where_nobody_tells_who_approved(
    agent: Program,
    sandbox: Sandbox,
    jobs: list[int],
    action: Any,  # noqa: ANN401  YAML
    tmp_path: Path,
    approvals: object,
    status: int,
) -> None:
    with github(approvals, status) as address:
        run = _GitHub(action, sandbox, address, tmp_path)
        run(agent, "plan")
        assert run(agent, "apply").returncode == 0

    assert versions_of(sandbox, *jobs) == [[NEW], [NEW]]
    assert _approver(agent, sandbox) is None


def test_github_without_changes(
    agent: Program,
    sandbox: Sandbox,
    action: Any,  # noqa: ANN401  YAML
    tmp_path: Path,
) -> None:
    with github(_APPROVALS) as address:
        run = _GitHub(action, sandbox, address, tmp_path)

        assert run(agent, "plan").returncode == 0

    assert "changes=false" in run.output.read_text().splitlines()


def test_github_where_planning_fails(
    agent: Program,
    sandbox: Sandbox,
    jobs: list[int],
    action: Any,  # noqa: ANN401  YAML
    tmp_path: Path,
) -> None:
    shutil.rmtree(agent.folder / "libs")
    with github(_APPROVALS) as address:
        run = _GitHub(action, sandbox, address, tmp_path)

        outcome = run(agent, "plan")

    assert outcome.returncode == 1
    assert "error: " in outcome.stderr
    assert "changes=" not in run.output.read_text()
    assert versions_of(sandbox, *jobs) == [[OLD], [OLD]]


# --- GitLab: before_script and script are one script, by a shell that stops at the first error


def _of_gitlab(sandbox: Sandbox) -> Any:  # noqa: ANN401  YAML
    text = filled_in(KITS["gitlab"], "libs/sales")[".gitlab/apparate.yml"].decode()
    header, body = text.split("\n---\n")
    inputs = yaml.safe_load(header)["spec"]["inputs"]
    values = {name: str(about.get("default", "")) for name, about in inputs.items()}
    values |= {"project": "libs/sales", "host": sandbox.url, "client_id": CLIENT}
    return yaml.safe_load(_COMPONENT_INPUT.sub(lambda found: values[found[1]], body))


def _in_gitlab(program: Program, sandbox: Sandbox, name: str, **variables: str) -> Outcome:
    pipeline = _of_gitlab(sandbox)
    common, job = pipeline[".apparate"], pipeline[name]
    script = "\n".join([*common["before_script"], *job["script"]])
    return shell(
        program.without("DATABRICKS_HOST"),
        ["/bin/sh", "-e"],
        script,
        **{**common["variables"], "DATABRICKS_OIDC_TOKEN": ID_TOKEN, **variables},
        GITLAB_CI="true",
        CI_JOB_ID=f"17-{name}",
    )


def test_gitlab_signs_in_by_oidc_alone(
    agent: Program, other_agent: Program, sandbox: Sandbox, jobs: list[int]
) -> None:
    planned = _in_gitlab(agent, sandbox, "apparate-plan")
    assert planned.returncode == 0, planned.stderr
    _assert_planned(agent, sandbox, jobs)
    told = _outputs(agent.folder / "plan" / "plan.env")
    assert (told["APPARATE_VERSION"], told["APPARATE_HAS_CHANGES"]) == (NEW, "true")

    _carried(agent, other_agent, "plan")
    applied = _in_gitlab(other_agent, sandbox, "apparate-apply", **told, GITLAB_USER_LOGIN="eva")
    assert applied.returncode == 0, applied.stderr
    _assert_applied(other_agent, sandbox, jobs)
    assert _approver(agent, sandbox) == "eva"


def test_gitlab_trusts_nobody_else(agent: Program, sandbox: Sandbox, jobs: list[int]) -> None:
    outcome = _in_gitlab(agent, sandbox, "apparate-plan", DATABRICKS_CLIENT_ID="somebody")

    assert outcome.returncode == 1
    assert "credentials" in outcome.stderr
    assert ID_TOKEN not in outcome.stdout + outcome.stderr
    assert versions_of(sandbox, *jobs) == [[OLD], [OLD]]
