"""Which dependents of a deployment a rollback was asked for: said where a name stands for none."""

from __future__ import annotations

import msgspec
from msgspec import structs

from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Notice, Plan
from apparate_ng.operations.plans.known import UnknownNameError, did_you_mean, meant_and_unknown
from apparate_ng.planning.selection import Named, Selection, selector_notices


def refuse_undeployed(jobs: tuple[str, ...], deployment: Deployment) -> None:
    """Hold the ids and names of `--job` against what the deployment was to change.

    Raises:
        UnknownNameError: nothing of it goes by one of them.
    """
    known = _known(deployment)
    for one in meant_and_unknown(jobs, known):
        raise UnknownNameError(
            f"nothing that the deployment was to change goes by {one!r}",
            where=deployment.id,
            hint=did_you_mean(one, known)
            or f"look at what it was to change with: apparate show {deployment.id}",
        )


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
