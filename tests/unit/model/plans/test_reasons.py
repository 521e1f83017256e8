"""Reasons are a closed set, and each stands for one decision."""

from __future__ import annotations

from apparate_ng.model.plans.decision import Decision, Reason

CONTRACT = {
    "upgrade": {"allowed"},
    "hold": {
        "breaking-step",
        "step-above-limit",
        "prerelease",
        "local-version",
        "soaking",
        "frozen",
        "python-incompatible",
        "platform-incompatible",
        "entry-point-missing",
        "api-break",
        "unchecked",
        "floating",
        "system-managed",
        "managed-by-bundle",
        "pinned-by-tag",
        "held-by-rule",
        "outside-store",
        "index-pin",
        "kind-changed",
        "needs-restart",
        "shared-file",
        "edited-since",
        "file-gone",
    },
    "current": {"same-version", "newer-version", "in-range"},
    "ignore": {"unversioned", "report-only"},
}


def test_each_reason_belongs_to_its_decision() -> None:
    found: dict[str, set[str]] = {decision.value: set() for decision in Decision}
    for reason in Reason:
        found[reason.decision.value].add(reason.value)
    assert found == CONTRACT
