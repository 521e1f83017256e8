"""The plan around the decisions: sorting, counting, warnings, and what is passed on."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Manager,
    Schedule,
    Unreadable,
)
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.plans.plan import Notice, WorkspaceIdentity
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.planning.planner import Occasion, make_plan, plan_dependents
from apparate_ng.planning.selection import Selection

Job = Callable[..., Dependent]
Located = Callable[..., LocatedReference]
Released = Callable[..., Release]

OCCASION = Occasion(
    id="20260131T120000Z-0001",
    created_at="2026-01-31T12:00:00Z",
    tool_version="0.1.0",
    workspace=WorkspaceIdentity(host="https://example.com", identity="ci@example.com"),
)
POLICY = Policy(stores=("/Workspace/Shared/libraries",))
PIN = "/Workspace/Shared/libraries/lib-{}-py3-none-any.whl"


def unreadable(id_: str) -> Unreadable:
    return Unreadable(kind=DependentKind.JOB, id=id_, name="x", error="no")


def test_everything_that_was_seen_is_passed_on(
    job: Job, located: Located, released: Released
) -> None:
    seen = job(
        owner="ana@example.com",
        schedule=Schedule(kind="continuous", paused=True, text="continuous"),
        managed_by=Manager(kind="NEW"),
        references=(located(PIN.format("1.4.2")),),
    )
    notice = Notice(code="vanished", text="job 3 went away")
    survey = Survey(
        scanned={"job": 49},
        dependents=(seen,),
        unreadable=(unreadable("9"), unreadable("10")),
        notices=(notice,),
    )
    plan = make_plan(released(), survey, POLICY, Selection(), OCCASION)
    (dependent,) = plan.dependents
    for name in ("kind", "id", "name", "owner", "schedule", "managed_by", "fingerprint"):
        assert getattr(dependent, name) == getattr(seen, name)
    assert dependent.url == "https://example.com/jobs/17"
    assert [one.id for one in plan.unreadable] == ["10", "9"]
    assert plan.warnings == (notice,)
    assert (plan.id, plan.created_at) == (OCCASION.id, OCCASION.created_at)
    assert (plan.workspace, plan.tool_version) == (OCCASION.workspace, "0.1.0")
    assert (plan.schema, plan.policy, plan.release) == ("apparate.plan/1", POLICY, released())
    assert plan.summary.scanned == {"job": 49}


def test_what_was_not_selected_is_counted(job: Job, located: Located, released: Released) -> None:
    own = (located(PIN.format("1.4.2")),)
    jobs = tuple(job(id=id_, references=own) for id_ in ("3", "1", "2"))
    survey = Survey(scanned={"job": 5}, dependents=jobs)
    plan = make_plan(released(), survey, POLICY, Selection(exclude=("2",)), OCCASION)
    assert [dependent.id for dependent in plan.dependents] == ["1", "3"]
    assert (plan.summary.dependents, plan.summary.deselected) == (2, 1)
    assert plan.summary.deselected_by == ("exclude",)


def test_a_selector_that_leaves_nothing_out_is_told_where_it_stands_for_nothing(
    job: Job, located: Located, released: Released
) -> None:
    found = (job(references=(located(PIN.format("1.4.2")),)),)
    survey = Survey(scanned={"job": 1}, dependents=found)
    plan = make_plan(released(), survey, POLICY, Selection(exclude=("nosuch",)), OCCASION)
    assert (plan.summary.deselected, plan.summary.deselected_by) == (0, msgspec.UNSET)
    assert [notice.code for notice in plan.warnings] == ["selects-nothing"]


def test_nothing_found_is_a_plan_too(released: Released) -> None:
    plan = make_plan(
        released(), Survey(scanned={"job": 0}, dependents=()), POLICY, Selection(), OCCASION
    )
    assert (plan.has_changes, plan.dependents, plan.summary.pins.total) == (False, (), 0)


@pytest.mark.parametrize(
    ("pins", "text"),
    [
        (["1.4.2", "1.3.0"], "1.3.0 and 1.4.2"),
        (["1.10", "1.9", "1.2"], "1.2 and 1.9 and 1.10"),
        (["1.4.2", "1.4.2"], None),
        (["1.4", "1.4.0"], None),
        (["1.4.2"], None),
    ],
    ids=str,
)
def test_a_dependent_that_pins_several_versions_is_warned_of(
    job: Job, located: Located, released: Released, pins: list[str], text: str | None
) -> None:
    dependent = job(references=tuple(located(PIN.format(version)) for version in pins))
    (planned,) = plan_dependents([dependent], released(), POLICY, "")
    assert [notice.code for notice in planned.warnings] == (
        [] if text is None else ["conflicting-pins"]
    )
    assert all(text is not None and text in notice.text for notice in planned.warnings)
    assert len(planned.pins) == len(pins)


def test_each_of_several_pins_is_decided_by_itself(
    job: Job, located: Located, released: Released
) -> None:
    texts = [PIN.format("1.4.2"), PIN.format("0.9.0"), PIN.format("1.5.0"), "lib==1.4.2", "lib"]
    dependent = job(references=tuple(map(located, texts)))
    (planned,) = plan_dependents([dependent], released(), POLICY, "")
    reasons = [pin.reason.value for pin in planned.pins]
    assert reasons == ["allowed", "breaking-step", "same-version", "index-pin", "unversioned"]


@pytest.mark.parametrize("kind", ["wheel", "jar"])
def test_a_library_of_another_ecosystem_may_bear_the_same_name(
    job: Job, located: Located, released: Released, kind: str
) -> None:
    wheel = located(PIN.format("1.4.2"))
    jar = located("/Workspace/Shared/libraries/lib-1.4.2-SNAPSHOT.jar", Slot.JAR)
    maven = located("com.acme:lib:[1.4,2)", Slot.MAVEN)
    jobs = (
        job(id="1", references=(wheel, jar, maven)),
        job(id="2", references=(jar,)),
        job(id="3", references=(wheel,)),
    )
    survey = Survey(scanned={"job": 3}, dependents=jobs)
    release = released("1.5.0", ArtifactKind(kind))
    plan = make_plan(release, survey, POLICY, Selection(), OCCASION)
    expected = {"wheel": {"1": 1, "3": 1}, "jar": {"1": 2, "2": 1}}[kind]
    assert {dependent.id: len(dependent.pins) for dependent in plan.dependents} == expected
    assert plan.summary.deselected == 0
    again = plan_dependents(jobs, release, POLICY, "https://example.com")
    assert again == plan.dependents
