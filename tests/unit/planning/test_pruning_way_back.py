"""Which deployments keep releases for a rollback: of each library, those that the release went out in."""

from __future__ import annotations

import pytest

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import (
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
from apparate_ng.planning.way_back import deployments_on_the_way_back

_OUTCOMES = {
    "+": Outcome.UPDATED,
    "=": Outcome.UNCHANGED,
    "!": Outcome.FAILED,
    "~": Outcome.DRIFTED,
    "?": Outcome.PENDING,
    "<": Outcome.ROLLED_BACK,
}


def _pin(*, is_kept: bool) -> PlannedPin:
    return PlannedPin(
        location="tasks[a].libraries[0].whl",
        from_="lib-1",
        to=None if is_kept else "lib-2",
        from_version=None,
        to_version=None,
        step=None,
        breaking=False,
        decision=Decision.HOLD if is_kept else Decision.UPGRADE,
        reason=Reason.EDITED_SINCE if is_kept else Reason.ALLOWED,
        explanation="",
        hint=None,
    )


def _job(name: str, outcome: str) -> DeployedDependent:
    """`-`: one of its pins went back, and another was kept; `.`: nothing of it was to change."""
    pins = {"-": (_pin(is_kept=False), _pin(is_kept=True)), ".": (_pin(is_kept=True),)}
    return DeployedDependent(
        kind=DependentKind.JOB,
        id=name,
        name=name,
        url=None,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint="sha256:0",
        warnings=(),
        pins=pins.get(outcome, (_pin(is_kept=False),)),
        outcome=_OUTCOMES.get(outcome, Outcome.UPDATED),
    )


def _deployment(  # noqa: PLR0913  a row of a table
    id_: str,
    version: str,
    jobs: str,
    *,
    of: str | None = None,
    name: str = "lib",
    kind: ArtifactKind = ArtifactKind.WHEEL,
    host: str = "https://here.example.com",
    status: Status = Status.SUCCEEDED,
) -> Deployment:
    """`jobs` are names and what became of each, such as `a+ b!`; a rollback is `of` another one."""
    release = Release(
        name=name,
        version=version,
        kind=kind,
        filename=f"{name}-{version}.{kind.value}",
        sha256="0" * 64,
        size=1,
        uri=f"/Workspace/Shared/libraries/{name}-{version}.{kind.value}",
    )
    return Deployment(
        id=id_,
        plan_id="p",
        started_at="2026-01-01T00:00:00Z",
        finished_at="2026-01-01T00:00:01Z",
        status=status,
        workspace=WorkspaceIdentity(host=host, identity=None),
        release=release,
        dependents=tuple(_job(each[0], each[1]) for each in jobs.split()),
        kind=DeploymentKind.DEPLOY if of is None else DeploymentKind.ROLLBACK,
        rolls_back=of,
    )


_1 = _deployment("1", "1.5.0", "a+ b!")
_2 = _deployment("2", "1.5.0", "b+")
_NEXT = _deployment("3", "1.6.0", "a+ b+")


@pytest.mark.parametrize(
    ("oldest_first", "needed"),
    [
        pytest.param([_1], "1", id="the last one"),
        pytest.param([_1, _2], "1 2", id="a rerun belongs to what it finished"),
        pytest.param([_1, _2, _NEXT], "3", id="another release begins anew"),
        pytest.param([_2, _NEXT, _1], "1", id="what stands between parts the same release"),
        pytest.param(
            [_1, _2, _deployment("4", "1.5.0", "b+", of="2")],
            "1 2 4",
            id="the last one went back, and what came before it did not",
        ),
        pytest.param(
            [_1, _deployment("4", "1.5.0", "a+ b=", of="1"), _2],
            "2",
            id="what went back wholly is no part of it",
        ),
        pytest.param(
            [_1, _deployment("4", "1.5.0", "a+", of="1"), _2], "1 2", id="what went back in part"
        ),
        pytest.param(
            [
                _1,
                _deployment("4", "1.5.0", "a+", of="1"),
                _deployment("5", "1.5.0", "b=", of="1"),
                _2,
            ],
            "2",
            id="what went back in two parts",
        ),
        pytest.param(
            [_1, _deployment("4", "1.5.0", "a- b=", of="1"), _2],
            "1 2",
            id="a job of which one pin was kept",
        ),
        pytest.param(
            [_1, _deployment("4", "1.5.0", "a! b=", of="1"), _2], "1 2", id="one that failed to go"
        ),
        pytest.param(
            [
                _1,
                _deployment("4", "1.5.0", "a+ b=", of="1"),
                _deployment("5", "1.5.0", "a+ b=", of="4"),
                _2,
            ],
            "1 2",
            id="a rollback that was rolled back",
        ),
        pytest.param(
            [
                _1,
                _deployment("4", "1.5.0", "a+ b=", of="1"),
                _deployment("5", "1.5.0", "a+ b=", of="4"),
                _deployment("6", "1.5.0", "a+ b=", of="1"),
                _2,
            ],
            "2",
            id="back, forth, and back again",
        ),
        pytest.param([_deployment("0", "1.5.0", "a~ b? c< d."), _2], "2", id="nothing stands"),
        pytest.param([_deployment("0", "1.5.0", "a="), _2], "0 2", id="it stood already"),
        pytest.param(
            [_1, _deployment("5", "1.5.0", "a+", kind=ArtifactKind.JAR)], "1 5", id="a jar"
        ),
        pytest.param([_1, _deployment("5", "1.6.0", "a+", kind=ArtifactKind.EGG)], "5", id="egg"),
        pytest.param(
            [_1, _deployment("5", "1.6.0", "a+", host="https://there.example.com")],
            "1 5",
            id="another workspace",
        ),
        pytest.param([_1, _deployment("5", "1.6.0", "a+", name="other")], "1 5", id="another name"),
        pytest.param([_1, _deployment("5", "1.6.0", "a+", name="LIB")], "5", id="another spelling"),
        pytest.param(
            [_deployment("0", "1.4.0", "a+", status=Status.INTERRUPTED), _1], "0 1", id="open"
        ),
        pytest.param(
            [_deployment("0", "1.4.0", "a?", of="9", status=Status.RUNNING), _1],
            "0 1",
            id="an open rollback",
        ),
        pytest.param([], "", id="none"),
    ],
)
def test_which_deployments_keep_what_they_moved(
    oldest_first: list[Deployment], needed: str
) -> None:
    found = deployments_on_the_way_back(reversed(oldest_first))

    assert sorted(one.id for one in found) == needed.split()
