"""Clusters and cluster policies in a plan: everybody who runs there gets what they bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest

from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Schedule,
    User,
)
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import FileUser, PlannedDependent, PlannedPin
from apparate_ng.model.policies.policy import Policy, Rule, ScheduleWord
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Limit
from apparate_ng.planning.planner import Terms, plan_dependents, settled_pins
from apparate_ng.planning.selection import Selection
from tests.unit.planning.test_shared_files import BUNDLE, HELD, PIN, STORE, user

MakeHost = Callable[..., Dependent]
Planned = Callable[..., PlannedPin]
HOSTS = [
    (DependentKind.POLICY, "cluster policy", "cluster policies"),
    (DependentKind.CLUSTER, "cluster", "clusters"),
]
KINDS = [kind for kind, *_ in HOSTS]


@pytest.fixture
def host(job: Callable[..., Dependent], located: Callable[..., LocatedReference]) -> MakeHost:
    """A cluster or policy that has the library, with those who run there."""

    def make(kind: DependentKind, *users: User, text: str = PIN, **values: Any) -> Dependent:  # noqa: ANN401  any field
        plain: dict[str, Any] = {"id": "h1", "name": "small", "references": (located(text),)}
        return job(kind=kind, users=users, **{**plain, **values})

    return make


@pytest.fixture
def planned(host: MakeHost, released: Callable[..., Release]) -> Planned:
    """The decision on its one library; where it is a cluster, with --include-clusters."""

    def plan(
        kind: DependentKind,
        *users: User,
        release: str = "1.5.0",
        policy: Mapping[str, Any] | None = None,
        **values: Any,  # noqa: ANN401  any field
    ) -> PlannedPin:
        rules = Policy(**{"stores": (STORE,), "include_clusters": True, **(policy or {})})
        found = [host(kind, *users, **values)]
        [dependent] = plan_dependents(found, released(release), rules, "")
        [pin] = dependent.pins
        return pin

    return plan


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_host_moves_if_it_and_all_who_run_there_may(
    planned: Planned, kind: DependentKind, count: int
) -> None:
    pin = planned(kind, *(user(str(number)) for number in range(count)))
    assert (pin.decision, pin.reason) == (Decision.UPGRADE, Reason.ALLOWED)
    assert pin.to == f"{STORE}/lib-1.5.0-py3-none-any.whl"


HELD_USERS = {
    "tag": user("1", "held", tags=HELD),
    "own tag": user("1", "held", tags={"apparate-lib": "hold"}),
    "limit": user("1", "held", tags={"apparate": "patch"}),
    "bundle": user("1", "held", managed_by=BUNDLE),
    "pipeline": user("1", "held", kind=DependentKind.PIPELINE, tags=HELD),
}
REASONS = {
    "limit": Reason.STEP_ABOVE_LIMIT,
    "bundle": Reason.MANAGED_BY_BUNDLE,
}


@pytest.mark.parametrize(("kind", "one", "several"), HOSTS)
@pytest.mark.parametrize("held", HELD_USERS.values(), ids=HELD_USERS)
def test_one_who_may_not_holds_it_for_one_who_may_and_both_are_named(
    planned: Planned, kind: DependentKind, one: str, several: str, held: User
) -> None:
    pin = planned(kind, user("0", "free"), held)
    assert (pin.decision, pin.reason) == (Decision.HOLD, Reason.SHARED_FILE)
    assert (pin.to, pin.to_version) == (None, None)
    assert pin.explanation.startswith("held must not move (")
    assert pin.explanation.endswith(f"), and free may; they share this {one}")
    assert pin.hint == f"give them {several} of their own, or let all of them move"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HELD_USERS)
def test_where_all_who_run_there_are_held_it_is_their_reason_with_their_names(
    planned: Planned, kind: DependentKind, name: str
) -> None:
    pin = planned(kind, HELD_USERS[name], user("2", "other", tags=HELD))
    assert (pin.decision, pin.reason) == (Decision.HOLD, REASONS.get(name, Reason.PINNED_BY_TAG))
    assert pin.to is None
    assert pin.explanation.startswith("held, other must not move (")


@pytest.mark.parametrize("kind", KINDS)
def test_a_limit_that_the_step_is_within_holds_nobody(
    planned: Planned, kind: DependentKind
) -> None:
    patch = user("1", tags={"apparate": "patch"})
    assert planned(kind, patch, release="1.4.3").reason is Reason.ALLOWED


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"jobs": ("finance-*",)}, Reason.SHARED_FILE),
        ({"owners": ("ana@*",)}, Reason.SHARED_FILE),
        ({"schedule": (ScheduleWord.CRON,)}, Reason.SHARED_FILE),
        ({"tags": ("team=finance",)}, Reason.SHARED_FILE),
        ({"kinds": (DependentKind.PIPELINE,)}, Reason.SHARED_FILE),
        ({"jobs": ("small",)}, Reason.HELD_BY_RULE),
        ({"kinds": tuple(KINDS)}, Reason.HELD_BY_RULE),
        ({"jobs": ("other",)}, Reason.ALLOWED),
    ],
    ids=str,
)
def test_rules_look_at_the_host_and_at_those_who_run_there(
    planned: Planned, kind: DependentKind, rule: dict[str, Any], reason: Reason
) -> None:
    finance = user(
        "1",
        "finance-close",
        kind=DependentKind.PIPELINE,
        owner="ana@example.com",
        schedule=Schedule(kind="cron", paused=False, text="0 0 2 * * ? UTC"),
        tags={"team": "finance"},
    )
    rules = (Rule(hold=True, reason="month-end close", **rule),)
    found = planned(kind, user("0", "score"), finance, policy={"rules": rules})
    assert found.reason is reason
    assert ("month-end close" in found.explanation) is (reason is not Reason.ALLOWED)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_on_hosts_speaks_of_their_libraries_whoever_runs_there(
    planned: Planned, kind: DependentKind
) -> None:
    rules = (Rule(kinds=(kind,), allow=Limit.MAJOR),)
    assert planned(kind, user("1"), release="2.0.0").reason is Reason.BREAKING_STEP
    found = planned(kind, user("1"), release="2.0.0", policy={"rules": rules})
    assert found.reason is Reason.ALLOWED


@pytest.mark.parametrize(
    ("kind", "values", "reason"),
    [
        (DependentKind.CLUSTER, {"policy": {"include_clusters": False}}, Reason.NEEDS_RESTART),
        (DependentKind.CLUSTER, {"tags": HELD}, Reason.PINNED_BY_TAG),
        (DependentKind.POLICY, {"release": "2.0.0"}, Reason.BREAKING_STEP),
        (DependentKind.POLICY, {"release": "1.4.2"}, Reason.SAME_VERSION),
        (DependentKind.POLICY, {"text": "lib"}, Reason.UNVERSIONED),
    ],
    ids=str,
)
def test_what_stops_the_host_itself_is_not_blamed_on_who_runs_there(
    planned: Planned, kind: DependentKind, values: dict[str, Any], reason: Reason
) -> None:
    for users in ((), (user("1"),), (user("1", tags=HELD), user("2"))):
        pin = planned(kind, *users, **values)
        assert pin.reason is reason
        assert "job-1" not in pin.explanation


@pytest.mark.parametrize(("kind", "one", "several"), HOSTS)
def test_who_would_get_another_text_holds_the_host(
    planned: Planned, kind: DependentKind, one: str, several: str
) -> None:
    rules = (Rule(kinds=(kind,), index_pins="rewrite"), Rule(jobs=("2",), index_pins="replace"))
    users = (user("1", "one"), user("2", "two"))
    pin = planned(kind, *users, text="lib==1.4.2", policy={"rules": rules})
    assert (pin.decision, pin.reason, pin.to) == (Decision.HOLD, Reason.SHARED_FILE, None)
    assert pin.explanation.startswith(f"small, two share this {one}, and rules give them")
    assert pin.hint == f"give them {several} of their own, or the same index_pins"


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_considered_for_the_host_and_then_for_each(
    host: MakeHost, released: Callable[..., Release], kind: DependentKind
) -> None:
    policy = Policy(stores=(STORE,), include_clusters=True)
    terms = Terms(release=released(), policy=policy, timing=None)
    [free] = settled_pins(host(kind, user("1"), user("2")), terms)
    [held] = settled_pins(host(kind, user("1"), user("2"), text="lib==1.4.2"), terms)
    assert [one.question.dependent.id for one in free.considered] == ["h1", "1", "2"]
    assert [one.question.dependent.id for one in held.considered] == ["h1"]


@pytest.mark.parametrize("kind", [*KINDS, DependentKind.FILE])
def test_the_plan_says_how_its_users_stood(
    host: MakeHost, released: Callable[..., Release], kind: DependentKind
) -> None:
    users = (user("1", "one", fingerprint="sha256:1"), user("2", "two"))
    [found] = plan_dependents([host(kind, *users)], released(), Policy(stores=(STORE,)), "")
    assert found.users == (
        FileUser(kind=DependentKind.JOB, id="1", name="one", fingerprint="sha256:1"),
        FileUser(kind=DependentKind.JOB, id="2", name="two"),
    )
    assert isinstance(found, PlannedDependent)
    first, second = msgspec.to_builtins(found)["users"]
    assert (first["fingerprint"], "fingerprint" in second) == ("sha256:1", False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("selectors", "selected"),
    [
        ({}, True),
        ({"exclude": ("finance",)}, False),
        ({"exclude": ("2",)}, False),
        ({"exclude": ("small",)}, False),
        ({"exclude": ("other",)}, True),
        ({"jobs": ("small",)}, True),
        ({"jobs": ("finance",)}, False),
        ({"jobs": ("small",), "exclude": ("fin*",)}, False),
    ],
    ids=str,
)
def test_a_host_is_not_selected_where_somebody_on_it_is_left_out(
    host: MakeHost, kind: DependentKind, selectors: dict[str, Any], *, selected: bool
) -> None:
    found = host(kind, user("1", "score"), user("2", "finance"))
    assert Selection(**selectors).selects(found) is selected
