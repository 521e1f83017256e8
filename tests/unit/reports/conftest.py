"""One representative plan, what became of it, and a way to look at a report."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from msgspec import structs
from rich.console import Console, RenderableType

from apparate_ng.model.deployments.deployment import (
    DeployedDependent,
    Deployment,
    Outcome,
    status_of,
)
from apparate_ng.model.plans.plan import Plan

Render = Callable[..., str]
Golden = Callable[[str, str], None]


@pytest.fixture(scope="session")
def render() -> Render:
    """Return what a console without colours shows of a renderable."""

    def rendered(report: RenderableType, *, width: int = 80) -> str:
        output = StringIO()
        Console(width=width, file=output, color_system=None).print(report)
        return output.getvalue()

    return rendered


@pytest.fixture(scope="session")
def golden() -> Golden:
    """Compare with a recorded text; APPARATE_REGENERATE_GOLDENS=1 records anew."""

    def compared(name: str, text: str) -> None:
        recorded = Path(__file__).parent / "golden" / f"{name}.txt"
        if os.environ.get("APPARATE_REGENERATE_GOLDENS") == "1":
            recorded.write_text(text, encoding="utf-8")
        assert text == recorded.read_text(encoding="utf-8")

    return compared


@pytest.fixture(scope="session")
def plan() -> Plan:
    """Return a plan with something of everything in it, read from a saved document."""
    saved = Path(__file__).parent / "sample" / "plan.json"
    return msgspec.json.decode(saved.read_bytes(), type=Plan)


@pytest.fixture(scope="session")
def deployment(plan: Plan) -> Deployment:
    """Return a deployment of the plan in which one of everything happened."""
    ends = (
        (Outcome.UPDATED, None),
        (Outcome.UPDATED, None),
        (Outcome.DRIFTED, "changed by ben@example.com since the plan"),
        (Outcome.FAILED, "HTTP 500 INTERNAL_ERROR after 5 attempts"),
    )
    dependents = tuple(
        DeployedDependent(**structs.asdict(dependent), outcome=outcome, error=error)
        for dependent, (outcome, error) in zip(plan.changing, ends, strict=True)
    )
    return Deployment(
        id="20260131T120100Z-77c0",
        plan_id=plan.id,
        started_at="2026-01-31T12:01:00Z",
        finished_at="2026-01-31T12:01:09Z",
        status=status_of(dependents),
        workspace=plan.workspace,
        release=plan.release,
        dependents=dependents,
    )
