from __future__ import annotations

from collections.abc import Callable

import pytest

from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.deployments.deploying import deploy
from apparate_ng.operations.execution.carrying_out import Deployed, Means
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.selection import Selection
from tests.integration.pipelines.kinds import PIPELINES, POLICIES, Kind


@pytest.fixture(params=[PIPELINES, POLICIES], ids=["pipeline", "policy"])
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each of the kinds whose whole document goes back."""
    found: Kind = request.param
    return found


@pytest.fixture
def carry_out(workspace: Workspace) -> Callable[..., Deployed]:
    """Carry out a plan; what changed since may be planned again."""

    def run(plan: Plan, *, again: bool = False) -> Deployed:
        return deploy(
            Means(workspace=workspace, observer=Silence()),
            plan,
            plan_again=Selection() if again else None,
        )

    return run
