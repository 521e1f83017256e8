"""A plan, or a deployment, as CSV: a row for each pin, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.model.deployments.deployment import DeployedDependent, Deployment
from apparate_ng.model.plans.plan import Plan, PlannedDependent, PlannedPin
from apparate_ng.model.releases.release import Release
from apparate_ng.reports.interchange.csv_rows import csv_text

PLAN_COLUMNS = (
    "library",
    "version",
    "kind",
    "id",
    "name",
    "owner",
    "schedule",
    "paused",
    "url",
    "decision",
    "reason",
    "step",
    "breaking",
    "from_version",
    "to_version",
    "location",
    "from",
    "to",
    "explanation",
    "hint",
)
DEPLOYMENT_COLUMNS = (*PLAN_COLUMNS, "outcome", "error")


def plan_csv(plan: Plan) -> str:
    """Return a heading and a row for each pin; what is unknown is empty."""
    return csv_text(
        PLAN_COLUMNS,
        (
            _cells(plan.release, dependent, pin)
            for dependent in plan.dependents
            for pin in dependent.pins
        ),
    )


def deployment_csv(deployment: Deployment) -> str:
    """Return the same, with what became of each dependent at the end of each row."""
    return csv_text(
        DEPLOYMENT_COLUMNS,
        (
            (*_cells(deployment.release, dependent, pin), *_end(dependent))
            for dependent in deployment.dependents
            for pin in dependent.pins
        ),
    )


def _cells(release: Release, dependent: PlannedDependent, pin: PlannedPin) -> Iterator[str]:
    schedule = dependent.schedule
    yield from (release.name, release.version)
    yield from (dependent.kind.value, dependent.id, dependent.name, dependent.owner or "")
    yield "" if schedule is None else schedule.text
    yield "" if schedule is None else str(schedule.paused).lower()
    yield dependent.url or ""
    yield from (pin.decision.value, pin.reason.value)
    yield "" if pin.step is None else pin.step.value
    yield str(pin.breaking).lower()
    yield from (pin.from_version or "", pin.to_version or "", pin.location)
    yield from (pin.from_, pin.to or "", pin.explanation, pin.hint or "")


def _end(dependent: DeployedDependent) -> tuple[str, str]:
    return dependent.outcome.value, dependent.error or ""
