"""What pins and outcomes add up to."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.dependents.reference import Span
from apparate_ng.model.deployments.deployment import (
    DeployedDependent,
    Deployment,
    Outcome,
    status_of,
)
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.plans.plan import (
    PinCounts,
    Plan,
    PlannedDependent,
    PlannedPin,
    Summary,
    WorkspaceIdentity,
)
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

RELEASE = Release(
    name="My_Lib",
    version="1.10",
    kind=ArtifactKind.WHEEL,
    filename="my_lib-1.10-py3-none-any.whl",
    sha256="00",
    size=1,
    uri="/x",
)
WORKSPACE = WorkspaceIdentity(host="https://example.com", identity=None)


def pin(reason: Reason) -> PlannedPin:
    return PlannedPin(
        location="tasks[a].libraries[0].whl",
        from_="/x",
        to=None,
        from_version=None,
        to_version=None,
        step=None,
        breaking=False,
        decision=reason.decision,
        reason=reason,
        explanation="",
        hint=None,
    )


def dependent(*reasons: Reason, outcome: Outcome = Outcome.UPDATED) -> DeployedDependent:
    return DeployedDependent(
        kind=DependentKind.JOB,
        id="1",
        name="a",
        url=None,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint="sha256:0",
        warnings=(),
        pins=tuple(map(pin, reasons)),
        outcome=outcome,
    )


@given(st.lists(st.lists(st.sampled_from(Reason), max_size=4), max_size=4))
@settings(deadline=None)
def test_counts_add_up(reasons: list[list[Reason]]) -> None:
    counts = PinCounts.of([dependent(*own) for own in reasons])
    expected = Counter(reason.decision.value for own in reasons for reason in own)
    assert counts == PinCounts(**expected)
    assert counts.total == sum(map(len, reasons))


def test_only_dependents_with_an_upgrade_change() -> None:
    moving = dependent(Reason.FLOATING, Reason.ALLOWED)
    staying = dependent(Reason.SAME_VERSION)
    both: tuple[PlannedDependent, ...] = (staying, moving)
    plan = Plan(
        id="1",
        created_at="2026-01-31T12:00:00Z",
        tool_version="0",
        workspace=WORKSPACE,
        release=RELEASE,
        policy=Policy(),
        summary=Summary(scanned={}, dependents=2, pins=PinCounts.of(both)),
        has_changes=True,
        dependents=both,
    )
    assert plan.changing == (moving,)
    assert [each.reason for each in moving.upgrades] == [Reason.ALLOWED]


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ("", "succeeded"),
        ("updated", "succeeded"),
        ("unchanged", "succeeded"),
        ("updated unchanged", "succeeded"),
        ("updated failed", "partial"),
        ("updated drifted", "partial"),
        ("updated pending", "partial"),
        ("updated rolled-back pending", "partial"),
        ("failed", "failed"),
        ("failed failed pending", "failed"),
        ("rolled-back", "rolled-back"),
        ("rolled-back pending", "rolled-back"),
        ("unchanged rolled-back pending", "rolled-back"),
        ("unchanged drifted", "partial"),
        ("unchanged failed", "partial"),
        ("drifted", "failed"),
    ],
)
def test_the_status_that_outcomes_add_up_to(outcomes: str, status: str) -> None:
    ended = [dependent(outcome=Outcome(outcome)) for outcome in outcomes.split()]
    assert status_of(ended).value == status


def test_a_deployment_counts_its_outcomes() -> None:
    ended = tuple(dependent(outcome=Outcome(one)) for one in ("updated", "failed", "updated"))
    deployment = Deployment(
        id="1",
        plan_id="1",
        started_at="2026-01-31T12:00:00Z",
        finished_at=None,
        status=status_of(ended),
        workspace=WORKSPACE,
        release=RELEASE,
        dependents=ended,
    )
    assert deployment.schema == "apparate.deployment/1"
    assert [deployment.count(outcome) for outcome in (Outcome.UPDATED, Outcome.FAILED)] == [2, 1]
    assert deployment.count(Outcome.DRIFTED) == 0


def test_a_release_compares_as_its_ecosystem_does() -> None:
    assert RELEASE.comparable_name == "my-lib"
    assert str(RELEASE.parsed_version()) == "1.10"


def test_a_span_replaces_nothing_but_itself() -> None:
    text = "  /a/b.whl[x]  "
    span = Span(start=2, end=10)
    assert span.of(text) == "/a/b.whl"
    assert span.replaced(text, "/c.whl") == "  /c.whl[x]  "
