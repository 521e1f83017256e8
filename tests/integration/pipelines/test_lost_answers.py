"""Where the answer to a write is lost, the document itself tells what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from tests.integration.pipelines.kinds import NEW, OLD, Kind, asked, library_of, written

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[..., Deployed]
_FAULTS: list[FaultRule] = [
    {"status": 500},
    {"status": 503},
    {"action": "drop"},
    {"action": "login-page"},
]


def _outcome(deployed: Deployed) -> Outcome:
    [done] = deployed.deployment.dependents
    return done.outcome


@pytest.mark.parametrize("fault", _FAULTS, ids=str)
def test_what_took_effect_counts_and_is_not_sent_again(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go, fault: FaultRule
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    sandbox.fault(kind.method, kind.write, **(fault | {"when": "after"}))

    deployed = carry_out(made)

    assert (_outcome(deployed), deployed.exit_code) == (Outcome.UPDATED, ExitCode.DONE)
    assert library_of(kind, sandbox, "a") == NEW
    assert written(sandbox) == ["a"]


@pytest.mark.parametrize("fault", _FAULTS, ids=str)
def test_what_took_no_effect_is_decided_again(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go, fault: FaultRule
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    before = len(sandbox.journal())
    sandbox.fault(kind.method, kind.write, **(fault | {"when": "before"}))

    deployed = carry_out(made)

    assert _outcome(deployed) is Outcome.UPDATED
    # looked at after the lost answer, and once more right before it is sent again
    methods = [entry["method"] for entry in asked(sandbox, before)]
    assert methods == ["GET", kind.method, "GET", "GET", kind.method, "GET"]


def test_a_write_that_never_takes_effect(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made, stood = plan(), kind.stands(sandbox, "a")
    body = {"error_code": "INTERNAL_ERROR", "message": "broken"}
    sandbox.fault(kind.method, kind.write, status=500, body=body, times=None)

    deployed = carry_out(made)

    [failed] = deployed.deployment.dependents
    assert (failed.outcome, failed.error) == (
        Outcome.FAILED,
        "the server answered 500: broken",
    )
    assert deployed.exit_code is ExitCode.PARTIAL
    assert kind.stands(sandbox, "a") == stood


def test_a_refusal_by_rate_is_followed_by_another_look(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    before = len(sandbox.journal())
    sandbox.fault(kind.method, kind.write, status=429, headers={"Retry-After": "0"}, times=2)

    assert _outcome(carry_out(made)) is Outcome.UPDATED
    methods = [entry["method"] for entry in asked(sandbox, before)]
    assert methods == ["GET", kind.method] * 3 + ["GET"]


def test_somebody_edits_while_the_rate_makes_us_wait(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    theirs = [{"whl": OLD}, {"whl": "/Workspace/Shared/theirs-1.0-py3-none-any.whl"}]
    sandbox.fault(kind.method, kind.write, status=429, headers={"Retry-After": "0"})
    # right after the refused write, before anything else comes
    kind.edit(sandbox, "a", path=kind.read, nth=2, new_settings={"libraries": theirs}, method="GET")

    deployed = carry_out(made)

    assert _outcome(deployed) is Outcome.DRIFTED
    assert kind.stands(sandbox, "a")["libraries"] == theirs
    assert written(sandbox) == ["a"]


def test_somebody_edits_while_the_answer_is_lost(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    sandbox.fault(kind.method, kind.write, status=503)
    edit = {"name": "theirs"}
    kind.edit(sandbox, "a", path=kind.read, method="GET", nth=2, new_settings=edit)

    deployed = carry_out(made)

    assert _outcome(deployed) is Outcome.DRIFTED
    assert kind.stands(sandbox, "a")["name"] == "theirs"
    assert written(sandbox) == ["a"]


def test_a_write_that_cannot_be_read_back_is_named_as_such(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    sandbox.fault("GET", kind.read, nth=2, status=403, times=None)

    [failed] = carry_out(made).deployment.dependents

    assert failed.outcome is Outcome.FAILED
    assert "it was sent, and could not be read back" in (failed.error or "")


def test_one_that_goes_while_the_answer_is_lost(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    sandbox.fault(kind.method, kind.write, status=503)
    kind.edit(sandbox, "a", path=kind.read, method="GET", nth=2, delete=True)

    [failed] = carry_out(made).deployment.dependents

    assert failed.error == f"the {kind.noun} is gone"
