"""Soak and freeze: what the clock holds back, and from when on it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.model.plans.plan import PlannedPin, WorkspaceIdentity
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.policies.policy import Policy, Rule
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Change, Limit, Step, change_between
from apparate_ng.model.releases.versions import parse_version
from apparate_ng.planning.planner import Occasion, make_plan
from apparate_ng.planning.selection import Selection

Decided = Callable[..., PlannedPin]

PIN = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
NOW = datetime(2026, 12, 21, 12, tzinfo=timezone.utc)
DAY = Soak(patch="0h", minor="24h")
YEAR_END = "2026-12-20..2027-01-03"


def stored(**ago: int) -> Timing:
    return Timing(now=NOW, in_store=True, stored_at=NOW - timedelta(**ago))


@pytest.mark.parametrize(
    ("timing", "reason"),
    [
        (stored(hours=24), "allowed"),
        (stored(days=30), "allowed"),
        (stored(hours=23, minutes=59), "soaking"),
        (stored(), "soaking"),
        (stored(hours=-1), "soaking"),
        (Timing(now=NOW), "soaking"),
        (Timing(now=NOW, in_store=True), "soaking"),
        (None, "soaking"),
    ],
    ids=[
        "a day",
        "a month",
        "almost",
        "just now",
        "ahead",
        "not there",
        "nobody knows",
        "no clock",
    ],
)
def test_a_release_has_to_lie_in_the_store_for_a_while(
    decided: Decided, timing: Timing | None, reason: str
) -> None:
    assert decided(PIN, "1.5.0", policy={"soak": DAY}, timing=timing).reason.value == reason
    assert decided(PIN, "1.4.3", policy={"soak": DAY}, timing=timing).reason.value == "allowed"


@pytest.mark.parametrize(
    ("soak", "old", "new", "wanted"),
    [
        (DAY, "1.4.2", "1.4.3", "0h"),
        (DAY, "1.4.2", "1.4.2.post1", "0h"),
        (DAY, "1.5.0rc1", "1.5.0", "0h"),
        (DAY, "1.4.2", "1.5.0", "24h"),
        (DAY, "1.4.2", "2.0.0", "24h"),
        (DAY, "1.4.2", "1!1.0", "24h"),
        (DAY, "0.1.9", "0.2.0", "24h"),
        (Soak(minor="24h", major="7d"), "0.1.9", "0.2.0", "7d"),
        (Soak(minor="24h", major="7d"), "0.0.3", "0.0.4", "7d"),
        (Soak(minor="24h", major="7d"), "1.4.2", "1.5.0", "24h"),
        (Soak(minor="24h", major="7d"), "1.4.2", "2.0.0", "7d"),
        (Soak(patch="2h"), "1.4.2", "1.5.0", "2h"),
        (Soak(patch="2h"), "1.4.2", "2.0.0", "2h"),
        (Soak(major="7d"), "1.4.2", "1.5.0", "0s"),
        (Soak(patch="2h", minor="0h"), "1.4.2", "1.5.0", "0h"),
        (Soak(patch="2h", minor="24h"), "1.5.0", "1.4.2", "0s"),
    ],
    ids=str,
)
def test_how_long_each_step_waits(soak: Soak, old: str, new: str, wanted: str) -> None:
    pinned, release = (parse_version(text, Ecosystem.PYTHON) for text in (old, new))
    assert soak.wanted(change_between(pinned, release)) == wanted


@given(
    st.builds(
        Soak, minor=st.sampled_from([None, "0h", "24h"]), major=st.sampled_from([None, "7d"])
    ),
    st.sampled_from([Step.PATCH, Step.POST, Step.PRERELEASE, Step.LOCAL, Step.DOWNGRADE]),
)
def test_a_small_step_waits_only_where_it_is_said(soak: Soak, step: Step) -> None:
    assert soak.wanted(Change(step=step, size=Step.PATCH, breaking=False)) == "0s"


def test_the_hint_says_from_when_on_it_may_move(decided: Decided) -> None:
    found = decided(PIN, "1.5.0", policy={"soak": DAY}, timing=stored(hours=3))
    assert found.explanation == (
        "a minor step waits until the release has been in the store for 24h:"
        " it came there 2026-12-21 09:00 UTC"
    )
    assert found.hint == "it may move from 2026-12-22 09:00 UTC on"


def test_what_is_not_there_yet_is_to_be_put_there(decided: Decided) -> None:
    found = decided(PIN, "1.5.0", policy={"soak": DAY}, timing=Timing(now=NOW))
    assert "apparate upload" in (found.hint or "")


def test_a_wait_that_would_end_in_a_freeze_ends_after_it(decided: Decided) -> None:
    policy = {"soak": DAY, "freeze": ("2026-12-22..2027-01-03",)}
    assert decided(PIN, "1.5.0", policy=policy, timing=stored(hours=3)).hint == (
        "it may move from 2027-01-04 00:00 UTC on"
    )
    overridden = {**policy, "override_freeze": "hotfix 12"}
    assert decided(PIN, "1.5.0", policy=overridden, timing=stored(hours=3)).hint == (
        "it may move from 2026-12-22 09:00 UTC on"
    )


def test_the_rule_that_makes_it_wait_is_named(decided: Decided) -> None:
    rule = Rule(jobs=("*",), soak=Soak(patch="7d"), reason="tier 1")
    found = decided(PIN, "1.4.3", policy={"rules": (rule,)}, timing=stored(days=1))
    assert "for 7d, by rules[0] (tier 1): it came there" in found.explanation


def test_a_rule_can_let_it_go_at_once(decided: Decided) -> None:
    policy = {"soak": DAY, "rules": (Rule(jobs=("nightly-*",), soak=Soak()),)}
    assert decided(PIN, "1.5.0", policy=policy, timing=Timing(now=NOW)).reason.value == "allowed"


@pytest.mark.parametrize(
    ("freeze", "timing", "override", "reason"),
    [
        ((YEAR_END,), Timing(now=NOW), None, "frozen"),
        (("2026-12-24", YEAR_END), Timing(now=NOW), None, "frozen"),
        (("2026-12-24",), Timing(now=NOW), None, "allowed"),
        ((), Timing(now=NOW), None, "allowed"),
        ((YEAR_END,), Timing(now=NOW), "hotfix 12", "allowed"),
        ((YEAR_END,), None, None, "frozen"),
        ((YEAR_END,), None, "hotfix 12", "allowed"),
    ],
)
def test_a_freeze_holds_everything(
    decided: Decided,
    freeze: tuple[str, ...],
    timing: Timing | None,
    override: str | None,
    reason: str,
) -> None:
    policy = {"freeze": freeze, "override_freeze": override}
    for text, more in [(PIN, {}), ("lib==1.4.2", {"index_pins": "rewrite"})]:
        found = decided(text, "1.5.0", policy={**policy, **more}, timing=timing)
        assert found.reason.value == reason


def test_a_freeze_says_when_it_ends_and_how_it_is_overridden(decided: Decided) -> None:
    found = decided(PIN, policy={"freeze": (YEAR_END,)}, timing=Timing(now=NOW))
    assert YEAR_END in found.explanation
    assert found.hint == (
        "it may move from 2027-01-04 00:00 UTC on; else add --override-freeze REASON"
    )


@pytest.mark.parametrize(
    ("release", "values", "reason"),
    [
        ("1.4.2", {}, "same-version"),
        ("1.4.1", {}, "newer-version"),
        ("2.0.0", {}, "breaking-step"),
        ("1.5.0", {"tags": {"apparate": "hold"}}, "pinned-by-tag"),
    ],
)
def test_what_would_not_move_anyway_does_not_wait(
    decided: Decided, release: str, values: dict[str, Any], reason: str
) -> None:
    policy = {"freeze": (YEAR_END,), "soak": DAY, "allow": Limit.MINOR}
    found = decided(PIN, release, policy=policy, timing=Timing(now=NOW), **values)
    assert found.reason.value == reason


@pytest.mark.parametrize(
    ("freeze", "override", "timing", "texts"),
    [
        (YEAR_END, "hotfix 12", Timing(now=NOW), [f"the freeze {YEAR_END} does not hold this: hotfix 12"]),
        (YEAR_END, None, Timing(now=NOW), []),
        ("2026-12-24", "hotfix 12", Timing(now=NOW), []),
        (YEAR_END, "hotfix 12", None, []),
    ],
)  # fmt: skip
def test_the_plan_warns_where_a_freeze_is_overridden(
    released: Callable[..., Release],
    freeze: str,
    override: str | None,
    timing: Timing | None,
    texts: list[str],
) -> None:
    occasion = Occasion(
        id="1",
        created_at="2026-12-21T12:00:00Z",
        tool_version="0",
        workspace=WorkspaceIdentity(host="https://example.com", identity=None),
        timing=timing,
    )
    policy = Policy(freeze=(freeze,), override_freeze=override)
    nothing = Survey(scanned={}, dependents=())
    plan = make_plan(released(), nothing, policy, Selection(), occasion)
    assert [(one.code, one.text) for one in plan.warnings] == [
        ("freeze-overridden", text) for text in texts
    ]
