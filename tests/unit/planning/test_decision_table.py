"""The decision table: section 3 of the contract, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.releases.steps import Limit, Step, ZeroMajor

Decided = Callable[..., PlannedPin]

NOTHING: dict[str, Any] = {}
MAJOR: dict[str, Any] = {"allow": Limit.MAJOR}
MINOR: dict[str, Any] = {"allow": Limit.MINOR}
PATCH: dict[str, Any] = {"allow": Limit.PATCH}
PRE: dict[str, Any] = {"pre": True}
DOWN: dict[str, Any] = {"allow_downgrade": True}
RELAXED: dict[str, Any] = {"zero_major": ZeroMajor.RELAXED}

TABLE = [
    # from a pin to a release with these options: step, whether breaking, decision, reason
    ("1.4.2", "1.4.3", NOTHING, "patch", False, "upgrade", "allowed"),
    ("1.4.2", "1.4.10", NOTHING, "patch", False, "upgrade", "allowed"),
    ("1.4.2", "1.5.0", NOTHING, "minor", False, "upgrade", "allowed"),
    ("1.4.2", "2.0.0", NOTHING, "major", True, "hold", "breaking-step"),
    ("1.4.2", "2.0.0", MAJOR, "major", True, "upgrade", "allowed"),
    ("0.1.9", "0.1.10", NOTHING, "patch", False, "upgrade", "allowed"),
    ("0.1.9", "0.2.0", NOTHING, "minor", True, "hold", "breaking-step"),
    ("0.1.9", "0.2.0", MAJOR, "minor", True, "upgrade", "allowed"),
    ("0.1.9", "0.2.0", RELAXED, "minor", False, "upgrade", "allowed"),
    ("0.0.3", "0.0.4", PATCH, "patch", True, "hold", "breaking-step"),
    ("0.9.0", "1.0.0", NOTHING, "major", True, "hold", "breaking-step"),
    ("0.9.0", "1.0.0", RELAXED, "major", True, "hold", "breaking-step"),
    ("1.4.2", "1.5.0rc1", NOTHING, "minor", False, "hold", "prerelease"),
    ("1.4.2", "1.5.0.dev3", NOTHING, "minor", False, "hold", "prerelease"),
    ("1.4.2", "1.5.0rc1", PRE, "minor", False, "upgrade", "allowed"),
    ("1.4.2", "1.5.0.dev3", PRE, "minor", False, "upgrade", "allowed"),
    ("1.5.0rc1", "1.5.0rc2", NOTHING, "prerelease", False, "upgrade", "allowed"),
    ("1.5.0rc1", "1.5.0", NOTHING, "prerelease", False, "upgrade", "allowed"),
    ("1.5.0.dev3", "1.5.0rc1", NOTHING, "prerelease", False, "upgrade", "allowed"),
    ("1.5.0rc1", "1.6.0a1", NOTHING, "minor", False, "hold", "prerelease"),
    ("1.5.0rc1", "1.6.0", NOTHING, "minor", False, "upgrade", "allowed"),
    ("1.5.0", "1.5.0.post1.dev1", NOTHING, "prerelease", False, "hold", "prerelease"),
    ("1.4.2", "1.4.2.post1", NOTHING, "post", False, "upgrade", "allowed"),
    ("1.4.2", "1.4.2+gabc", NOTHING, "local", False, "hold", "local-version"),
    ("1.4.2", "1.4.2+gabc", MAJOR, "local", False, "hold", "local-version"),
    ("1.4.2", "1!1.0", NOTHING, "epoch", True, "hold", "breaking-step"),
    ("1.4.2", "1!1.0", MAJOR, "epoch", True, "upgrade", "allowed"),
    ("1.4.2", "2026.1", NOTHING, "major", True, "hold", "breaking-step"),
    ("1.5.0", "1.4.9", NOTHING, "downgrade", False, "current", "newer-version"),
    ("1.5.0", "1.4.9", DOWN, "downgrade", False, "upgrade", "allowed"),
    # the limit holds whichever way a step goes
    ("1.9.0", "1.4.2", DOWN | PATCH, "downgrade", False, "hold", "step-above-limit"),
    ("1.9.0", "1.4.2", PATCH, "downgrade", False, "current", "newer-version"),
    ("1.4.3", "1.4.2", DOWN | PATCH, "downgrade", False, "upgrade", "allowed"),
    ("2.0.0", "1.4.2", DOWN | MINOR, "downgrade", True, "hold", "breaking-step"),
    ("2.0.0", "1.4.2", DOWN | MAJOR, "downgrade", True, "upgrade", "allowed"),
    ("0.2.0", "0.1.9", DOWN | RELAXED | PATCH, "downgrade", False, "hold", "step-above-limit"),
    ("0.2.0", "0.1.9", DOWN | RELAXED, "downgrade", False, "upgrade", "allowed"),
    ("1.5.0", "1.5.0rc1", PRE, "downgrade", False, "current", "newer-version"),
    ("1.4.2", "1.4.2", NOTHING, "none", False, "current", "same-version"),
    ("1.4.2", "1.4.2", DOWN, "none", False, "current", "same-version"),
    ("1.4", "1.4.0", NOTHING, "none", False, "current", "same-version"),
    ("1.4.2", "1.5.0", PATCH, "minor", False, "hold", "step-above-limit"),
    ("1.4.2", "1.4.3", PATCH, "patch", False, "upgrade", "allowed"),
    ("1.5.0rc1", "1.5.0", PATCH, "prerelease", False, "upgrade", "allowed"),
    ("lib>=1.4,<2", "1.5.0", NOTHING, None, False, "current", "in-range"),
    ("lib", "1.5.0", NOTHING, None, False, "ignore", "unversioned"),
    ("lib[x]", "1.5.0", NOTHING, None, False, "ignore", "unversioned"),
    ("lib==1.4.*", "1.5.0", NOTHING, None, False, "hold", "floating"),
    ("lib~=1.4.0", "1.5.0", NOTHING, None, False, "hold", "floating"),
    ("lib~=1.4", "1.5.0", NOTHING, None, False, "current", "in-range"),
    ("lib!=1.5.0", "1.5.0", NOTHING, None, False, "hold", "floating"),
    ("lib<1.5", "1.5.0", NOTHING, None, False, "hold", "floating"),
    ("lib>=1.4,<2", "2.0.0", MAJOR, None, False, "hold", "floating"),
    # who asks for finals does not get a prerelease, nor would pip give it
    ("lib>=1.4,<2", "1.5.0rc1", NOTHING, None, False, "hold", "floating"),
    ("lib>=1.5.0rc1,<2", "1.5.0rc1", NOTHING, None, False, "current", "in-range"),
    # a range that begins above the release is past it
    ("lib>=1.6", "1.5.0", NOTHING, None, False, "current", "newer-version"),
    ("lib>1.5.0", "1.5.0", NOTHING, None, False, "current", "newer-version"),
    ("lib==1.6.*", "1.5.0", NOTHING, None, False, "current", "newer-version"),
    ("lib~=1.6.0", "1.5.0", NOTHING, None, False, "current", "newer-version"),
    ("lib===1.4.2,<2", "1.5.0", NOTHING, None, False, "hold", "floating"),
    (
        "/Workspace/Shared/libraries/lib-latest.whl",
        "1.5.0",
        NOTHING,
        None,
        False,
        "ignore",
        "unversioned",
    ),
    (
        "/Workspace/Shared/libraries/lib-1.4-*.whl",
        "1.5.0",
        NOTHING,
        None,
        False,
        "ignore",
        "unversioned",
    ),
    (
        "/Workspace/Shared/libraries/lib-1.2.3_local.1-py3-none-any.whl",
        "1.5.0",
        NOTHING,
        None,
        False,
        "ignore",
        "unversioned",
    ),
    (
        "/Workspace/Shared/libraries/lib-garbage-py3-none-any.whl",
        "1.5.0",
        NOTHING,
        None,
        False,
        "ignore",
        "unversioned",
    ),
    (
        "/Workspace/Shared/libraries/lib-X.Y.Z-py3-none-any.whl",
        "1.5.0",
        NOTHING,
        None,
        False,
        "ignore",
        "unversioned",
    ),
    (
        "/Workspace/Shared/libraries/lib-garbage-py3.8.egg",
        "1.5.0",
        NOTHING,
        None,
        False,
        "ignore",
        "unversioned",
    ),
    ("lib @ git+https://h/a/lib@1.4.2", "1.5.0", NOTHING, None, False, "ignore", "unversioned"),
    ("git+https://h/a/b@1.4.2#egg=lib", "1.5.0", NOTHING, None, False, "ignore", "unversioned"),
    (
        "/Volumes/${v}/lib-1.4.2-py3-none-any.whl",
        "1.5.0",
        NOTHING,
        None,
        False,
        "ignore",
        "unversioned",
    ),
    (
        "/Workspace/Shared/libraries/lib-1.4.2.wheelhouse.zip",
        "1.5.0",
        NOTHING,
        None,
        False,
        "ignore",
        "report-only",
    ),
    (
        "lib==1.4.2 --hash=sha256:00",
        "1.5.0",
        {"index_pins": "rewrite"},
        "minor",
        False,
        "ignore",
        "report-only",
    ),
    # at the release already, whatever else holds
    ("lib==1.5.0 --hash=sha256:00", "1.5.0", NOTHING, "none", False, "current", "same-version"),
    (
        "lib==1.6.0 --hash=sha256:00",
        "1.5.0",
        NOTHING,
        "downgrade",
        False,
        "current",
        "newer-version",
    ),
    ("lib>=1.4 --hash=sha256:00", "1.5.0", NOTHING, None, False, "current", "in-range"),
]


@pytest.mark.parametrize(
    ("pin", "release", "options", "expected"),
    [(*row[:3], row[3:]) for row in TABLE],
    ids=[f"{row[0].rsplit('/', 1)[-1]} to {row[1]} {' '.join(row[2])}" for row in TABLE],
)
def test_each_row_of_the_contract(
    decided: Decided,
    pin: str,
    release: str,
    options: Mapping[str, Any],
    expected: tuple[str | None, bool, str, str],
) -> None:
    is_version = pin[0].isdigit()
    text = f"/Workspace/Shared/libraries/lib-{pin}-py3-none-any.whl" if is_version else pin
    step, breaking, decision, reason = expected
    found = decided(text, release, policy=options)
    assert (found.decision, found.reason) == (Decision(decision), Reason(reason))
    assert (found.step, found.breaking) == (None if step is None else Step(step), breaking)
    assert found.from_ == text
    if is_version:
        assert found.from_version == pin
    assert found.to_version == (release if decision == "upgrade" else None)
    assert (found.to is not None) == (decision == "upgrade")
    assert found.explanation


def test_the_article_fits_the_word(decided: Decided) -> None:
    path = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
    assert "an epoch step that may break" in decided(path, "1!1.0").explanation
    assert "an epoch step, allowed" in decided(path, "1!1.0", policy=MAJOR).explanation
    assert "a minor step, allowed" in decided(path, "1.5.0").explanation


def test_a_new_numbering_scheme_is_said(decided: Decided) -> None:
    path = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
    assert "numbering scheme changed" in decided(path, "2026.1").explanation
    assert "numbering scheme" not in decided(path, "2.0.0").explanation
    calendar = "/Workspace/Shared/libraries/lib-2025.4-py3-none-any.whl"
    assert "numbering scheme" not in decided(calendar, "2026.1").explanation
