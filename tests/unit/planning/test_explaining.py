"""Explanations: the plan's own decisions, and what led to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Schedule,
    Unreadable,
    User,
)
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.explanation import Consideration, Explanation
from apparate_ng.model.plans.plan import PlannedPin, WorkspaceIdentity
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.policies.policy import Policy, Rule
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Limit
from apparate_ng.planning.deciding import CHECKS
from apparate_ng.planning.explaining import explain
from apparate_ng.planning.facts import Facts, NotHad
from apparate_ng.planning.planner import Occasion, Terms, make_plan
from apparate_ng.planning.selection import Selection
from tests.unit.planning.test_plan_promises import POLICIES, RELEASES, surveys

PIN = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
PATH = "/Workspace/Shared/requirements.txt"
STORES = ("/Workspace/Shared/libraries",)
OCCASION = Occasion(
    id="1",
    created_at="2026-01-31T12:00:00Z",
    tool_version="0",
    workspace=WorkspaceIdentity(host="https://example.com", identity=None),
)
EVERY = tuple(reason for reason, _ in CHECKS)


@given(surveys(), RELEASES, POLICIES)
@settings(deadline=None, max_examples=60)
def test_what_is_explained_is_what_is_planned(
    survey: Survey, release: Release, policy: Policy
) -> None:
    plan = make_plan(release, survey, policy, Selection(), OCCASION)
    terms = Terms(release=release, policy=policy, timing=None)
    found = explain(terms, survey, "*", OCCASION)
    assert [(one.id, [_as_planned(pin) for pin in one.pins]) for one in found.dependents] == [
        (one.id, list(one.pins)) for one in plan.dependents
    ]
    for one in (
        each for dependent in found.dependents for pin in dependent.pins for each in pin.considered
    ):
        decided = () if one.decided_by is None else (one.decided_by,)
        assert (*one.passed, *decided, *one.not_asked) == EVERY
        assert (one.reason is Reason.ALLOWED) is (one.decided_by is None)
        assert {each.reason for each in one.further} <= set(one.not_asked)
        assert not one.further or one.reason.decision is Decision.HOLD


def _as_planned(pin: PlannedPin) -> PlannedPin:
    return PlannedPin(**{name: getattr(pin, name) for name in PlannedPin.__struct_fields__})


Explained = Callable[..., Explanation]


@pytest.fixture
def explained(
    job: Callable[..., Dependent],
    located: Callable[..., LocatedReference],
    released: Callable[..., Release],
) -> Explained:
    """Explain one job that pins 1.4.2, and a file that uses may be given to."""

    def ask(
        wanted: str,
        *rules: Rule,
        users: tuple[User, ...] = (),
        release: str = "1.5.0",
        **values: Any,  # noqa: ANN401  any field
    ) -> Explanation:
        own = job(references=(located(PIN),), **values)
        file = job(
            kind=DependentKind.FILE, id=PATH, name=PATH, references=(located(PIN),), users=users
        )
        found = (own, file) if users else (own,)
        policy = Policy(stores=STORES, rules=rules)
        terms = Terms(release=released(release), policy=policy, timing=None)
        return explain(terms, Survey(scanned={}, dependents=found), wanted, OCCASION)

    return ask


def only(explanation: Explanation) -> Consideration:
    [dependent] = explanation.dependents
    [pin] = dependent.pins
    [considered] = pin.considered
    return considered


def test_each_rule_is_there_with_what_did_not_match(explained: Explained) -> None:
    rules = (
        Rule(jobs=("nightly-*",), allow=Limit.PATCH, reason="tier 1"),
        Rule(jobs=("nightly-*",), owners=("ana@*",), kinds=(DependentKind.FILE,), pre=True),
    )
    found = only(explained("17", *rules))
    assert [(one.index, one.matched, one.unmet) for one in found.rules] == [
        (0, True, ()),
        (1, False, ("owners", "kinds")),
    ]


def test_each_setting_is_there_with_who_said_so(explained: Explained) -> None:
    rules = (Rule(jobs=("*",), allow=Limit.PATCH, pre=True, reason="tier 1"),)
    found = only(explained("17", *rules, tags={"apparate": "minor"}))
    said = {one.name: (one.value, one.tag, one.rule, one.reason) for one in found.settings}
    assert said == {
        "allow": (Limit.MINOR, "apparate=minor", None, None),
        "hold": (False, "apparate=minor", None, None),
        "pre": (True, None, 0, "tier 1"),
        "index_pins": ("hold", None, None, None),
        "include_bundle_managed": (False, None, None, None),
        "soak": (None, None, None, None),
    }


def test_what_rules_look_at_is_there(explained: Explained) -> None:
    nightly = Schedule(kind="cron", paused=False, text="0 0 2 * * ? UTC")
    values = {"owner": "ana@example.com", "schedule": nightly, "tags": {"team": "sales"}}
    found = only(explained("17", **values))
    assert (found.owner, found.schedule, found.tags) == tuple(values.values())


def test_what_would_hold_it_next_is_told_too(explained: Explained) -> None:
    rules = (Rule(jobs=("*",), allow=Limit.PATCH, soak=Soak(minor="24h"), reason="tier 1"),)
    found = only(explained("17", *rules, tags={"apparate": "hold"}))
    assert found.reason is Reason.PINNED_BY_TAG
    assert [one.reason for one in found.further] == [Reason.STEP_ABOVE_LIMIT, Reason.SOAKING]
    assert "rules[0] (tier 1) is the limit" in (found.further[0].hint or "")
    alone = only(explained("17", *rules))
    assert (alone.reason, [one.reason for one in alone.further]) == (
        Reason.STEP_ABOVE_LIMIT,
        [Reason.SOAKING],
    )


def test_no_file_is_looked_into_for_what_would_hold_it_next(
    job: Callable[..., Dependent],
    located: Callable[..., LocatedReference],
    released: Callable[..., Release],
) -> None:
    rules = (Rule(jobs=("*",), hold=True, reason="no"),)
    policy = Policy(stores=STORES, rules=rules, unchecked="hold")
    facts = Facts(release=NotHad(why="it is of another pin's plan"))
    terms = Terms(release=released(), policy=policy, timing=None, facts=facts)
    survey = Survey(scanned={}, dependents=(job(references=(located(PIN),)),))
    assert only(explain(terms, survey, "*", OCCASION)).further == ()


@pytest.mark.parametrize("release", ["1.4.2", "1.4.1"])
def test_what_does_not_wait_for_anything_is_not_held_next(
    explained: Explained, release: str
) -> None:
    rule = Rule(jobs=("*",), hold=True, reason="month-end close")
    assert only(explained("17", rule, release=release)).further == ()


@pytest.mark.parametrize("release", ["2.0.0", "1!1.0"])
def test_a_breaking_step_is_held_for_its_size_once(explained: Explained, release: str) -> None:
    rule = Rule(jobs=("*",), hold=True, reason="month-end close")
    found = only(explained("17", rule, release=release))
    assert [one.reason for one in found.further] == [Reason.BREAKING_STEP]


def test_what_was_asked_ends_with_what_decided(explained: Explained) -> None:
    found = only(explained("17", Rule(jobs=("*",), allow=Limit.PATCH)))
    assert found.decided_by is Reason.STEP_ABOVE_LIMIT
    assert found.passed[-1] is Reason.BREAKING_STEP
    assert found.not_asked[0] is Reason.PRERELEASE


@pytest.mark.parametrize(
    ("wanted", "number"), [("17", 1), ("nightly-*", 1), ("nightly-score", 1), ("18", 0), ("*", 1)]
)
def test_it_is_chosen_by_id_or_by_a_glob_on_its_name(
    explained: Explained, wanted: str, number: int
) -> None:
    assert len(explained(wanted).dependents) == number


def test_a_file_is_explained_for_each_of_its_users(explained: Explained) -> None:
    users = tuple(
        User(kind=DependentKind.JOB, id=id_, name=f"job-{id_}", managed_by=None, tags=tags)
        for id_, tags in (("1", {"apparate": "hold"}), ("2", {}))
    )
    for wanted in (PATH, "1", "job-2"):
        found = explained(wanted, users=users)
        [file] = found.dependents
        assert file.pins[0].reason is Reason.SHARED_FILE
        assert [(one.id, one.reason) for one in file.pins[0].considered] == [
            ("1", Reason.PINNED_BY_TAG),
            ("2", Reason.ALLOWED),
        ]


def test_what_could_not_be_read_is_named_if_it_was_asked_for(
    released: Callable[..., Release],
) -> None:
    terms = Terms(release=released(), policy=Policy(), timing=None)
    unreadable = tuple(
        Unreadable(kind=DependentKind.JOB, id=id_, name=name, error="no")
        for id_, name in (("9", "score"), ("10", "score-2"), ("11", "other"))
    )
    survey = Survey(scanned={}, dependents=(), unreadable=unreadable)
    found = explain(terms, survey, "score*", OCCASION)
    assert [one.id for one in found.unreadable] == ["9", "10"]


def test_the_document_names_its_schema(explained: Explained) -> None:
    document = msgspec.to_builtins(explained("17"))
    assert document["schema"] == "apparate.explanation/1"
    assert document["wanted"] == "17"


def test_scripts_rely_on_these_keys(explained: Explained) -> None:
    rules = (Rule(jobs=("*",), hold=True, reason="no"), Rule(jobs=("*",), allow=Limit.PATCH))
    document = msgspec.to_builtins(explained("17", *rules))
    assert document.keys() == {
        "schema", "created_at", "tool_version", "workspace", "release", "policy", "wanted",
        "dependents", "unreadable",
    }  # fmt: skip
    [considered] = document["dependents"][0]["pins"][0]["considered"]
    assert considered.keys() == {
        "kind", "id", "name", "owner", "schedule", "tags", "rules", "settings", "passed",
        "decided_by", "not_asked", "reason", "explanation", "hint", "further",
    }  # fmt: skip
    assert considered["rules"][0].keys() == {"index", "rule", "matched", "unmet"}
    assert considered["settings"][0].keys() == {"name", "value", "tag", "rule", "reason"}
    assert considered["further"][0].keys() == {"reason", "explanation", "hint"}
