"""Rules: each matcher, each setting, and which rule has the last word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.model.dependents.dependent import Dependent, DependentKind, Manager, Schedule
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.policies.policy import MATCHERS, RULE_SETTINGS, Policy, Rule, ScheduleWord
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Change, Limit, Step
from apparate_ng.planning.in_force import in_force
from apparate_ng.planning.matching import Subject, matches, unmet

Decided = Callable[..., PlannedPin]

PIN = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
BUNDLE = Manager(kind="BUNDLE")
CRON = Schedule(kind="cron", paused=False, text="0 0 2 * * ? UTC")
PAUSED = Schedule(kind="cron", paused=True, text="0 0 2 * * ? UTC")
WATCHER = Schedule(kind="file_arrival", paused=False, text="/Volumes/x")
ALWAYS = Schedule(kind="continuous", paused=False, text="continuous")
STRANGE = Schedule(kind="lunar", paused=False, text="full moon")
RELEASE = Release(
    name="My_Lib",
    version="1.5.0",
    kind=ArtifactKind.WHEEL,
    filename="my_lib-1.5.0-py3-none-any.whl",
    sha256="00",
    size=1,
    uri="/Workspace/Shared/libraries/my_lib-1.5.0-py3-none-any.whl",
)
MINOR_STEP = Change(step=Step.MINOR, size=Step.MINOR, breaking=False)


def a_job(**values: Any) -> Dependent:  # noqa: ANN401  any field
    plain: dict[str, Any] = {
        "kind": DependentKind.JOB,
        "id": "17",
        "name": "nightly-score",
        "owner": "ana@example.com",
        "schedule": None,
        "managed_by": None,
        "fingerprint": "sha256:0",
        "references": (),
    }
    return Dependent(**{**plain, **values})


def matched(rule: Rule, change: Change | None = MINOR_STEP, **values: Any) -> bool:  # noqa: ANN401  any field
    return matches(rule, Subject(dependent=a_job(**values), release=RELEASE, change=change))


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ({"jobs": ("nightly-*",)}, {}, True),
        ({"jobs": ("17",)}, {}, True),
        ({"jobs": ("other", "night*")}, {}, True),
        ({"jobs": ("other",)}, {}, False),
        ({"jobs": ("nightly-*",)}, {"kind": DependentKind.PIPELINE}, True),
        ({"exclude": ("nightly-*",)}, {}, False),
        ({"exclude": ("17",)}, {}, False),
        ({"exclude": ("other",)}, {}, True),
        ({"jobs": ("*",), "exclude": ("nightly-*",)}, {}, False),
        ({"jobs": ("*",), "exclude": ("other", "18")}, {}, True),
        ({"tags": ("team",)}, {"tags": {"team": "sales"}}, True),
        ({"tags": ("team",)}, {"tags": {"Team": "sales"}}, False),
        ({"tags": ("team",)}, {}, False),
        ({"tags": ("team=sales",)}, {"tags": {"team": "sales"}}, True),
        ({"tags": ("team=s*",)}, {"tags": {"team": "sales"}}, True),
        ({"tags": ("t*=sales",)}, {"tags": {"x": "y", "team": "sales"}}, True),
        ({"tags": ("team=",)}, {"tags": {"team": "sales"}}, False),
        ({"tags": ("team=",)}, {"tags": {"team": ""}}, True),
        ({"tags": ("team=sales", "tier=1")}, {"tags": {"tier": "1"}}, True),
        ({"tags": ("env=[prod]",)}, {"tags": {"env": "[prod]"}}, True),
        ({"tags": ("[team]",)}, {"tags": {"[team]": "sales"}}, True),
        ({"owners": ("*@example.com",)}, {}, True),
        ({"owners": ("ben@*", "ana@*")}, {}, True),
        ({"owners": ("ben@*",)}, {}, False),
        ({"owners": ("*",)}, {"owner": None}, False),
        ({"schedule": (ScheduleWord.CRON,)}, {"schedule": CRON}, True),
        ({"schedule": (ScheduleWord.CRON,)}, {"schedule": PAUSED}, True),
        ({"schedule": (ScheduleWord.CRON,)}, {"schedule": WATCHER}, False),
        ({"schedule": (ScheduleWord.CRON,)}, {}, False),
        ({"schedule": (ScheduleWord.CONTINUOUS, ScheduleWord.CRON)}, {"schedule": ALWAYS}, True),
        ({"schedule": (ScheduleWord.PAUSED,)}, {"schedule": PAUSED}, True),
        ({"schedule": (ScheduleWord.PAUSED,)}, {"schedule": CRON}, False),
        ({"schedule": (ScheduleWord.ACTIVE,)}, {"schedule": CRON}, True),
        ({"schedule": (ScheduleWord.ACTIVE,)}, {"schedule": PAUSED}, False),
        ({"schedule": (ScheduleWord.ACTIVE,)}, {}, False),
        ({"schedule": (ScheduleWord.NONE,)}, {}, True),
        ({"schedule": (ScheduleWord.NONE,)}, {"schedule": PAUSED}, False),
        ({"schedule": (ScheduleWord.TRIGGER,)}, {"schedule": STRANGE}, True),
        ({"kinds": (DependentKind.JOB,)}, {}, True),
        ({"kinds": (DependentKind.PIPELINE, DependentKind.POLICY)}, {}, False),
        ({"kinds": (DependentKind.FILE,)}, {}, False),
        ({"kinds": (DependentKind.FILE,)}, {"shares": DependentKind.FILE}, True),
        ({"kinds": (DependentKind.JOB,)}, {"shares": DependentKind.FILE}, True),
        ({"libraries": ("my-lib",)}, {}, True),
        ({"libraries": ("My.Lib",)}, {}, True),
        ({"libraries": ("my_*",)}, {}, True),
        ({"libraries": ("other", "lib")}, {}, False),
        ({"steps": (Step.MINOR, Step.MAJOR)}, {}, True),
        ({"steps": (Step.PATCH,)}, {}, False),
        # one that does not match is enough
        ({"jobs": ("nightly-*",), "owners": ("ana@*",), "steps": (Step.MINOR,)}, {}, True),
        ({"jobs": ("nightly-*",), "owners": ("ben@*",), "steps": (Step.MINOR,)}, {}, False),
        ({}, {}, False),
    ],
    ids=str,
)  # fmt: skip
def test_each_matcher(rule: dict[str, Any], values: dict[str, Any], *, expected: bool) -> None:
    assert matched(Rule(**rule, hold=True), **values) is expected


def test_a_rule_on_steps_says_nothing_of_what_floats() -> None:
    assert not matched(Rule(steps=tuple(Step)), change=None)


def test_what_does_not_match_is_named() -> None:
    rule = Rule(jobs=("*",), owners=("ben@*",), kinds=(DependentKind.FILE,))
    subject = Subject(dependent=a_job(), release=RELEASE, change=None)
    assert list(unmet(rule, subject)) == ["owners", "kinds"]


@pytest.mark.parametrize(
    ("rule", "text", "release", "values", "reason"),
    [
        ({"pre": True}, PIN, "1.5.0rc1", {}, "allowed"),
        ({"pre": False}, PIN, "1.5.0rc1", {}, "prerelease"),
        ({"index_pins": "rewrite"}, "lib==1.4.2", "1.5.0", {}, "allowed"),
        ({"index_pins": "hold"}, "lib==1.4.2", "1.5.0", {}, "index-pin"),
        ({"include_bundle_managed": True}, PIN, "1.5.0", {"managed_by": BUNDLE}, "allowed"),
        ({"include_bundle_managed": False}, PIN, "1.5.0", {"managed_by": BUNDLE},
         "managed-by-bundle"),
        ({"allow": Limit.MAJOR}, PIN, "2.0.0", {}, "allowed"),
        ({"hold": True, "reason": "no"}, PIN, "1.5.0", {}, "held-by-rule"),
        ({"soak": Soak(minor="24h")}, PIN, "1.5.0", {}, "soaking"),
        ({"soak": Soak(minor="24h")}, PIN, "1.4.3", {}, "allowed"),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("other_way", [False, True])
def test_each_setting_of_a_rule_counts_whatever_the_policy_says(
    decided: Decided,
    rule: dict[str, Any],
    text: str,
    release: str,
    values: dict[str, Any],
    reason: str,
    *,
    other_way: bool,
) -> None:
    [name] = set(rule) - {"reason"}
    opposite = {True: False, False: True, "hold": "rewrite", "rewrite": "hold"}
    policy: dict[str, object] = {"rules": (Rule(jobs=("*",), **rule),)}
    if other_way and name != "hold" and rule[name] in opposite.keys() - {None}:
        policy[name] = opposite[rule[name]]
    assert decided(text, release, policy=policy, **values).reason.value == reason


@pytest.mark.parametrize(
    ("rule", "text", "release", "values", "hint"),
    [
        ({"pre": False}, PIN, "1.5.0rc1", {}, "rules[1] (careful) says pre = false"),
        ({"index_pins": "hold"}, "lib==1.4.2", "1.5.0", {}, "change rules[1] (careful)"),
        ({"include_bundle_managed": False}, PIN, "1.5.0", {"managed_by": BUNDLE},
         "change rules[1] (careful)"),
        ({"allow": Limit.PATCH}, PIN, "1.5.0", {}, "rules[1] (careful) is the limit"),
        ({"hold": True}, PIN, "1.5.0", {}, "change rules[1] in the configuration"),
    ],
    ids=str,
)  # fmt: skip
def test_the_hint_names_the_rule_and_not_an_option_that_would_not_help(
    decided: Decided,
    rule: dict[str, Any],
    text: str,
    release: str,
    values: dict[str, Any],
    hint: str,
) -> None:
    rules = (Rule(jobs=("other",), pre=True), Rule(jobs=("*",), reason="careful", **rule))
    found = decided(text, release, policy={"rules": rules}, **values)
    assert hint in (found.hint or "")
    assert "--" not in (found.hint or "")


def test_index_pins_of_a_rule_are_what_is_written(decided: Decided) -> None:
    rules = (Rule(jobs=("nightly-*",), index_pins="replace"),)
    found = decided("lib==1.4.2", policy={"rules": rules, "index_pins": "rewrite"})
    assert found.to == "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl"


def test_what_no_path_can_stand_for_is_held_whatever_a_rule_says(decided: Decided) -> None:
    rules = (Rule(jobs=("nightly-*",), index_pins="replace"),)
    coordinates: dict[str, Any] = {"kind": ArtifactKind.JAR, "slot": Slot.MAVEN}
    found = decided("com.acme:lib:1.4.2", **coordinates, policy={"rules": rules})
    assert (found.reason, found.to) == (Reason.INDEX_PIN, None)
    assert found.explanation.startswith("a path cannot take its place: only a wheel")


SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "allow": st.none() | st.sampled_from(Limit),
    "pre": st.none() | st.booleans(),
    "hold": st.none() | st.booleans(),
    "index_pins": st.none() | st.sampled_from(["hold", "rewrite", "replace"]),
    "include_bundle_managed": st.none() | st.booleans(),
    "soak": st.none() | st.builds(Soak, minor=st.sampled_from(["0h", "24h"])),
}
MATCHING: dict[str, st.SearchStrategy[Any]] = {
    "jobs": st.sampled_from([(), ("*",), ("nightly-*",), ("other",), ("17", "18")]),
    "exclude": st.sampled_from([(), ("other",), ("*score",), ("17",)]),
    "tags": st.sampled_from([(), ("team",), ("team=sales",), ("tier",)]),
    "owners": st.sampled_from([(), ("ana@*",), ("ben@*",)]),
    "kinds": st.sampled_from([(), (DependentKind.JOB,), (DependentKind.FILE,)]),
    "schedule": st.sampled_from([(), (ScheduleWord.CRON,), (ScheduleWord.NONE,)]),
    "libraries": st.sampled_from([(), ("my-*",), ("other",)]),
    "steps": st.sampled_from([(), (Step.MINOR,), (Step.PATCH,)]),
}
RULES = st.lists(st.builds(Rule, **SETTINGS, **MATCHING), max_size=6).map(tuple)
TAGS = st.sampled_from(
    [{}, {"apparate": "hold"}, {"apparate": "patch"}, {"apparate-my.lib": "major"}]
)
SUBJECT = Subject(
    dependent=a_job(tags={"team": "sales"}, schedule=CRON), release=RELEASE, change=MINOR_STEP
)


@given(RULES)
def test_of_each_setting_the_last_rule_that_matches_and_says_it_wins(
    rules: tuple[Rule, ...],
) -> None:
    found = in_force(SUBJECT, Policy(rules=rules))
    for name in RULE_SETTINGS:
        saying = [
            index
            for index, rule in enumerate(rules)
            if matches(rule, SUBJECT) and getattr(rule, name) is not None
        ]
        setting = getattr(found, name)
        assert setting.rule == (saying[-1] if saying else None)
        expected = getattr(rules[saying[-1]] if saying else Policy(), name, False)
        assert setting.value == expected


@given(RULES, RULES)
def test_a_rule_at_the_end_that_says_everything_has_the_last_word(
    rules: tuple[Rule, ...], more: tuple[Rule, ...]
) -> None:
    last = Rule(
        jobs=("*",),
        allow=Limit.MINOR,
        pre=False,
        hold=False,
        index_pins="hold",
        include_bundle_managed=False,
        soak=Soak(),
    )
    one = in_force(SUBJECT, Policy(rules=(*rules, last)))
    other = in_force(SUBJECT, Policy(rules=(*more, last)))
    values = [[getattr(found, name).value for name in RULE_SETTINGS] for found in (one, other)]
    assert values[0] == values[1]


@given(RULES, TAGS)
def test_a_tag_wins_over_every_rule(rules: tuple[Rule, ...], tags: dict[str, str]) -> None:
    subject = Subject(dependent=a_job(tags=tags), release=RELEASE, change=MINOR_STEP)
    found = in_force(subject, Policy(rules=rules))
    value = next(iter(tags.values()), None)
    if value is None:
        assert (found.hold.tag, found.allow.tag) == (None, None)
    elif value == "hold":
        assert found.hold.value is True
        assert found.hold.tag is not None
    else:
        assert (found.hold.value, found.allow.value) == (False, Limit(value))


@given(RULES, st.sampled_from(["nightly-score", "17", "*-score", "*"]))
def test_what_is_excluded_is_never_matched(rules: tuple[Rule, ...], pattern: str) -> None:
    for rule in rules:
        fields = {name: getattr(rule, name) for name in MATCHERS}
        excluding = Rule(**fields | {"exclude": (*rule.exclude, pattern)}, hold=True)
        assert not matches(excluding, SUBJECT)


@given(RULES, st.sampled_from(MATCHERS))
def test_a_matcher_more_never_matches_more(rules: tuple[Rule, ...], name: str) -> None:
    for rule in rules:
        fields = {one: getattr(rule, one) for one in MATCHERS}
        fewer = Rule(**fields | {name: ()})
        others = any(fields[one] for one in MATCHERS if one != name)
        if matches(rule, SUBJECT) and others:
            assert matches(fewer, SUBJECT)


def test_rules_look_at_the_users_of_a_file(
    job: Callable[..., Dependent], released: Callable[..., Release]
) -> None:
    """Owner and schedule, too: see the tests of shared files for names and tags."""
    subject = Subject(
        dependent=job(owner="ana@example.com", schedule=CRON, shares=DependentKind.FILE),
        release=released(),
        change=None,
    )
    rule = Rule(owners=("ana@*",), schedule=(ScheduleWord.CRON,), kinds=(DependentKind.FILE,))
    assert matches(rule, subject)
