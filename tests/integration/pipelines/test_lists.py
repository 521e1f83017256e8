"""A list that is broken, odd or empty: what cannot be had is said, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.plans.survey import Survey
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.workspace.failures import PermissionDeniedError, UnavailableError
from tests.integration.pipelines.kinds import OLD, PIPELINES, Kind

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[..., Deployed]
_LIST = PIPELINES.listing
_QUICK = {"Retry-After": "0"}
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}


def _survey(workspace: Workspace) -> Survey:
    return survey_workspace(workspace.sources, "lib", lambda _: None)


def _job(sandbox: Sandbox) -> int:
    return sandbox.add_job({"tasks": [{"task_key": "t", "libraries": [{"whl": OLD}]}]})


_BROKEN_LISTS: list[tuple[FaultRule, str]] = [
    ({"status": 403, "body": _DENIED}, "ask ana"),
    ({"status": 500, "body": {"message": "broken"}, "headers": _QUICK}, "broken"),
    ({"status": 404}, "404"),
    ({"action": "login-page"}, "a page for people"),
    ({"status": 200, "body": []}, "unknown shape"),
    ({"status": 200, "body": {"statuses": {"a": 1}, "policies": {"a": 1}}}, "unknown shape"),
    ({"status": 200, "body": {"statuses": [{}], "policies": [{}]}}, "unknown shape"),
    ({"status": 200, "body": {"statuses": [7], "policies": [7]}}, "unknown shape"),
]


@pytest.mark.parametrize(("fault", "words"), _BROKEN_LISTS, ids=str)
def test_a_list_that_cannot_be_had_is_said_and_the_rest_goes_on(
    sandbox: Sandbox, workspace: Workspace, kind: Kind, fault: FaultRule, words: str
) -> None:
    job_id = _job(sandbox)
    sandbox.fault("GET", kind.listing, **(fault | {"times": None}))

    survey = _survey(workspace)

    [missing] = survey.unreadable
    assert (missing.kind, missing.id) == (kind.kind, "*")
    assert missing.name == f"the list of every {kind.kind.value}"
    assert words in missing.error
    assert [one.id for one in survey.dependents] == [str(job_id)]
    assert survey.scanned == {"job": 1}


def test_a_deployment_without_a_list_is_partial(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    _job(sandbox)
    sandbox.fault("GET", kind.listing, status=403, times=None)

    deployed = carry_out(plan())

    assert [one.outcome for one in deployed.deployment.dependents] == [Outcome.UPDATED]
    assert deployed.exit_code is ExitCode.PARTIAL
    assert [one.kind for one in deployed.deployment.unreadable] == [kind.kind]


def test_a_page_that_cannot_be_had_makes_the_list_unreadable(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    for number in range(101):
        PIPELINES.add(sandbox, f"p{number}")
    sandbox.fault("GET", _LIST, nth=2, status=403, times=None)

    assert [one.id for one in _survey(workspace).unreadable] == ["*"]


def test_a_list_that_goes_round_in_circles_ends(sandbox: Sandbox, workspace: Workspace) -> None:
    page = {"statuses": [], "next_page_token": "again"}
    sandbox.fault("GET", _LIST, status=200, body=page, times=None)

    [missing] = _survey(workspace).unreadable

    assert missing.error == "the list of pipelines does not end"
    assert len(sandbox.journal("GET", _LIST)) == 2


def test_one_that_comes_twice_counts_once(sandbox: Sandbox, workspace: Workspace) -> None:
    PIPELINES.add(sandbox, "a")
    listed: dict[str, Any] = {"pipeline_id": "a", "name": None, "new": {}}
    first = {"statuses": [listed, listed], "next_page_token": "x"}
    sandbox.fault("GET", _LIST, status=200, body=first)
    sandbox.fault("GET", _LIST, nth=2, status=200, body={"statuses": [listed]})

    survey = _survey(workspace)

    assert [one.id for one in survey.dependents] == ["a"]
    assert survey.scanned["pipeline"] == 1
    assert len(sandbox.journal("GET", f"{_LIST}/a")) == 1


@pytest.mark.parametrize("body", [{}, {"statuses": None, "policies": None, "next_page_token": ""}])
def test_a_workspace_without_any(
    sandbox: Sandbox, workspace: Workspace, kind: Kind, body: dict[str, Any]
) -> None:
    sandbox.fault("GET", kind.listing, status=200, body=body, times=None)

    survey = _survey(workspace)

    assert (survey.dependents, survey.unreadable, survey.scanned) == ((), (), {"job": 0})


@pytest.mark.parametrize(
    ("status", "error"), [(403, PermissionDeniedError), (500, UnavailableError)]
)
def test_without_the_list_of_jobs_nothing_is_promised(
    sandbox: Sandbox, workspace: Workspace, status: int, error: type[Exception]
) -> None:
    PIPELINES.add(sandbox, "a")
    sandbox.fault("GET", "/api/2.2/jobs/list", status=status, headers=_QUICK, times=None)

    with pytest.raises(error):
        _survey(workspace)
