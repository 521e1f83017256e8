"""Who lost the lease writes no record any more, and says so."""

from __future__ import annotations

import pytest
from msgspec import structs

from apparate_ng.deployment.lease_errors import LeaseLostError
from apparate_ng.errors import ApparateError, ExitCode
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.operations.execution.guarded_record import GuardedRecord
from apparate_ng.workspace.failures import WorkspaceError
from tests.unit.notifications.samples import deployment

_LOST = LeaseLostError("somebody took the lease")
_UNKNOWN = WorkspaceError("the store does not answer")


class _Hold:
    """A lease whose guard says this."""

    def __init__(self, said: ApparateError | None) -> None:
        self._said = said

    def guard(self) -> None:
        if self._said is not None:
            raise self._said

    def serve(self, deployment: str) -> None:
        """Nobody wants to know."""


class _Ledger:
    """What was written, in order."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def open(self, draft: Deployment) -> Deployment:
        self.written.append("open")
        return draft

    def extend(self, draft: Deployment) -> Deployment | None:
        self.written.append("extend")
        return draft

    def close(self, deployment: Deployment) -> Deployment:
        self.written.append("close")
        return deployment


def test_while_it_is_held_everything_is_written() -> None:
    ledger, draft = _Ledger(), deployment()
    record = GuardedRecord(ledger, _Hold(None))

    assert record.open(draft) == draft
    assert record.extend(draft) == draft
    assert record.close(draft) == (draft, ExitCode.DONE)
    assert ledger.written == ["open", "extend", "close"]


@pytest.mark.parametrize(
    ("said", "code"),
    [(_LOST, ExitCode.REFUSED), (_UNKNOWN, ExitCode.DONE)],
    ids=["lost", "unknown"],
)
def test_without_it_nothing_is(said: ApparateError, code: ExitCode) -> None:
    ledger, draft = _Ledger(), deployment()
    record = GuardedRecord(ledger, _Hold(said))

    with pytest.raises(type(said)):
        record.open(draft)
    assert record.extend(draft) is None
    closed, exit_code = record.close(draft)

    assert exit_code is code
    assert structs.replace(closed, warnings=draft.warnings) == draft
    [warning] = closed.warnings[len(draft.warnings) :]
    assert warning.code == "record-left"
    assert said.what in warning.text
    assert f"apparate show {draft.id}" in warning.text
    assert ledger.written == []
