"""What deployments claim: what they moved pins to, and from."""

from __future__ import annotations

import pytest

from apparate_ng.discovery.claims.making import claims_in_text, claims_of_deployments
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import DeployedDependent, Deployment, Outcome, Status
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedPin, WorkspaceIdentity
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Step
from apparate_ng.model.stores.prune import Claiming, KeepReason

_STORE = "/Workspace/Shared/libraries"


def _file(version: str) -> str:
    return f"lib-{version}-py3-none-any.whl"


def _moved(old: str, new: str) -> Deployment:
    """One that moved one job."""
    filename = _file(new)
    pin = PlannedPin(
        location="tasks[a].libraries[0]",
        from_=f"{_STORE}/{_file(old)}",
        to=f"{_STORE}/{filename}",
        from_version=old,
        to_version=new,
        step=Step.MINOR,
        breaking=False,
        decision=Decision.UPGRADE,
        reason=Reason.ALLOWED,
        explanation="",
        hint=None,
    )
    moved = DeployedDependent(
        kind=DependentKind.JOB,
        id="1",
        name="job",
        url=None,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint="sha256:0",
        warnings=(),
        pins=(pin,),
        outcome=Outcome.UPDATED,
    )
    release = Release(
        name="lib",
        version=new,
        kind=ArtifactKind.WHEEL,
        filename=filename,
        sha256="0" * 64,
        size=1,
        uri=f"{_STORE}/{filename}",
    )
    return Deployment(
        id=f"{old}-{new}",
        plan_id="p",
        started_at="2026-01-01T00:00:00Z",
        finished_at="2026-01-01T00:00:01Z",
        status=Status.SUCCEEDED,
        workspace=WorkspaceIdentity(host="https://here.example.com", identity=None),
        release=release,
        dependents=(moved,),
    )


_LAST = _moved("1.4.2", "1.5.0")


def test_what_the_last_one_moved_to_and_from_stays() -> None:
    paths = {getattr(claim.what, "path", None) for claim in claims_of_deployments([_LAST])}

    assert paths == {f"{_STORE}/{_file(one)}" for one in ("1.4.2", "1.5.0")}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("com.acme:lib:1.4.2,com.acme:other:1", 2),
        ("com.acme:lib:[1.4, 2.0)", 1),
        ("lib", 1),
        ("lib @ git+https://h/a/lib@1.4.2", 0),
        ("git+https://h/a/b#egg=lib", 0),
    ],
)
def test_what_is_installed_from_an_address_needs_nothing_of_a_store(text: str, claims: int) -> None:
    by = Claiming(kind="job", id="1", name="job")

    assert len(list(claims_in_text(text, by, KeepReason.REFERENCED))) == claims
