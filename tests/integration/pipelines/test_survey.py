"""Every pipeline passes by, whatever happens to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.plans.survey import Survey
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from tests.integration.pipelines.kinds import OLD, PIPELINES

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[..., Deployed]
_LIST = PIPELINES.listing
_QUICK = {"Retry-After": "0"}
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}


def _survey(workspace: Workspace) -> Survey:
    return survey_workspace(workspace.sources, "lib", lambda _: None)


def _job(sandbox: Sandbox) -> int:
    return sandbox.add_job({"tasks": [{"task_key": "t", "libraries": [{"whl": OLD}]}]})


def test_every_page_of_the_list_is_read_and_each_pipeline_once(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    ids = [PIPELINES.add(sandbox, f"p{number:03d}") for number in range(0, 230, 10)]
    for number in range(205):
        sandbox.add_pipeline({"name": f"other {number}"}, pipeline_id=f"x{number}")

    survey = _survey(workspace)

    assert sorted(one.id for one in survey.dependents) == ids
    assert survey.scanned == {"job": 0, "pipeline": 205 + len(ids)}
    pages = sandbox.journal("GET", _LIST)
    assert [entry["query"].get("max_results") for entry in pages] == ["100"] * 3
    reads = [entry["path"] for entry in sandbox.journal("GET") if "/pipelines/" in entry["path"]]
    assert len(reads) == len(set(reads)) == 205 + len(ids)


def test_specs_are_read_side_by_side(sandbox: Sandbox, workspace: Workspace) -> None:
    for identifier in "abc":
        PIPELINES.add(sandbox, identifier)
    sandbox.fault("GET", f"{_LIST}/a", action="delay", seconds=1.0)
    # only while the first is still on its way can a later one make it vanish
    sandbox.edit_pipeline("a", path=f"{_LIST}/c", delete=True)

    survey = _survey(workspace)

    assert [one.id for one in survey.dependents] == ["b", "c"]
    assert [notice.code for notice in survey.notices] == ["vanished"]


def test_what_stands_at_its_references(sandbox: Sandbox, workspace: Workspace) -> None:
    environment = {"dependencies": ["numpy", f"{OLD}[x]"]}
    deployment = {"kind": "BUNDLE", "metadata_file_path": "/m"}
    PIPELINES.add(
        sandbox,
        "a",
        environment=environment,
        continuous=True,
        tags={"apparate": "hold"},
        deployment=deployment,
    )

    [found] = _survey(workspace).dependents

    assert [(one.location, one.text) for one in found.references] == [
        ("libraries[0].whl", OLD),
        ("environment.dependencies[1]", f"{OLD}[x]"),
    ]
    assert (found.name, found.owner) == ("name of a", "admin@example.com")
    assert found.schedule is not None
    assert found.managed_by is not None
    assert (found.schedule.kind, found.managed_by.kind) == ("continuous", "BUNDLE")
    assert found.tags == {"apparate": "hold"}


def test_one_that_vanishes_between_list_and_get_is_noted(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    for identifier in "ab":
        PIPELINES.add(sandbox, identifier)
    sandbox.edit_pipeline("a", path=_LIST, moment="after", delete=True)

    survey = _survey(workspace)

    assert [one.id for one in survey.dependents] == ["b"]
    [notice] = survey.notices
    assert notice.code == "vanished"
    assert "pipeline a (name of a)" in notice.text
    assert survey.unreadable == ()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 403, "body": _DENIED}, "ask ana"),
        ({"status": 500, "body": {"message": "broken"}, "headers": _QUICK}, "broken"),
        ({"status": 200, "body": {"pipeline_id": "other"}}, "not the pipeline asked for"),
        ({"status": 200, "body": ["a"]}, "not the pipeline asked for"),
    ],
    ids=str,
)
def test_one_that_cannot_be_read_is_named(
    sandbox: Sandbox, workspace: Workspace, fault: FaultRule, words: str
) -> None:
    for identifier in "ab":
        PIPELINES.add(sandbox, identifier)
    sandbox.fault("GET", f"{_LIST}/a", **(fault | {"times": None}))

    survey = _survey(workspace)

    [missing] = survey.unreadable
    assert (missing.kind.value, missing.id, missing.name) == ("pipeline", "a", "name of a")
    assert words in missing.error
    assert [one.id for one in survey.dependents] == ["b"]
    assert survey.scanned["pipeline"] == 2


def test_those_that_others_hide_are_not_there(sandbox: Sandbox, workspace: Workspace) -> None:
    PIPELINES.add(sandbox, "a", access={"ci@example.com": "NO_ACCESS"})

    survey = _survey(workspace)

    assert (survey.dependents, survey.unreadable) == ((), ())
