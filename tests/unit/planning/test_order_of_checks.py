"""Where several reasons hold at once, the contract says which one counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from itertools import combinations
from typing import Any

import pytest

from apparate_ng.model.dependents.dependent import DependentKind, Manager
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.policies.policy import Rule
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.steps import Limit

Decided = Callable[..., PlannedPin]
Scenario = Mapping[str, Any]

IN_ORDER: dict[str, Scenario] = {
    # reason: what brings it about
    "system-managed": {"manager": "SYSTEM_MANAGED"},
    "managed-by-bundle": {"manager": "BUNDLE"},
    "pinned-by-tag": {"tag": "hold"},
    "held-by-rule": {"rule": True},
    "outside-store": {"folder": "/Workspace/Users/ana@example.com"},
    "index-pin": {"form": "requirement"},
    "kind-changed": {"form": "egg"},
    "needs-restart": {"cluster": True},
    "floating": {"form": "range"},
    "breaking-step": {"major": True},
    "step-above-limit": {"minor": True, "allow": Limit.PATCH},
    "prerelease": {"pre": True},
    "local-version": {"local": True},
    "soaking": {"soak": True, "minor": True},
    "frozen": {"freeze": True},
}
NEVER_BOTH = {
    *combinations(("system-managed", "managed-by-bundle"), 2),
    *combinations(("outside-store", "index-pin"), 2),
    ("outside-store", "floating"),
    *combinations(("index-pin", "kind-changed", "floating"), 2),
    *(("floating", step) for step in ("breaking-step", "step-above-limit", "prerelease")),
    ("floating", "local-version"),
    ("floating", "soaking"),
    ("local-version", "soaking"),
    *((step, "local-version") for step in ("breaking-step", "step-above-limit", "prerelease")),
}
PAIRS = [pair for pair in combinations(IN_ORDER, 2) if pair not in NEVER_BOTH]

FORMS = {
    "wheel": "{folder}/lib-{version}-py3-none-any.whl",
    "egg": "{folder}/lib-{version}-py3.9.egg",
    "requirement": "lib=={version}",
    "range": "lib~=1.4.0",
}


def release_of(scenario: Scenario) -> str:
    if scenario.get("local"):
        return "1.4.2+gabc"
    number = "2.0.0" if scenario.get("major") else "1.5.0" if scenario.get("minor") else "1.4.9"
    if scenario.get("form") == "range":
        number = "1.5.0"
    return number + ("rc1" if scenario.get("pre") else "")


def asked(decided: Decided, scenario: Scenario, *, text: str = "", release: str = "") -> PlannedPin:
    folder = scenario.get("folder", "/Workspace/Shared/libraries")
    form = FORMS[scenario.get("form", "wheel")]
    hold = Rule(jobs=("*",), hold=True, reason="month-end close")
    manager = scenario.get("manager")
    return decided(
        text or form.format(folder=folder, version="1.4.2"),
        release or release_of(scenario),
        policy={
            "allow": scenario.get("allow", Limit.MINOR),
            "rules": (hold,) if "rule" in scenario else (),
            "soak": Soak(minor="24h") if "soak" in scenario else None,
            "freeze": ("2026-12-20..2027-01-03",) if "freeze" in scenario else (),
        },
        tags={"apparate": scenario["tag"]} if "tag" in scenario else {},
        timing=Timing(now=datetime(2026, 12, 24, tzinfo=timezone.utc)),
        managed_by=Manager(kind=manager) if manager else None,
        kind_of_dependent=DependentKind.CLUSTER if "cluster" in scenario else DependentKind.JOB,
    )


@pytest.mark.parametrize("reason", IN_ORDER)
def test_each_reason_by_itself(decided: Decided, reason: str) -> None:
    found = asked(decided, IN_ORDER[reason])
    assert (found.decision.value, found.reason.value) == ("hold", reason)
    assert (found.to, found.to_version) == (None, None)


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=map(" before ".join, PAIRS))
def test_the_earlier_reason_counts(decided: Decided, first: str, second: str) -> None:
    both = {**IN_ORDER[second], **IN_ORDER[first]}
    assert asked(decided, both).reason.value == first


BEFORE_ALL = {
    # reason: an entry that has it on the way to 1.4.2
    "unversioned": "{folder}/lib-latest.whl",
    "same-version": "{folder}/lib-1.4.2-py3-none-any.whl",
    "newer-version": "{folder}/lib-1.9.0-py3-none-any.whl",
    "in-range": "lib>=1.4",
    "report-only": "{folder}/lib.wheelhouse.zip",
}
HOLDING = list(IN_ORDER)[: list(IN_ORDER).index("kind-changed") + 1]


@pytest.mark.parametrize("reason", BEFORE_ALL)
@pytest.mark.parametrize("hold", HOLDING)
def test_what_is_there_already_is_never_held(decided: Decided, hold: str, reason: str) -> None:
    scenario = IN_ORDER[hold]
    folder = scenario.get("folder", "/Workspace/Shared/libraries")
    text = BEFORE_ALL[reason].format(folder=folder)
    found = asked(decided, scenario, text=text, release="1.4.2")
    assert found.reason.value == reason
    assert found.decision.value in {"current", "ignore"}
