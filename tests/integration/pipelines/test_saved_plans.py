"""A saved plan is held against what stands there now, of every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
import pytest

from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.file import read_plan
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.deployments.staleness import stale_dependents
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.pipelines.kinds import NEW, OLD, Kind, library_of, written

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[..., Deployed]


def _saved(plan: Plan) -> Plan:
    return read_plan(msgspec.json.encode(plan), "plan.json")


def test_what_was_saved_is_carried_out(
    sandbox: Sandbox, kind: Kind, workspace: Workspace, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = _saved(plan())

    assert stale_dependents(workspace, made) == []
    carry_out(made)

    assert library_of(kind, sandbox, "a") == NEW
    assert stale_dependents(workspace, made) == []


@pytest.mark.parametrize(
    "edit",
    [{"new_settings": {"description": "new"}}, {"fields_to_remove": ["name"]}, {"delete": True}],
    ids=str,
)
def test_one_that_changed_or_went_is_stale(
    sandbox: Sandbox, kind: Kind, workspace: Workspace, plan: MakePlan, edit: dict[str, Any]
) -> None:
    for identifier in "ab":
        kind.add(sandbox, identifier)
    made = _saved(plan())
    kind.edit(sandbox, "a", path=kind.read, **edit)

    assert [one.dependent.id for one in stale_dependents(workspace, made)] == ["a"]
    assert written(sandbox) == []


def test_one_that_we_may_not_see_any_more_is_stale(
    sandbox: Sandbox, kind: Kind, workspace: Workspace, plan: MakePlan
) -> None:
    kind.add(sandbox, "a")
    made = _saved(plan())
    sandbox.fault("GET", kind.read, status=403, times=None)

    assert [one.dependent.id for one in stale_dependents(workspace, made)] == ["a"]


@pytest.mark.parametrize(
    ("planned", "tampered"),
    [
        (f'"to":"{NEW}"', f'"to":"{NEW.replace("Shared", "Users/eve")}"'),
        (f'"from":"{OLD}"', f'"from":"{OLD.replace("Shared", "Users/eve")}"'),
        ('"location":"libraries[0].whl"', '"location":"libraries[1].whl"'),
        ('"location":"libraries[0].whl"', '"location":"name"'),
        ('"id":"a"', '"id":"../../x?y=z"'),
    ],
)
def test_a_plan_that_was_tampered_with_reaches_nothing_else(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go, planned: str, tampered: str
) -> None:
    other = {"whl": "/Workspace/Shared/other-1.0-py3-none-any.whl"}
    kind.add(sandbox, "a", libraries=[{"whl": OLD}, other])
    text = msgspec.json.encode(plan()).decode()
    assert planned in text

    deployed = carry_out(read_plan(text.replace(planned, tampered).encode(), "plan.json"))

    [done] = deployed.deployment.dependents
    assert done.outcome in {Outcome.DRIFTED, Outcome.FAILED}
    assert written(sandbox) == []
