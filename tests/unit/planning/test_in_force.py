"""What is in force for a pin: tags before rules before the general policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from apparate_ng.model.dependents.dependent import Dependent
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.policies.policy import Policy, Rule
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Limit, Step
from apparate_ng.planning.in_force import in_force
from apparate_ng.planning.matching import Subject

PIN = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
PATCH, MINOR, MAJOR = Limit.PATCH, Limit.MINOR, Limit.MAJOR

Decided = Callable[..., PlannedPin]


@pytest.mark.parametrize(
    ("tags", "release", "reason"),
    [
        ({"apparate": "hold"}, "1.4.3", "pinned-by-tag"),
        ({"apparate": "patch"}, "1.4.3", "allowed"),
        ({"apparate": "patch"}, "1.5.0", "step-above-limit"),
        ({"apparate": "minor"}, "1.5.0", "allowed"),
        ({"apparate": "minor"}, "2.0.0", "breaking-step"),
        ({"apparate": "major"}, "2.0.0", "allowed"),
        ({"apparate-lib": "hold"}, "1.4.3", "pinned-by-tag"),
        ({"apparate-lib": "major"}, "2.0.0", "allowed"),
        ({"apparate-lib": "major", "apparate": "hold"}, "2.0.0", "allowed"),
        ({"apparate-lib": "hold", "apparate": "major"}, "1.4.3", "pinned-by-tag"),
        ({"apparate-other": "hold"}, "1.5.0", "allowed"),
        ({"apparate-lib-extra": "hold"}, "1.5.0", "allowed"),
        ({"apparate-LIB": "hold"}, "1.4.3", "pinned-by-tag"),
        ({"apparate": "whatever"}, "1.5.0", "allowed"),
        ({"apparate-lib": "whatever", "apparate": "hold"}, "1.4.3", "pinned-by-tag"),
        ({"apparate-lib": "whatever", "apparate": "patch"}, "1.5.0", "step-above-limit"),
        ({"apparate-": "hold", "xapparate": "hold", "team": "hold"}, "1.5.0", "allowed"),
    ],
    ids=str,
)
def test_a_jobs_own_tags(decided: Decided, tags: dict[str, str], release: str, reason: str) -> None:
    assert decided(PIN, release, tags=tags).reason.value == reason


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ((Rule(jobs=("nightly-*",), allow=PATCH),), "step-above-limit"),
        ((Rule(jobs=("finance-*",), allow=PATCH),), "allowed"),
        ((Rule(jobs=("finance-*", "nightly-*"), allow=PATCH),), "step-above-limit"),
        ((Rule(jobs=("17",), hold=True),), "held-by-rule"),
        ((Rule(jobs=("1*",), hold=True),), "held-by-rule"),
        ((Rule(jobs=("NIGHTLY-*",), hold=True),), "allowed"),
        ((Rule(jobs=("*",), hold=True), Rule(jobs=("nightly-*",), hold=False)), "allowed"),
        # setting by setting: a later rule that says nothing of it leaves it as it is
        ((Rule(jobs=("*",), hold=True), Rule(jobs=("nightly-*",), allow=MINOR)), "held-by-rule"),
        ((Rule(jobs=("*",), allow=PATCH), Rule(jobs=("*",), pre=True)), "step-above-limit"),
        ((Rule(jobs=("*",), allow=PATCH), Rule(jobs=("*",), allow=MAJOR)), "allowed"),
        ((Rule(jobs=("*",), allow=MAJOR), Rule(jobs=("*",), allow=PATCH)), "step-above-limit"),
        ((Rule(jobs=("nightly-*",), allow=MINOR), Rule(jobs=("*",), hold=True)), "held-by-rule"),
        ((Rule(jobs=("*",), hold=True), Rule(jobs=("nightly-score",))), "held-by-rule"),
        ((Rule(jobs=("*",), hold=True, allow=MAJOR),), "held-by-rule"),
        ((Rule(jobs=(), hold=True),), "allowed"),
    ],
    ids=str,
)
def test_later_rules_win(decided: Decided, rules: tuple[Rule, ...], reason: str) -> None:
    assert decided(PIN, "1.5.0", policy={"rules": rules}).reason.value == reason


def test_a_rule_names_a_job_whose_name_looks_like_a_glob(decided: Decided) -> None:
    rule = Rule(jobs=("[prod] score",), hold=True)
    found = decided(PIN, "1.5.0", policy={"rules": (rule,)}, name="[prod] score")
    assert found.reason.value == "held-by-rule"


@pytest.mark.parametrize(
    ("tag", "reason"),
    [("minor", "allowed"), ("hold", "pinned-by-tag"), ("patch", "step-above-limit")],
)
def test_a_tag_wins_over_a_rule(decided: Decided, tag: str, reason: str) -> None:
    rules = (Rule(jobs=("*",), hold=True),)
    found = decided(PIN, "1.5.0", policy={"rules": rules}, tags={"apparate": tag})
    assert found.reason.value == reason


@pytest.mark.parametrize(
    ("values", "rules", "hint"),
    [
        ({}, (), "--allow minor"),
        ({"tags": {"apparate": "patch"}}, (), "the job's tag apparate=patch is the limit"),
        ({"tags": {"apparate-lib": "patch"}}, (), "tag apparate-lib=patch"),
        ({}, (Rule(jobs=("*",), allow=PATCH, reason="month-end close"),), "month-end close"),
        ({}, (Rule(jobs=("*",), allow=PATCH),), "rules[0] is the limit"),
        # this rule sets no limit: what is in force is `--allow`
        ({}, (Rule(jobs=("*",), reason="x"),), "--allow minor"),
    ],
)
def test_the_hint_names_what_limits(
    decided: Decided, values: dict[str, Any], rules: tuple[Rule, ...], hint: str
) -> None:
    found = decided(PIN, "1.5.0", policy={"allow": PATCH, "rules": rules}, **values)
    assert found.reason.value == "step-above-limit"
    assert hint in (found.hint or "")


@pytest.mark.parametrize(
    ("tag", "reason"), [("patch", "step-above-limit"), ("minor", "allowed"), ("major", "allowed")]
)
def test_the_jobs_own_limit_holds_on_the_way_down_too(
    decided: Decided, tag: str, reason: str
) -> None:
    found = decided(PIN, "1.1.0", policy={"allow_downgrade": True}, tags={"apparate": tag})
    assert (found.reason.value, found.step) == (reason, Step.DOWNGRADE)
    if reason != "allowed":
        assert found.explanation == "a downgrade as large as a minor step, and the limit is patch"
        assert "the job's tag apparate=patch is the limit: change it to minor" in (found.hint or "")


def test_a_rule_that_holds_says_why(decided: Decided) -> None:
    with_reason = Rule(jobs=("*",), hold=True, reason="month-end close")
    found = decided(PIN, policy={"rules": (with_reason,)})
    assert "month-end close" in found.explanation
    assert decided(PIN, policy={"rules": (Rule(jobs=("*",), hold=True),)}).explanation


def test_a_tag_names_a_jar_as_written(
    job: Callable[..., Dependent], released: Callable[..., Release]
) -> None:
    release = released("1.5.0", ArtifactKind.JAR)
    holds = [
        in_force(Subject(dependent=one, release=release, change=None), Policy()).hold.value
        for one in (job(tags={"apparate-lib": "hold"}), job(tags={"apparate-Lib": "hold"}))
    ]
    assert holds == [True, False]
