"""Deployments to tell of."""

from __future__ import annotations

from typing import Any

from apparate_ng.errors import ExitCode
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import (
    Context,
    DeployedDependent,
    Deployment,
    DeploymentKind,
    Outcome,
    Status,
)
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedPin, WorkspaceIdentity
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Step
from apparate_ng.notifications.news import News

HOST = "https://dbc-1234.cloud.example.com"
CI_URL = "https://ci.example.com/job/release/17/"
ID, BACK = "20260131T120100123Z-00000001", "20260131T130000123Z-00000002"


def pin(before: str | None = "1.4.2", after: str | None = "1.5.0") -> PlannedPin:
    """A pin that moved."""
    return PlannedPin(
        location="tasks[a].libraries[0].whl",
        from_=f"/Workspace/Shared/libraries/sales_features-{before}-py3-none-any.whl",
        to=f"/Workspace/Shared/libraries/sales_features-{after}-py3-none-any.whl",
        from_version=before,
        to_version=after,
        step=Step.MINOR,
        breaking=False,
        decision=Decision.UPGRADE,
        reason=Reason.ALLOWED,
        explanation="a minor step",
        hint=None,
    )


def job(
    name: str = "nightly",
    outcome: Outcome = Outcome.UPDATED,
    **more: Any,  # noqa: ANN401  any field
) -> DeployedDependent:
    """A job that something became of."""
    fields: dict[str, Any] = {
        "kind": DependentKind.JOB,
        "id": "1001",
        "name": name,
        "url": f"{HOST}/jobs/1001?o=77&x=1",
        "owner": "ana@example.com",
        "schedule": None,
        "managed_by": None,
        "fingerprint": "sha256:0",
        "warnings": (),
        "pins": (pin(),),
        "outcome": outcome,
    }
    return DeployedDependent(**fields | more)


def deployment(*dependents: DeployedDependent, **more: Any) -> Deployment:  # noqa: ANN401  any field
    """A deployment of sales-features 1.5.0."""
    fields: dict[str, Any] = {
        "id": ID,
        "plan_id": "20260131T120000123Z-00000000",
        "started_at": "2026-01-31T12:01:00Z",
        "finished_at": "2026-01-31T12:01:09Z",
        "status": Status.SUCCEEDED,
        "workspace": WorkspaceIdentity(host=HOST, identity="ci@example.com"),
        "release": Release(
            name="sales_features",
            version="1.5.0",
            kind=ArtifactKind.WHEEL,
            filename="sales_features-1.5.0-py3-none-any.whl",
            sha256="0" * 64,
            size=1024,
            uri="/Workspace/Shared/libraries/sales_features-1.5.0-py3-none-any.whl",
        ),
        "dependents": dependents,
        "context": Context(machine="build-7", user="jenkins", commit="c" * 40, ci_url=CI_URL),
    }
    return Deployment(**fields | more)


def news(
    *dependents: DeployedDependent,
    code: ExitCode = ExitCode.DONE,
    **more: Any,  # noqa: ANN401  any field of the deployment
) -> News:
    """News of a deployment with these dependents."""
    return News(deployment=deployment(*dependents, **more), exit_code=code)


def rollback(*dependents: DeployedDependent, code: ExitCode = ExitCode.DONE) -> News:
    """News of a rollback."""
    return news(*dependents, code=code, id=BACK, kind=DeploymentKind.ROLLBACK, rolls_back=ID)
