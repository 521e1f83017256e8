"""The history for people: what became of each deployment, as far as anybody knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs

from apparate_ng.model.deployments.deployment import (
    Deployment,
    DeploymentKind,
    Outcome,
    Status,
)
from apparate_ng.model.deployments.history import History, past
from apparate_ng.reports.text.history import history_report

Render = Callable[..., str]
_LOOK = "nobody knows how far it came: apparate rollback {} --dry-run asks the workspace"


@pytest.fixture(scope="module")
def cut_off(deployment: Deployment) -> Deployment:
    """A deployment that nobody closed."""
    those = tuple(structs.replace(one, outcome=Outcome.PENDING) for one in deployment.dependents)
    return structs.replace(deployment, dependents=those, status=Status.RUNNING, finished_at=None)


def _shown(render: Render, *deployments: Deployment) -> str:
    history = History(
        store="/s", total=len(deployments), deployments=tuple(past(one) for one in deployments)
    )
    return render(history_report(history), width=160)


def test_of_what_was_never_closed_nobody_knows_how_far_it_came(
    render: Render, cut_off: Deployment
) -> None:
    shown = _shown(render, cut_off)
    assert "1.5.0: 4 unknown\n" in shown
    assert "pending" not in shown
    assert _LOOK.format(cut_off.id) in shown


def test_what_was_closed_says_what_was_not_reached(render: Render, cut_off: Deployment) -> None:
    shown = _shown(render, structs.replace(cut_off, status=Status.INTERRUPTED))
    assert "1.5.0: 4 pending\n" in shown
    assert "nobody knows" not in shown


def test_what_a_later_deployment_took_back_says_so(render: Render, cut_off: Deployment) -> None:
    newer = [
        structs.replace(
            cut_off,
            id=f"20260131T13000{number}Z-77c0",
            kind=DeploymentKind.ROLLBACK,
            rolls_back=cut_off.id,
            status=Status.SUCCEEDED,
        )
        for number in (1, 0)
    ]
    shown = _shown(render, *newer, cut_off)
    assert f"  rolled back by {newer[0].id}\n" in shown
    assert f"rolled back by {newer[1].id}\n" not in shown
    assert "nobody knows" not in shown
