"""What holds for every plan, whatever is pinned where and whatever is allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.references.slots import read_reference
from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Manager,
)
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.plan import Plan, WorkspaceIdentity
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.policies.policy import Policy, Rule
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Limit, ZeroMajor
from apparate_ng.model.releases.versions import is_older, parse_version
from apparate_ng.planning.planner import Occasion, make_plan
from apparate_ng.planning.selection import Selection

OCCASION = Occasion(
    id="1",
    created_at="2026-01-31T12:00:00Z",
    tool_version="0",
    workspace=WorkspaceIdentity(host="https://example.com", identity=None),
)
VERSIONS = st.from_regex(
    r"\A(1!)?[0-2](\.[0-2]){0,2}(a1|rc[12])?(\.post1)?(\.dev1)?(\+g)?\Z|\A2026\.1\Z"
)
LIMITS = st.sampled_from(Limit)
PYTHON_SHAPES = [
    "/Workspace/Shared/libraries/lib-{}-py3-none-any.whl",
    "/Shared/libraries/lib-{}.whl[x]",
    "/Workspace/Users/ana@example.com/lib-{}-py3-none-any.whl",
    "/Workspace/Shared/libraries/lib-{}-py3.9.egg",
    "/Workspace/Shared/libraries/lib-latest.whl",
    "lib=={}",
    "lib[x]=={} ; python_version > '3.8'",
    "lib=={} --hash=sha256:00",
    "lib>={}",
    "lib<{}",
    "lib",
]
JVM_SHAPES = ["/Workspace/Shared/libraries/lib-1.{}.jar", "com.acme:lib:1.{}"]


@st.composite
def entries(draw: st.DrawFn) -> LocatedReference:
    text = draw(st.sampled_from(PYTHON_SHAPES)).format(draw(VERSIONS))
    slot = Slot.DEPENDENCY
    if draw(st.integers(0, 9)) == 0:
        text, slot = draw(st.sampled_from(JVM_SHAPES)).format(0), Slot.JAVA_DEPENDENCY
    reference = read_reference(text, slot)
    assert reference is not None
    return LocatedReference(location="", text=text, reference=reference)


@st.composite
def jobs(draw: st.DrawFn) -> Dependent:
    found = draw(st.lists(entries(), min_size=1, max_size=4))
    manager = draw(st.sampled_from([None, None, "BUNDLE", "SYSTEM_MANAGED"]))
    tag = draw(st.sampled_from([None, None, "hold", "patch", "major"]))
    return Dependent(
        kind=DependentKind.JOB,
        id="",
        name=draw(st.sampled_from(["a", "b"])),
        owner=None,
        schedule=None,
        managed_by=Manager(kind=manager) if manager else None,
        tags={"apparate": tag} if tag else {},
        fingerprint="sha256:0",
        references=tuple(replace(one, location=f"[{index}]") for index, one in enumerate(found)),
    )


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    found = draw(st.lists(jobs(), max_size=5))
    ids = draw(st.permutations([str(number) for number in range(8, 8 + len(found))]))
    dependents = tuple(replace(one, id=id_) for one, id_ in zip(found, ids, strict=True))
    return Survey(scanned={"job": len(found)}, dependents=dependents)


RULES = st.builds(
    Rule,
    jobs=st.sampled_from([("a",), ("*",)]),
    allow=st.none() | LIMITS,
    hold=st.booleans(),
)
POLICIES = st.builds(
    Policy,
    allow=LIMITS,
    pre=st.booleans(),
    zero_major=st.sampled_from(ZeroMajor),
    index_pins=st.sampled_from(["hold", "rewrite", "replace"]),
    include_bundle_managed=st.booleans(),
    replace_eggs=st.booleans(),
    allow_downgrade=st.booleans(),
    stores=st.sampled_from([(), ("/Workspace/Shared/libraries",), ("/Workspace",)]),
    rules=st.lists(RULES, max_size=2).map(tuple),
)
RELEASES = st.builds(
    lambda version: Release(
        name="Lib",
        version=version,
        kind=ArtifactKind.WHEEL,
        filename=f"lib-{version}-py3-none-any.whl",
        sha256="00",
        size=1,
        uri=f"/Workspace/Shared/libraries/lib-{version}-py3-none-any.whl",
    ),
    VERSIONS,
)


def promised(check: Callable[[Survey, Release, Policy, Plan], None]) -> Callable[[], None]:
    """Ask for the check on many plans."""

    @given(surveys(), RELEASES, POLICIES)
    @settings(deadline=None, max_examples=60)
    def on_many(survey: Survey, release: Release, policy: Policy) -> None:
        check(survey, release, policy, make_plan(release, survey, policy, Selection(), OCCASION))

    return on_many


def _lowers(_: Survey, release: Release, policy: Policy, plan: Plan) -> None:
    for pin in (pin for dependent in plan.changing for pin in dependent.upgrades):
        assert pin.from_version is not None
        old = parse_version(pin.from_version, Ecosystem.PYTHON)
        if not policy.allow_downgrade:
            assert is_older(old, release.parsed_version())
        assert old != release.parsed_version()


def _exactly_once(survey: Survey, _: Release, __: Policy, plan: Plan) -> None:
    found: Counter[Any] = Counter(
        (dependent.id, located.location, located.text)
        for dependent in survey.dependents
        for located in dependent.references
        if located.reference.ecosystem is Ecosystem.PYTHON  # a jar is another library
    )
    planned: Counter[Any] = Counter(
        (dependent.id, pin.location, pin.from_)
        for dependent in plan.dependents
        for pin in dependent.pins
    )
    assert planned == found
    assert set(planned.values()) <= {1}


def _to_says_upgrade(_: Survey, release: Release, __: Policy, plan: Plan) -> None:
    for pin in (pin for dependent in plan.dependents for pin in dependent.pins):
        upgrades = pin.decision is Decision.UPGRADE
        assert (pin.to is not None) == upgrades
        assert pin.to_version == (release.version if upgrades else None)
        assert pin.reason.decision is pin.decision
        assert pin.to != pin.from_


def _counts(survey: Survey, _: Release, __: Policy, plan: Plan) -> None:
    counts = plan.summary.pins
    assert counts.total == sum(len(dependent.pins) for dependent in plan.dependents)
    assert counts.upgrade == sum(len(dependent.upgrades) for dependent in plan.changing)
    assert plan.has_changes == bool(plan.changing) == (counts.upgrade > 0)
    assert plan.summary.dependents == len(plan.dependents)
    assert all(dependent.pins for dependent in plan.dependents)
    assert plan.summary.scanned == survey.scanned


def _order(survey: Survey, release: Release, policy: Policy, plan: Plan) -> None:
    keys = [(dependent.kind.value, dependent.id) for dependent in plan.dependents]
    assert keys == sorted(keys)
    turned = replace(survey, dependents=survey.dependents[::-1])
    assert make_plan(release, turned, policy, Selection(), OCCASION) == plan


test_no_version_is_lowered_unless_that_is_allowed = promised(_lowers)
test_every_reference_is_in_the_plan_exactly_once = promised(_exactly_once)
test_there_is_a_new_text_where_there_is_an_upgrade = promised(_to_says_upgrade)
test_the_summary_adds_up = promised(_counts)
test_the_order_of_what_was_found_makes_no_difference = promised(_order)


@given(surveys(), RELEASES, POLICIES)
@settings(deadline=None, max_examples=60)
def test_what_was_carried_out_is_current(survey: Survey, release: Release, policy: Policy) -> None:
    plan = make_plan(release, survey, policy, Selection(), OCCASION)
    for pin in (pin for dependent in plan.changing for pin in dependent.upgrades):
        reference = read_reference(pin.to or "", Slot.DEPENDENCY)
        assert reference is not None
        assert reference.name == "lib"
        assert reference.version is not None
        assert parse_version(reference.version, Ecosystem.PYTHON) == release.parsed_version()
