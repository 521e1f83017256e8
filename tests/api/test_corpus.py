"""The corpus: each break is caught and told of the right object, each harmless change passes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from apparate_ng.compatibility.wheels import compare_wheels
from apparate_ng.model.compatibility.api_diff import ApiDiff, ChangeKind, Verdict
from tests.api.breaks import BEYOND, BREAKS
from tests.api.harmless import HARMLESS
from tests.api.pair import Pair
from tests.api.tiny_wheels import write_wheel


def _compared(folder: Path, one: Pair) -> ApiDiff:
    return compare_wheels(
        write_wheel(folder, "1.4.2", one.old), write_wheel(folder, "1.5.0", one.new)
    )


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.id)
def test_a_break_is_caught_and_named(tmp_path: Path, one: Pair) -> None:
    diff = _compared(tmp_path, one)

    assert diff.verdict is Verdict.BREAKING
    found = {(change.kind.value, change.object) for change in diff.breaks}
    assert {kind for kind, _ in found} == {one.kind}
    assert one.object is None or (one.kind, one.object) in found


@pytest.mark.parametrize("one", HARMLESS, ids=lambda one: one.id)
def test_a_harmless_change_passes(tmp_path: Path, one: Pair) -> None:
    diff = _compared(tmp_path, one)

    assert diff.breaks == ()
    assert diff.verdict is Verdict.COMPATIBLE


@pytest.mark.parametrize("one", BEYOND, ids=lambda one: one.id)
def test_a_known_miss_is_still_one(tmp_path: Path, one: Pair) -> None:
    assert one.known_miss
    assert _compared(tmp_path, one).verdict is not Verdict.BREAKING


def test_each_kind_has_at_least_four_pairs() -> None:
    breaks = Counter(one.kind for one in BREAKS)
    harmless = Counter(one.kind for one in HARMLESS)

    assert set(breaks) == {kind.value for kind in ChangeKind} - {"default-changed"}
    assert min(*breaks.values(), *harmless.values()) >= 4
    assert len({one.id for one in [*BREAKS, *HARMLESS]}) == len([*BREAKS, *HARMLESS])
