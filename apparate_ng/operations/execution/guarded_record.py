"""The record, written only while the lease is held: whoever was overtaken leaves it to the next."""

from __future__ import annotations

from msgspec import structs

from apparate_ng.deployment.lease_errors import LeaseLostError
from apparate_ng.errors import ApparateError, ExitCode
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.execution.leasing import Hold
from apparate_ng.operations.execution.recording import Ledger
from apparate_ng.workspace.failures import WorkspaceError


class GuardedRecord:
    """A ledger behind the guard of a lease.

    After the lease is lost somebody else may resume or roll back the deployment, and what they
    wrote down is newer than what is known here.
    """

    def __init__(self, ledger: Ledger, hold: Hold) -> None:
        self._ledger, self._hold = ledger, hold

    def open(self, draft: Deployment) -> Deployment:
        """Write it down before the first change.

        Raises:
            LeaseLostError: the lease is lost; nothing was written.
            NotRecordedError: it cannot be written; nothing may be changed.
            WorkspaceError: nobody can tell whether the lease is held; nothing was written.
        """
        self._hold.guard()
        return self._ledger.open(draft)

    def extend(self, draft: Deployment) -> Deployment | None:
        """Write down more that is about to change; None where that cannot be done."""
        try:
            self._hold.guard()
        except (LeaseLostError, WorkspaceError):
            return None
        return self._ledger.extend(draft)

    def close(self, deployment: Deployment) -> tuple[Deployment, ExitCode]:
        """Write down what became of it, and what a lost lease means for the exit code.

        Where it may not be written, a warning says so.
        """
        try:
            self._hold.guard()
        except LeaseLostError as lost:
            return _left(deployment, lost), lost.exit_code
        except WorkspaceError as error:
            return _left(deployment, error), ExitCode.DONE
        return self._ledger.close(deployment), ExitCode.DONE


def _left(deployment: Deployment, error: ApparateError) -> Deployment:
    text = (
        f"the record was left as it is, since somebody else may be at work on it ({error.what});"
        f" apparate show {deployment.id} says what stands in it"
    )
    notice = Notice(code="record-left", text=text)
    return structs.replace(deployment, warnings=(*deployment.warnings, notice))
