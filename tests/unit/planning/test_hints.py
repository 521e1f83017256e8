"""Hints: following one leads on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from apparate_ng.model.dependents.dependent import Manager
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.steps import Limit

Decided = Callable[..., PlannedPin]

PIN = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
EGG = "/Workspace/Shared/libraries/lib-1.4.2-py3.9.egg"
ELSEWHERE = "/Workspace/Users/ana@example.com/lib-1.4.2-py3-none-any.whl"
BUNDLE = Manager(kind="BUNDLE", metadata_file_path="/Workspace/b/state/metadata.json")
STORES = ("/Workspace/Shared/libraries", "/Workspace/Users/ana@example.com")


@pytest.mark.parametrize(
    ("text", "release", "managed_by", "reason", "hint", "followed"),
    [
        (PIN, "2.0.0", None, "breaking-step", "--allow major", {"allow": Limit.MAJOR}),
        (PIN, "1.5.0rc1", None, "prerelease", "--pre", {"pre": True}),
        (
            PIN,
            "1.5.0",
            BUNDLE,
            "managed-by-bundle",
            "--include-bundle-managed",
            {"include_bundle_managed": True},
        ),
        (EGG, "1.5.0", None, "kind-changed", "--replace-eggs", {"replace_eggs": True}),
        (
            "lib==1.4.2",
            "1.5.0",
            None,
            "index-pin",
            'index_pins = "rewrite"',
            {"index_pins": "rewrite"},
        ),
        (
            ELSEWHERE,
            "1.5.0",
            None,
            "outside-store",
            'also_stores = ["/Workspace/Users/ana@example.com"]',
            {"stores": STORES},
        ),
    ],
)
def test_following_the_hint_upgrades(
    decided: Decided,
    text: str,
    release: str,
    managed_by: Manager | None,
    reason: str,
    hint: str,
    followed: Mapping[str, Any],
) -> None:
    held = decided(text, release, managed_by=managed_by)
    assert held.reason.value == reason
    assert hint in (held.hint or "")
    assert decided(text, release, managed_by=managed_by, policy=followed).reason.value == "allowed"


def test_above_the_limit_the_needed_limit_is_named(decided: Decided) -> None:
    held = decided(PIN, "1.5.0", policy={"allow": Limit.PATCH})
    assert (held.reason.value, held.hint) == ("step-above-limit", "add --allow minor")
    assert decided(PIN, "1.5.0", policy={"allow": Limit.MINOR}).reason.value == "allowed"


def test_the_hint_names_the_bundle(decided: Decided) -> None:
    assert "/Workspace/b/state/metadata.json" in (decided(PIN, managed_by=BUNDLE).hint or "")
    assert decided(PIN, managed_by=Manager(kind="BUNDLE")).hint


def test_including_bundles_includes_nothing_else(decided: Decided) -> None:
    policy = {"include_bundle_managed": True}
    managed = Manager(kind="SYSTEM_MANAGED")
    assert decided(PIN, managed_by=managed, policy=policy).reason.value == "system-managed"


def test_an_unknown_manager_holds_nothing(decided: Decided) -> None:
    assert decided(PIN, managed_by=Manager(kind="NEW_KIND")).reason.value == "allowed"


def test_a_step_that_is_held_by_a_tag_hints_at_the_tag(decided: Decided) -> None:
    held = decided(PIN, "2.0.0", tags={"apparate": "minor"})
    assert held.reason.value == "breaking-step"
    assert "apparate=minor" in (held.hint or "")
    assert "major" in (held.hint or "")


def test_what_stands_as_it_should_needs_no_hint(decided: Decided) -> None:
    assert decided(PIN, "1.4.2").hint is None
    assert decided(PIN, "1.4.1").hint is None
    assert decided("lib>=1.4").hint is None
    assert decided(PIN).hint is None


@pytest.mark.parametrize("kind", [ArtifactKind.WHEEL, ArtifactKind.EGG])
def test_eggs_become_wheels_and_nothing_else_changes_kind(
    decided: Decided, kind: ArtifactKind
) -> None:
    text = EGG if kind is ArtifactKind.WHEEL else PIN
    found = decided(text, kind=kind, policy={"replace_eggs": True})
    assert found.reason.value == ("allowed" if kind is ArtifactKind.WHEEL else "kind-changed")
    if kind is ArtifactKind.EGG:
        assert found.hint is None
        assert found.explanation == "it is pinned as wheel, and the release is an egg"


def test_coordinates_are_index_pins_too(decided: Decided) -> None:
    coordinates = {"kind": ArtifactKind.JAR, "slot": Slot.MAVEN}
    held = decided("com.acme:lib:1.4.2", **coordinates)
    moved = decided("com.acme:lib:1.4.2", **coordinates, policy={"index_pins": "rewrite"})
    assert held.reason.value == "index-pin"
    assert moved.to == "com.acme:lib:1.5.0"


@pytest.mark.parametrize(
    ("text", "group", "explanation"),
    [
        (
            "org.apache.spark:lib:1.4.2",
            "com.acme",
            "it is of the group org.apache.spark, and the release of com.acme",
        ),
        (
            "com.acme:lib:1.4.2",
            None,
            "the release does not say its group, and this is of com.acme",
        ),
    ],
)
def test_coordinates_of_another_group_are_another_library(
    decided: Decided, text: str, group: str | None, explanation: str
) -> None:
    policy = {"index_pins": "rewrite"}
    found = decided(text, kind=ArtifactKind.JAR, slot=Slot.MAVEN, group=group, policy=policy)
    assert (found.reason.value, found.explanation) == ("index-pin", explanation)
    assert (found.hint is None) is (group is not None)


def test_ranges_of_coordinates_float(decided: Decided) -> None:
    coordinates = {"kind": ArtifactKind.JAR, "slot": Slot.MAVEN}
    assert decided("com.acme:lib:[1.4,2.0)", **coordinates).reason.value == "floating"
    assert decided("com.acme:lib:LATEST", **coordinates).reason.value == "unversioned"
