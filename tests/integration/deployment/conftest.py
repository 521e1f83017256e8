from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from apparate_ng.deployment.applying import Run, apply_to
from apparate_ng.deployment.deployer import DependentDeployer
from apparate_ng.deployment.goal import ToRelease
from apparate_ng.deployment.job_editor import JobEditor
from apparate_ng.model.plans.plan import Plan
from apparate_ng.workspace.jobs import Jobs

Apply: TypeAlias = Callable[[Plan], Run]


@pytest.fixture
def apply(jobs: Jobs) -> Apply:
    """Carry out a plan in the jobs, several at once."""

    def run(plan: Plan) -> Run:
        return apply_to(
            plan.changing,
            DependentDeployer(JobEditor(jobs), ToRelease(release=plan.release)),
            concurrency=8,
            progress=lambda _: None,
        )

    return run
