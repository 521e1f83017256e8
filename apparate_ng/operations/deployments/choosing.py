"""Which dependents of a deployment a rollback was asked for: said where a name stands for none."""

from __future__ import annotations

import msgspec
from msgspec import structs

from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Notice, Plan
from apparate_ng.planning.selection import Named, Selection, selector_notices


def choice_notices(jobs: tuple[str, ...], deployment: Deployment) -> tuple[Notice, ...]:
    """A warning for each pattern of `--job` that matches nothing of the deployment."""
    selection, whoever = Selection(jobs=jobs), "the deployment was to change"
    return selector_notices(selection, _known(deployment), whoever)


def with_left_out(plan: Plan, deployment: Deployment, *, selected: int) -> Plan:
    """The plan of a rollback, with how much `--job` leaves out."""
    left_out = sum(1 for one in deployment.dependents if one.upgrades) - selected
    by = ("job",) if left_out else msgspec.UNSET
    summary = structs.replace(plan.summary, deselected=left_out, deselected_by=by)
    return structs.replace(plan, summary=summary)


def _known(deployment: Deployment) -> list[Named]:
    known: list[Named] = []
    for one in deployment.dependents:
        known += [one, *(one.users or ())]
    return known
