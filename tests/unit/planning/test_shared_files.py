"""Files of requirements in a plan: everybody who uses one gets what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Manager,
    Schedule,
    User,
)
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import FileUser, PlannedDependent, PlannedPin
from apparate_ng.model.policies.policy import Policy, Rule, ScheduleWord
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Limit
from apparate_ng.planning.planner import plan_dependents
from apparate_ng.planning.selection import Selection

MakeFile = Callable[..., Dependent]
Planned = Callable[..., PlannedDependent]

PATH = "/Workspace/Shared/requirements.txt"
STORE = "/Workspace/Shared/libraries"
PIN = f"{STORE}/lib-1.4.2-py3-none-any.whl"
BUNDLE = Manager(kind="BUNDLE", metadata_file_path="/Workspace/x/metadata.json")
HELD = {"apparate": "hold"}


def user(id_: str, name: str | None = None, **values: Any) -> User:  # noqa: ANN401  any field
    plain: dict[str, Any] = {"kind": DependentKind.JOB, "managed_by": None, "tags": {}}
    return User(id=id_, name=name or f"job-{id_}", **{**plain, **values})


@pytest.fixture
def file(job: Callable[..., Dependent], located: Callable[..., LocatedReference]) -> MakeFile:
    """A file with one entry for each text, and these users."""

    def make(*users: User, pins: tuple[str, ...] = (PIN,)) -> Dependent:
        references = tuple(located(pin) for pin in pins)
        return job(kind=DependentKind.FILE, id=PATH, name=PATH, references=references, users=users)

    return make


@pytest.fixture
def planned(file: MakeFile, released: Callable[..., Release]) -> Planned:
    """The plan for such a file."""

    def plan(
        *users: User,
        pins: tuple[str, ...] = (PIN,),
        release: str = "1.5.0",
        policy: Mapping[str, Any] | None = None,
    ) -> PlannedDependent:
        rules = Policy(**{"stores": (STORE,), **(policy or {})})
        [found] = plan_dependents(
            [file(*users, pins=pins)], released(release), rules, "https://example.com"
        )
        return found

    return plan


def only(dependent: PlannedDependent) -> PlannedPin:
    [pin] = dependent.pins
    return pin


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_a_file_moves_if_all_who_use_it_may(planned: Planned, count: int) -> None:
    pin = only(planned(*(user(str(number)) for number in range(count))))
    assert (pin.decision, pin.reason) == (Decision.UPGRADE, Reason.ALLOWED)
    assert pin.to == f"{STORE}/lib-1.5.0-py3-none-any.whl"


@pytest.mark.parametrize(
    "held",
    [
        user("1", "held", tags=HELD),
        user("1", "held", tags={"apparate-lib": "HOLD"}),
        user("1", "held", tags={"apparate": "patch"}),
        user("1", "held", managed_by=BUNDLE),
        user("1", "held", managed_by=Manager(kind="SYSTEM_MANAGED")),
        user("1", "held", kind=DependentKind.PIPELINE, tags=HELD),
    ],
    ids=["tag", "own tag", "limit", "bundle", "system", "pipeline"],
)
@pytest.mark.parametrize("held_first", [True, False])
def test_a_file_of_one_who_may_and_one_who_may_not_is_held_and_both_are_named(
    planned: Planned, held: User, *, held_first: bool
) -> None:
    users = (held, user("2", "free"))
    pin = only(planned(*(users if held_first else reversed(users))))
    assert (pin.decision, pin.reason) == (Decision.HOLD, Reason.SHARED_FILE)
    assert (pin.to, pin.to_version) == (None, None)
    assert pin.explanation.startswith("held must not move (")
    assert pin.explanation.endswith("), and free may; they share this file")
    assert pin.hint == "give them files of their own, or let all of them move"


def test_why_one_may_not_move_is_said(planned: Planned) -> None:
    alone = only(planned(user("1", "held", tags=HELD)))
    shared = only(planned(user("1", "held", tags=HELD), user("2")))
    assert alone.reason is Reason.PINNED_BY_TAG
    assert f"({alone.explanation})" in shared.explanation


@pytest.mark.parametrize("kind", [DependentKind.JOB, DependentKind.PIPELINE])
@pytest.mark.parametrize("values", [{"tags": HELD}, {"managed_by": Manager(kind="SYSTEM_MANAGED")}])
def test_what_holds_a_user_is_said_of_the_user_and_not_of_the_file(
    planned: Planned, kind: DependentKind, values: dict[str, Any]
) -> None:
    held = user("1", "held", kind=kind, **values)
    alone, shared = only(planned(held)), only(planned(held, user("2")))
    assert kind.value in alone.explanation
    assert "the file" not in f"{alone.explanation} {alone.hint}"
    assert alone.explanation in shared.explanation


def test_rules_look_at_the_users_and_not_at_the_file(planned: Planned) -> None:
    rule = Rule(jobs=("finance-*",), hold=True, reason="month-end close")
    by_path = Rule(jobs=("/Workspace/*",), hold=True, reason="no")
    users = (user("1", "finance-close"), user("2", "score"))
    assert only(planned(*users, policy={"rules": (rule,)})).reason is Reason.SHARED_FILE
    assert only(planned(users[0], policy={"rules": (rule,)})).reason is Reason.HELD_BY_RULE
    assert only(planned(*users, policy={"rules": (by_path,)})).reason is Reason.ALLOWED
    by_id = Rule(jobs=("2",), allow=Limit.PATCH)
    assert only(planned(users[1], policy={"rules": (by_id,)})).reason is Reason.STEP_ABOVE_LIMIT


CRON_USER = Schedule(kind="cron", paused=False, text="0 0 2 * * ? UTC")


@pytest.mark.parametrize(
    "matcher",
    [
        {"owners": ("ana@*",)},
        {"schedule": (ScheduleWord.CRON,)},
        {"tags": ("team=sales",)},
        {"kinds": (DependentKind.PIPELINE,)},
    ],
    ids=str,
)
def test_a_rule_that_matches_one_user_holds_the_file(
    planned: Planned, matcher: dict[str, Any]
) -> None:
    held = user(
        "1",
        "held",
        kind=DependentKind.PIPELINE,
        owner="ana@example.com",
        schedule=CRON_USER,
        tags={"team": "sales"},
    )
    rules = (Rule(hold=True, reason="month-end close", **matcher),)
    alone, shared = (
        only(planned(*users, policy={"rules": rules}))
        for users in ((held,), (user("2", "free"), held))
    )
    assert alone.reason is Reason.HELD_BY_RULE
    assert shared.reason is Reason.SHARED_FILE
    assert "month-end close" in shared.explanation


def test_a_rule_on_files_holds_what_stands_in_one_whoever_uses_it(planned: Planned) -> None:
    policy = {"rules": (Rule(kinds=(DependentKind.FILE,), hold=True, reason="by hand"),)}
    for users in ((), (user("1"),), (user("1"), user("2"))):
        assert only(planned(*users, policy=policy)).reason is Reason.HELD_BY_RULE


def test_users_who_would_get_different_texts_hold_the_file(planned: Planned) -> None:
    rules = (Rule(jobs=("1",), index_pins="rewrite"), Rule(jobs=("2",), index_pins="replace"))
    users, pins = (user("1", "one"), user("2", "two")), ("lib==1.4.2",)
    found = only(planned(*users, pins=pins, policy={"rules": rules}))
    assert (found.reason, found.to) == (Reason.SHARED_FILE, None)
    assert found.explanation.startswith("one, two share this file")
    for rule in rules:
        same = Rule(jobs=("*",), index_pins=rule.index_pins)
        assert only(planned(*users, pins=pins, policy={"rules": (same,)})).to is not None


@pytest.mark.parametrize(
    ("version", "reason"),
    [("1.4.2", Reason.SHARED_FILE), ("1.5.0", Reason.SAME_VERSION)],
)
def test_what_could_not_be_read_may_be_a_user_that_must_not_move(
    file: MakeFile, released: Callable[..., Release], version: str, reason: Reason
) -> None:
    pin = f"{STORE}/lib-{version}-py3-none-any.whl"
    seen = replace(file(user("1"), pins=(pin,)), unseen_users=("locked", "hidden"))
    [planned] = plan_dependents([seen], released(), Policy(stores=(STORE,)), "")
    found = only(planned)
    assert (found.reason, found.to, found.to_version) == (reason, None, None)
    says_so = found.explanation == "locked, hidden could not be read, and may use this file"
    assert says_so is (reason is Reason.SHARED_FILE)


@pytest.mark.parametrize(
    ("held", "free", "text"),
    [
        (1, 1, "h0 must not move"),
        (3, 1, "h0, h1, h2 must not move"),
        (4, 1, "h0, h1, h2 and 1 more must not move"),
        (1, 3, "and f0, f1, f2 may;"),
        (1, 12, "and f0, f1, f2 and 9 more may;"),
    ],
    ids=str,
)
def test_of_many_users_some_are_named_and_the_others_counted(
    planned: Planned, held: int, free: int, text: str
) -> None:
    users = [user(f"h{number}", f"h{number}", tags=HELD) for number in range(held)]
    users += [user(f"f{number}", f"f{number}") for number in range(free)]
    assert text in only(planned(*users)).explanation


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"tags": HELD}, Reason.PINNED_BY_TAG),
        ({"managed_by": BUNDLE}, Reason.MANAGED_BY_BUNDLE),
        ({"tags": {"apparate": "patch"}}, Reason.STEP_ABOVE_LIMIT),
    ],
    ids=["tag", "bundle", "limit"],
)
def test_where_all_are_held_for_one_reason_it_is_that_reason(
    planned: Planned, values: dict[str, Any], reason: Reason
) -> None:
    pin = only(planned(user("1", **values), user("2", **values)))
    assert (pin.decision, pin.reason) == (Decision.HOLD, reason)


@pytest.mark.parametrize(
    ("pin", "release", "reason"),
    [
        (PIN, "1.4.2", Reason.SAME_VERSION),
        (PIN, "1.4.1", Reason.NEWER_VERSION),
        ("lib>=1.4", "1.5.0", Reason.IN_RANGE),
        ("lib", "1.5.0", Reason.UNVERSIONED),
        ("lib==1.4.2", "1.5.0", Reason.INDEX_PIN),
        ("lib==1.4.*", "1.5.0", Reason.FLOATING),
        ("/Workspace/Users/ana@example.com/lib-1.4.2-py3-none-any.whl", "1.5.0", None),
        (PIN, "2.0.0", Reason.BREAKING_STEP),
    ],
)
def test_what_stops_everybody_is_not_blamed_on_one_of_them(
    planned: Planned, pin: str, release: str, reason: Reason | None
) -> None:
    decided = only(planned(user("1"), user("2"), pins=(pin,), release=release))
    assert decided.reason is (reason or Reason.OUTSIDE_STORE)


def test_what_is_there_already_is_current_though_one_is_held(planned: Planned) -> None:
    decided = only(planned(user("1", tags=HELD), user("2"), release="1.4.2"))
    assert (decided.decision, decided.reason) == (Decision.CURRENT, Reason.SAME_VERSION)


def test_each_entry_is_decided_by_itself(planned: Planned) -> None:
    breaking = PIN.replace("1.4.2", "0.9.0")
    found = planned(user("1"), user("2", tags=HELD), pins=(PIN, breaking, "lib>=1.4"))
    assert [pin.reason for pin in found.pins[::2]] == [Reason.SHARED_FILE, Reason.IN_RANGE]
    assert found.pins[1].decision is Decision.HOLD
    assert found.pins[1].reason is not Reason.SHARED_FILE  # nobody may
    assert [warning.code for warning in found.warnings] == ["conflicting-pins"]


def test_the_plan_names_every_user_sorted_and_no_page_for_people(planned: Planned) -> None:
    pipeline = user("0a", "flow", kind=DependentKind.PIPELINE)
    found = planned(pipeline, user("9", "nine"), user("10", "ten"))
    assert (found.kind, found.id, found.name, found.url) == (DependentKind.FILE, PATH, PATH, None)
    assert found.users == (
        FileUser(kind=DependentKind.JOB, id="10", name="ten"),
        FileUser(kind=DependentKind.JOB, id="9", name="nine"),
        FileUser(kind=DependentKind.PIPELINE, id="0a", name="flow"),
    )


@pytest.mark.parametrize("kind", DependentKind)
def test_only_what_is_shared_has_users_in_the_document(
    job: Callable[..., Dependent],
    located: Callable[..., LocatedReference],
    released: Callable[..., Release],
    kind: DependentKind,
) -> None:
    dependent = job(kind=kind, references=(located(PIN),))
    [found] = plan_dependents([dependent], released(), Policy(stores=(STORE,)), "")
    document = msgspec.to_builtins(found)
    shared = {DependentKind.FILE, DependentKind.CLUSTER, DependentKind.POLICY}
    assert ("users" in document) is (kind in shared)


CRON = Schedule(kind="cron", paused=False, text="0 0 2 * * ? UTC")
SALES = {"team": "sales"}
SELECTIONS: list[tuple[dict[str, Any], tuple[User, ...], bool]] = [
    ({}, (user("1"), user("2")), True),
    ({"jobs": ("1",)}, (user("1"),), True),
    ({"jobs": ("1",)}, (user("1"), user("2")), False),
    ({"jobs": ("job-*",)}, (user("1"), user("2")), True),
    ({"jobs": (PATH,)}, (user("1"),), False),
    ({"exclude": ("2",)}, (user("1"), user("2")), False),
    ({"exclude": ("job-3",)}, (user("1"), user("2")), True),
    ({"exclude": (PATH,)}, (user("1"),), True),
    ({"tags": ("team=sales",)}, (user("1", tags=SALES), user("2", tags=SALES)), True),
    ({"tags": ("team=sales",)}, (user("1", tags=SALES), user("2")), False),
    ({"scheduled_only": True}, (user("1"),), False),
]


@pytest.mark.parametrize(("selectors", "users", "selected"), SELECTIONS)
def test_a_file_is_selected_where_everybody_who_uses_it_is(
    file: MakeFile, selectors: dict[str, Any], users: tuple[User, ...], *, selected: bool
) -> None:
    assert Selection(**selectors).selects(file(*users)) is selected
