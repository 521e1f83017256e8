from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.deployments.deploying import deploy
from apparate_ng.operations.execution.carrying_out import Deployed, Means
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.selection import Selection
from apparate_ng.sandbox.handle import Sandbox

Use: TypeAlias = Callable[..., int]


@pytest.fixture
def use(sandbox: Sandbox) -> Use:
    """Add a job with a task for each file that it takes requirements from."""

    def add(*files: str, job_id: int | None = None, **settings: Any) -> int:  # noqa: ANN401  any field
        tasks = [
            {"task_key": f"t{number}", "libraries": [{"requirements": file}]}
            for number, file in enumerate(files)
        ]
        return sandbox.add_job({"name": "job", "tasks": tasks, **settings}, job_id=job_id)

    return add


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
