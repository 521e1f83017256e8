"""Servers that do not do as documented cost one dependent at most, and that is put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from tests.integration.pipelines.kinds import OLD, Kind, library_of, written

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[..., Deployed]
_LOST: dict[str, Any] = {"libraries": [{"whl": OLD}], "name": "lost"}


def _outcomes(deployed: Deployed) -> list[Outcome]:
    return [one.outcome for one in deployed.deployment.dependents]


def _damage(kind: Kind, sandbox: Sandbox, identifier: str) -> None:
    """Whatever is written, something else stands there afterwards."""
    kind.edit(
        sandbox, identifier, path=kind.write, method=kind.method, moment="after", new_settings=_LOST
    )


def test_a_server_that_takes_a_write_and_ignores_it(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    for identifier in "abcd":
        kind.add(sandbox, identifier)
    stood = [kind.stands(sandbox, identifier) for identifier in "abcd"]
    made = plan()
    sandbox.switch(ignore_updates=True)

    deployed = carry_out(made, again=True)

    assert deployed.exit_code is ExitCode.RESTORED
    assert _outcomes(deployed) == [Outcome.ROLLED_BACK, *[Outcome.PENDING] * 3]
    assert "is not as it was sent; it was put back" in (
        deployed.deployment.dependents[0].error or ""
    )
    assert written(sandbox) == ["a"]
    assert [kind.stands(sandbox, identifier) for identifier in "abcd"] == stood


def test_what_does_not_stand_as_sent_is_put_back_whole(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    odd: dict[str, Any] = {
        "none": None,
        "empty": {},
        "list": [],
        "big": 2**70,
        "text": "ä☃",
        "false": False,
    }
    kind.add(sandbox, "a", unknown=odd, description="kept")
    kind.add(sandbox, "b")
    made, stood = plan(), kind.stands(sandbox, "a")
    _damage(kind, sandbox, "a")

    deployed = carry_out(made)

    assert deployed.exit_code is ExitCode.RESTORED
    assert _outcomes(deployed) == [Outcome.ROLLED_BACK, Outcome.PENDING]
    assert stood.items() <= kind.stands(sandbox, "a").items()
    assert library_of(kind, sandbox, "b") == OLD
    assert written(sandbox) == ["a", "a"]


@pytest.mark.parametrize("fault", [{"status": 403}, {"status": 200, "body": {}}], ids=str)
def test_what_cannot_be_put_back_is_named(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go, fault: FaultRule
) -> None:
    kind.add(sandbox, "a")
    kind.add(sandbox, "b")
    made = plan()
    _damage(kind, sandbox, "a")
    sandbox.fault(kind.method, kind.write, **(fault | {"nth": 2, "times": None}))

    deployed = carry_out(made)

    assert deployed.exit_code is ExitCode.DAMAGED
    assert _outcomes(deployed) == [Outcome.FAILED, Outcome.PENDING]
    assert "putting it back failed" in (deployed.deployment.dependents[0].error or "")
    assert set(written(sandbox)) == {"a"}


@pytest.mark.parametrize(("status", "when"), [(429, "before"), (503, "before"), (503, "after")])
def test_putting_back_is_tried_again(
    sandbox: Sandbox,
    kind: Kind,
    plan: MakePlan,
    carry_out: Go,
    status: int,
    when: Any,  # noqa: ANN401  pytest's value
) -> None:
    kind.add(sandbox, "a")
    made, stood = plan(), kind.stands(sandbox, "a")
    _damage(kind, sandbox, "a")
    quick = {"Retry-After": "0"}
    sandbox.fault(kind.method, kind.write, nth=2, status=status, headers=quick, when=when)

    deployed = carry_out(made)

    assert (_outcomes(deployed), deployed.exit_code) == ([Outcome.ROLLED_BACK], ExitCode.RESTORED)
    assert stood.items() <= kind.stands(sandbox, "a").items()
