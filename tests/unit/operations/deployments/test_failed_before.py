"""What is told again of a dependent that went wrong, by whatever follows."""

from __future__ import annotations

import pytest
from msgspec import UNSET, UnsetType

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.deployments.failed_before import failed_before

_TOLD = Notice(code="failed-before", text="when it was changed: a task is gone")
_OTHER = Notice(code="edited-meanwhile", text="somebody else")


def _recorded(
    outcome: Outcome,
    *warnings: Notice,
    error: str | None = "a task is gone",
    damaged: bool | UnsetType = UNSET,
) -> DeployedDependent:
    return DeployedDependent(
        kind=DependentKind.JOB,
        id="1",
        name="job",
        url=None,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint="sha256:0",
        warnings=warnings,
        pins=(),
        outcome=outcome,
        error=error,
        damaged=damaged,
    )


@pytest.mark.parametrize(
    ("recorded", "stands_as_after", "told"),
    [
        pytest.param(_recorded(Outcome.FAILED), False, False, id="it was never written"),
        pytest.param(_recorded(Outcome.FAILED), True, True, id="it was written all the same"),
        pytest.param(_recorded(Outcome.FAILED, damaged=True), False, True, id="damaged"),
        pytest.param(_recorded(Outcome.FAILED, damaged=True), True, True, id="damaged, it stands"),
        pytest.param(_recorded(Outcome.ROLLED_BACK), True, False, id="it was put back"),
        pytest.param(_recorded(Outcome.UPDATED, _OTHER, error=None), True, False, id="all is well"),
        pytest.param(_recorded(Outcome.UPDATED, _TOLD, error=None), False, True, id="told before"),
        pytest.param(
            _recorded(Outcome.UPDATED, _TOLD, error=None, damaged=True),
            True,
            True,
            id="told before, and no error of its own",
        ),
    ],
)
def test_what_is_told(recorded: DeployedDependent, *, stands_as_after: bool, told: bool) -> None:
    found = failed_before(recorded, stands_as_after=stands_as_after)

    assert found == ((_TOLD,) if told else ())
