"""`--rollback-on-failure`: what a deployment did before it failed is rolled back at once."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import structs

from apparate_ng.deployment.lease_errors import LeaseLostError
from apparate_ng.errors import ApparateError, ExitCode
from apparate_ng.model.deployments.deployment import Context, Deployment, Outcome, Status
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.deployments.reversing import reversal_of
from apparate_ng.operations.execution.carrying_out import Deployed, Means, carry_out
from apparate_ng.operations.execution.guarded_record import GuardedRecord
from apparate_ng.operations.execution.recording import NotRecordedError
from apparate_ng.workspace.failures import WorkspaceError

_MAY_BE_WRITTEN = frozenset({Outcome.UPDATED, Outcome.FAILED})


def has_failed(deployed: Deployed) -> bool:
    """True where something was updated, and something failed or was damaged.

    What drifted was changed by people, and what could not be read was never part of it: these are
    no failures. An interrupt is none either: whoever sent it decides.
    """
    deployment = deployed.deployment
    damaged = deployed.exit_code in {ExitCode.RESTORED, ExitCode.DAMAGED}
    failed = deployed.exit_code is ExitCode.PARTIAL and deployment.count(Outcome.FAILED) > 0
    return deployment.count(Outcome.UPDATED) > 0 and (damaged or failed)


def put_back(deployed: Deployed, means: Means, context: Context | None) -> Deployed:
    """Roll back what was updated; the document is that of the deployment, and names the rollback.

    The exit code is 6 where all of it went back, 7 where something is damaged, 5 where the lease
    was lost meanwhile, 130 where it was interrupted, else 3.
    """
    deployment = deployed.deployment
    written = tuple(one for one in deployment.dependents if one.outcome in _MAY_BE_WRITTEN)
    try:
        reversal = reversal_of(
            means.workspace, structs.replace(deployment, dependents=written), (), context
        )
        back = carry_out(reversal.undertaking, means)
    except (LeaseLostError, NotRecordedError, WorkspaceError) as error:
        return _not_begun(deployed, error)
    with means.lessor.held() as hold:
        record = GuardedRecord(means.ledger, hold)
        merged, lost = record.close(_merged(deployment, back.deployment))
    codes = {deployed.exit_code, back.exit_code, lost}
    return Deployed(deployment=merged, exit_code=_exit_code(codes, merged))


def _not_begun(deployed: Deployed, error: ApparateError) -> Deployed:
    text = f"what was updated could not be rolled back: {error.what}"
    notice = Notice(code="not-rolled-back", text=text)
    deployment = deployed.deployment
    warned = structs.replace(deployment, warnings=(*deployment.warnings, notice))
    lost = ExitCode.REFUSED if isinstance(error, LeaseLostError) else ExitCode.PARTIAL
    code = ExitCode.DAMAGED if deployed.exit_code is ExitCode.DAMAGED else lost
    return Deployed(deployment=warned, exit_code=code)


def _merged(deployment: Deployment, back: Deployment) -> Deployment:
    went = {(one.kind, one.id) for one in back.dependents if one.outcome is Outcome.UPDATED}
    dependents = tuple(
        structs.replace(
            one, outcome=Outcome.ROLLED_BACK, error=one.error if one.damaged is True else None
        )
        if (one.kind, one.id) in went
        else one
        for one in deployment.dependents
    )
    left = any(one.outcome is Outcome.UPDATED for one in dependents)
    return structs.replace(
        deployment,
        dependents=dependents,
        status=Status.PARTIAL if left else Status.ROLLED_BACK,
        rolled_back_by=back.id,
    )


def _exit_code(codes: Collection[ExitCode], merged: Deployment) -> ExitCode:
    for grave in (ExitCode.DAMAGED, ExitCode.REFUSED, ExitCode.INTERRUPTED):
        if grave in codes:
            return grave
    return ExitCode.RESTORED if merged.status is Status.ROLLED_BACK else ExitCode.PARTIAL
