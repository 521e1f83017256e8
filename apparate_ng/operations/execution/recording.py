"""The record is in the store before the first change, and closed in the end."""

from __future__ import annotations

from typing import Protocol

from msgspec import structs

from apparate_ng.deployment.records import Records
from apparate_ng.errors import ApparateError
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.occasion import new_id
from apparate_ng.workspace.failures import WorkspaceError

_MAY_WRITE = "whoever deploys must be able to write into the store"


class NotRecordedError(ApparateError):
    """The record cannot be written, so nothing is changed."""


class Ledger(Protocol):
    """Where a deployment is written down."""

    def open(self, draft: Deployment) -> Deployment:
        """Write it down before the first change.

        Raises:
            NotRecordedError: it cannot be; nothing may be changed.
        """

    def extend(self, draft: Deployment) -> Deployment | None:
        """Write down more that is about to change; None where that cannot be done."""

    def close(self, deployment: Deployment) -> Deployment:
        """Write down what became of it; where that cannot be done, it says so in a warning."""


class Unrecorded:
    """No store, no record: for whoever carries out a plan from Python, and for tests."""

    def open(self, draft: Deployment) -> Deployment:
        """Give it a name."""
        return structs.replace(draft, id=new_id())

    def extend(self, draft: Deployment) -> Deployment | None:
        """Go on."""
        return draft

    def close(self, deployment: Deployment) -> Deployment:
        """Nothing to close."""
        return deployment


class NewRecord:
    """A new file for a new deployment."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def open(self, draft: Deployment) -> Deployment:
        """Name it and write it.

        Raises:
            NotRecordedError: nothing may be changed.
        """
        try:
            named = structs.replace(draft, id=self._records.new_id())
            self._records.create(named)
        except WorkspaceError as error:
            raise _not_recorded(error) from error
        return named

    def extend(self, draft: Deployment) -> Deployment | None:
        """Write it again."""
        try:
            self._records.replace(draft)
        except WorkspaceError:
            return None
        return draft

    def close(self, deployment: Deployment) -> Deployment:
        """Write it for the last time."""
        try:
            self._records.replace(deployment)
        except WorkspaceError as error:
            return _left_open(deployment, error, self._records.uri_of(deployment.id))
        return deployment


class SameRecord(NewRecord):
    """The file of a deployment that goes on."""

    def open(self, draft: Deployment) -> Deployment:
        """Write that it goes on.

        Raises:
            NotRecordedError: nothing may be changed.
        """
        try:
            self._records.replace(draft)
        except WorkspaceError as error:
            raise _not_recorded(error) from error
        return draft


def _not_recorded(error: WorkspaceError) -> NotRecordedError:
    return NotRecordedError(
        f"the deployment cannot be recorded, so nothing was changed: {error.what}",
        where=error.where,
        hint=error.hint or _MAY_WRITE,
    )


def _left_open(deployment: Deployment, error: WorkspaceError, where: str) -> Deployment:
    text = (
        f"the record could not be closed ({error.what}); it says that this is still running:"
        f" {where}; apparate resume {deployment.id} closes it"
    )
    notice = Notice(code="record-open", text=text)
    return structs.replace(deployment, warnings=(*deployment.warnings, notice))
