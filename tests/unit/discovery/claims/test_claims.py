"""What deployments claim: the way back of the last one of each library, in each workspace."""

from __future__ import annotations

import pytest
from msgspec import structs

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
_HERE, _THERE = "https://here.example.com", "https://there.example.com"


def _file(version: str, kind: ArtifactKind, name: str = "lib") -> str:
    end = "-py3-none-any.whl" if kind is ArtifactKind.WHEEL else f".{kind.value}"
    return f"{name}-{version}{end}"


def _moved(
    old: str,
    new: str,
    *,
    kind: ArtifactKind = ArtifactKind.WHEEL,
    host: str = _HERE,
    name: str = "lib",
) -> Deployment:
    """One that moved one job."""
    filename = _file(new, kind, name)
    pin = PlannedPin(
        location="tasks[a].libraries[0]",
        from_=f"{_STORE}/{_file(old, kind, name)}",
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
        name=name,
        version=new,
        kind=kind,
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
        workspace=WorkspaceIdentity(host=host, identity=None),
        release=release,
        dependents=(moved,),
    )


def _claimed(*newest_first: Deployment) -> set[str]:
    """The ids of the deployments that keep something."""
    return {claim.by.id for claim in claims_of_deployments(newest_first)}


_LAST = _moved("1.4.2", "1.5.0")


def test_what_the_last_one_moved_to_and_from_stays() -> None:
    paths = {getattr(claim.what, "path", None) for claim in claims_of_deployments([_LAST])}

    assert paths == {f"{_STORE}/{_file(one, ArtifactKind.WHEEL)}" for one in ("1.4.2", "1.5.0")}


@pytest.mark.parametrize(
    "newer",
    [
        _moved("2.0", "2.1", kind=ArtifactKind.JAR),
        _moved("1.6.0", "1.7.0", host=_THERE),
        _moved("1.0", "1.1", name="other"),
    ],
    ids=["a jar of that name", "another workspace", "another library"],
)
def test_what_is_newer_elsewhere_takes_no_way_back(newer: Deployment) -> None:
    assert _claimed(newer, _LAST) == {newer.id, _LAST.id}


@pytest.mark.parametrize("name", ["lib", "LIB"])
def test_only_the_last_one_of_a_library_counts(name: str) -> None:
    newer = _moved("1.5.0", "1.6.0", name=name)

    assert _claimed(newer, _LAST) == {newer.id}


def test_an_egg_follows_a_wheel() -> None:
    newer = _moved("1.5.0", "1.6.0", kind=ArtifactKind.EGG)

    assert _claimed(newer, _LAST) == {newer.id}


def test_a_rollback_is_not_the_last_word() -> None:
    back = structs.replace(_LAST, id="back", rolls_back=_LAST.id)

    assert _claimed(back, _LAST) == {"back", _LAST.id}


def test_one_that_is_open_always_counts() -> None:
    cut_off = structs.replace(_moved("1.3.0", "1.4.2"), status=Status.INTERRUPTED)

    assert _claimed(_LAST, cut_off) == {_LAST.id, cut_off.id}


@pytest.mark.parametrize(
    ("text", "claims"),
    [("lib", 1), ("lib @ git+https://h/a/lib@1.4.2", 0), ("git+https://h/a/b#egg=lib", 0)],
)
def test_what_is_installed_from_an_address_needs_nothing_of_a_store(text: str, claims: int) -> None:
    by = Claiming(kind="job", id="1", name="job")

    assert len(list(claims_in_text(text, by, KeepReason.REFERENCED))) == claims
