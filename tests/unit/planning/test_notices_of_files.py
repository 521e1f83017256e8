"""What a plan says of files beside its decisions, each thing once with who is concerned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from msgspec import UNSET

from apparate_ng.model.compatibility.waiver import Waiver
from apparate_ng.model.dependents.dependent import Dependent, LocatedReference
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.dependents.task_run import PolicyCompute, TaskRun
from apparate_ng.model.plans.plan import Plan, WorkspaceIdentity
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.planning.facts import Facts, NotHad
from apparate_ng.planning.planner import Occasion, make_plan
from apparate_ng.planning.runtimes import KnownCompute
from apparate_ng.planning.selection import Selection
from tests.unit.planning.examined import EGG, STORE, WHEEL, a_diff, a_file, a_run, facts_of

Planned = Callable[..., Plan]
OCCASION = Occasion(
    id="1",
    created_at="2026-01-31T12:00:00Z",
    tool_version="0",
    workspace=WorkspaceIdentity(host="https://example.com", identity=None),
)


@pytest.fixture
def planned(
    released: Callable[..., Release],
    located: Callable[..., LocatedReference],
    job: Callable[..., Dependent],
) -> Planned:
    """The plan for jobs, each of which pins the wheel in its runs."""

    def make(
        facts: Facts | None,
        *runs: TaskRun,
        text: str = WHEEL,
        kind: ArtifactKind = ArtifactKind.WHEEL,
        slot: Slot = Slot.DEPENDENCY,
        version: str = "1.5.0",
        **policy: Any,  # noqa: ANN401  any setting
    ) -> Plan:
        found = [
            job(
                id=str(number),
                name=f"job-{number}",
                references=(replace(located(text, slot), runs=(run,)),),
            )
            for number, run in enumerate(runs or (a_run(),))
        ]
        return make_plan(
            released(version, kind),
            Survey(scanned={"job": len(found)}, dependents=tuple(found)),
            Policy(**{"stores": (STORE,), **policy}),
            Selection(),
            OCCASION,
            facts,
        )

    return make


def said(plan: Plan) -> list[tuple[str, str]]:
    return [(one.code, one.text) for one in plan.warnings]


def test_a_plan_without_facts_says_nothing(planned: Planned) -> None:
    plan = planned(None)
    assert (plan.warnings, plan.requirement_changes) == ((), UNSET)


def test_a_plan_whose_files_are_alike_says_so(planned: Planned) -> None:
    plan = planned(facts_of())
    assert (plan.warnings, plan.requirement_changes) == ((), ())


def test_what_could_not_be_checked_is_named_once_with_the_first_of_whom_it_concerns(
    planned: Planned,
) -> None:
    facts = facts_of(diff=a_diff(unchecked=("it is compiled",)))
    plan = planned(facts, *[a_run()] * 5)
    assert said(plan) == [
        (
            "unchecked",
            (
                "not checked for job-0, job-1, job-2 and 2 more:"
                " the API of 1.4.2 could not be compared: it is compiled"
            ),
        )
    ]


def test_what_is_held_for_it_is_not_warned_of(planned: Planned) -> None:
    facts = facts_of(diff=a_diff(unchecked=("it is compiled",)))
    assert planned(facts, unchecked="hold").warnings == ()


def test_a_waived_break_is_said_with_its_reason(planned: Planned) -> None:
    facts = facts_of(diff=a_diff(waived=("lib.f", "lib.g.h")))
    allow = (Waiver(name="lib.f", reason="never documented"), Waiver(name="lib.g"))
    plan = planned(facts, *[a_run()] * 2, api_allow=allow)
    words = "code written for 1.4.2 may break, and api_allow lets it pass:"
    assert said(plan) == [
        (
            "api-break-waived",
            f"{words} lib.f (object-removed, lib/__init__.py:3): never documented",
        ),
        (
            "api-break-waived",
            f"{words} lib.g.h (object-removed, lib/__init__.py:3): no reason given",
        ),
    ]


@pytest.mark.parametrize(
    ("facts", "policy"),
    [
        (facts_of(diff=a_diff(waived=("lib.f",))), {"api_check": False}),
        (facts_of(pinned=NotHad(why="gone")), {}),
        (replace(facts_of(), api={}), {}),
    ],
)
def test_where_nothing_was_compared_nothing_was_waived(
    planned: Planned, facts: Facts, policy: dict[str, Any]
) -> None:
    codes = [code for code, _ in said(planned(facts, **policy))]
    assert "api-break-waived" not in codes


# requirements

NEW = a_file(requires=("numpy>=2", "pandas"))
OLD = a_file("old", requires=("numpy>=1", "six"))


def test_what_changed_of_the_requirements(planned: Planned) -> None:
    [change] = planned(facts_of(NEW, OLD), *[a_run()] * 3).requirement_changes or ()
    assert change.from_version == "1.4.2"
    assert change.added == ("pandas",)
    assert change.removed == ("six",)
    assert change.changed == (("numpy>=1", "numpy>=2"),)


@pytest.mark.parametrize(
    "facts",
    [
        facts_of(NotHad(why="gone"), OLD),
        facts_of(NEW, NotHad(why="gone")),
        replace(facts_of(NEW, OLD), pinned={}),
    ],
)
def test_of_a_file_that_was_not_read_nothing_is_said(planned: Planned, facts: Facts) -> None:
    plan = planned(facts)
    assert plan.requirement_changes == ()
    assert "new-requirement" not in dict(said(plan))


def test_what_is_held_changes_nothing(planned: Planned) -> None:
    plan = planned(facts_of(NEW, OLD, a_diff("lib.f")))
    assert (plan.warnings, plan.requirement_changes) == ((), ())


def new_requirements(plan: Plan) -> list[str]:
    return [text for code, text in said(plan) if code == "new-requirement"]


def test_a_new_requirement_that_nothing_brings_is_a_warning(planned: Planned) -> None:
    runs = [a_run(), a_run(beside=frozenset({"pandas"})), a_run(beside=frozenset({"numpy"}))]
    assert new_requirements(planned(facts_of(NEW, OLD), *runs)) == [
        "the release newly needs pandas, which is not among the libraries of job-0, job-2"
    ]


@pytest.mark.parametrize(
    "run",
    [
        a_run(beside=frozenset({"pandas"})),
        a_run(None, cluster_id="1-c"),
        a_run(policy_id="P"),
    ],
)
def test_it_may_come_from_beside_from_the_cluster_or_its_policy(
    planned: Planned, run: TaskRun
) -> None:
    on_compute = {"1-c": frozenset({"pandas"}), "P": frozenset({"pandas"})}
    assert new_requirements(planned(facts_of(NEW, OLD, on_compute=on_compute), run)) == []
    assert new_requirements(planned(facts_of(NEW, OLD, on_compute={}), a_run())) != []


@pytest.mark.parametrize(
    ("text", "key", "warns"),
    [
        ("Pandas[x] >= 2", "15.4.x-scala2.12", False),  # it is beside, by its compared name
        ('tomli; python_version < "3.11"', "14.3.x-scala2.12", True),
        ('tomli; python_version < "3.11"', "15.4.x-scala2.12", False),
        ('tomli; python_version < "3.11"', None, True),
        ('pywin32; sys_platform == "win32"', None, False),
        ('black; extra == "dev"', None, False),
    ],
)
def test_what_the_runtime_does_not_need_is_no_warning(
    planned: Planned, text: str, key: str | None, *, warns: bool
) -> None:
    facts = facts_of(a_file(requires=(text,)), a_file("old"))
    plan = planned(facts, a_run(key, beside=frozenset({"pandas"})))
    assert bool(new_requirements(plan)) is warns


def test_the_python_of_a_requirement_is_that_which_was_looked_up(planned: Planned) -> None:
    facts = facts_of(a_file(requires=('tomli; python_version < "3.11"',)), a_file("old"))
    new = PolicyCompute(fixed=a_run("16.4.x-scala2.12").compute)
    known = replace(facts, compute=KnownCompute(policies={"P": new}))
    run = a_run(None, policy_id="P")
    assert new_requirements(planned(facts, run)) != []
    assert new_requirements(planned(known, run)) == []


def test_a_place_of_which_nobody_knows_the_runs_is_warned_of(
    planned: Planned, job: Callable[..., Dependent], located: Callable[..., LocatedReference]
) -> None:
    plan = make_plan(
        planned(None).release,
        Survey(scanned={"job": 1}, dependents=(job(references=(located(WHEEL),)),)),
        Policy(stores=(STORE,)),
        Selection(),
        OCCASION,
        facts_of(NEW, OLD),
    )
    assert len(new_requirements(plan)) == 1


# eggs


def eggs(plan: Plan) -> list[str]:
    return [
        one.text
        for dependent in plan.dependents
        for one in dependent.warnings
        if one.code == "egg-not-installed"
    ]


EGGS: dict[str, Any] = {"text": EGG, "slot": Slot.EGG, "kind": ArtifactKind.EGG, "version": "1.4.3"}


@pytest.mark.parametrize(
    ("key", "named"), [("14.0.x-scala2.12", True), ("13.3.x-scala2.12", False), (None, False)]
)
@pytest.mark.parametrize("facts", [None, facts_of()])
def test_an_egg_on_a_runtime_that_dropped_them_is_named(
    planned: Planned, key: str | None, facts: Facts | None, *, named: bool
) -> None:
    words = ["task score runs on runtime 14.0.x-scala2.12, which installs no eggs"]
    assert eggs(planned(facts, a_run(key), **EGGS)) == (words if named else [])


def test_an_egg_that_stays_is_named_too(planned: Planned) -> None:
    held = planned(None, a_run(), text=EGG, slot=Slot.EGG)
    assert held.dependents[0].pins[0].reason.value == "kind-changed"
    assert len(eggs(held)) == 1


def test_an_egg_that_becomes_a_wheel_is_not(planned: Planned) -> None:
    assert eggs(planned(None, a_run(), text=EGG, slot=Slot.EGG, replace_eggs=True)) == []


def test_the_runtime_of_an_egg_is_looked_up(planned: Planned) -> None:
    known = KnownCompute(clusters={"1-c": a_run("15.4.x-scala2.12").compute})
    run = a_run(None, cluster_id="1-c")
    assert len(eggs(planned(facts_of(compute=known), run, **EGGS))) == 1
    assert eggs(planned(facts_of(), run, **EGGS)) == []
