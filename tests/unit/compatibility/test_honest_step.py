"""The smallest number that would have been honest."""

from __future__ import annotations

import pytest

from apparate_ng.compatibility.honest_step import honest_step
from apparate_ng.model.compatibility.api_diff import Verdict
from apparate_ng.model.releases.steps import Step, ZeroMajor

_FINE, _BREAKS = Verdict.COMPATIBLE, Verdict.BREAKING


@pytest.mark.parametrize(
    ("old", "new", "verdict", "has_additions", "version", "kept"),
    [
        ("1.4.2", "1.5.0", _BREAKS, False, "2.0.0", False),
        ("1.4.2", "2.0.0", _BREAKS, True, "2.0.0", True),
        ("1.4.2", "2.0.0rc1", _BREAKS, False, "2.0.0", True),
        ("1.4.2", "1.4.3", _FINE, True, "1.5.0", False),
        ("1.4.2", "1.5.0", _FINE, True, "1.5.0", True),
        ("1.4.2", "1.4.3", _FINE, False, "1.4.3", True),
        ("1.4.2", "1.4.2.post1", _FINE, False, "1.4.3", True),
        ("1.4.2", "1.4.2.post1", _BREAKS, False, "2.0.0", False),
        ("1.4", "1.5", _BREAKS, False, "2.0.0", False),
        ("2!1.4.2", "2!1.5.0", _BREAKS, False, "2!2.0.0", False),
        ("1.4.2", "1!0.1", _BREAKS, False, "2.0.0", True),
        ("0.3.1", "0.3.2", _BREAKS, False, "0.4.0", False),
        ("0.3.1", "0.4.0", _BREAKS, False, "0.4.0", True),
        ("0.3.1", "0.3.2", _FINE, True, "0.3.2", True),
        ("0.0.3", "0.0.4", _BREAKS, False, "0.0.4", True),
        ("2024.1", "2024.2", _BREAKS, False, "2025.0.0", False),
    ],
)
def test_honest_versions(
    old: str,
    new: str,
    verdict: Verdict,
    has_additions: bool,  # noqa: FBT001  a cell of the table
    version: str,
    kept: bool,  # noqa: FBT001  the same
) -> None:
    found = honest_step(
        old, new, verdict=verdict, has_additions=has_additions, zero_major=ZeroMajor.STRICT
    )

    assert found is not None
    assert (found.version, found.kept) == (version, kept)
    assert found.breaking == (verdict is _BREAKS)


def test_below_one_only_majors_break_where_that_is_set() -> None:
    found = honest_step(
        "0.3.1", "0.4.0", verdict=_BREAKS, has_additions=False, zero_major=ZeroMajor.RELAXED
    )

    assert found is not None
    assert (found.version, found.step, found.kept) == ("1.0.0", Step.MAJOR, False)


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("1.5.0rc1", "1.5.0", _BREAKS),
        ("1.5.0", "1.4.2", _BREAKS),
        ("1.5.0", "1.5.0", _FINE),
        ("one", "two", _FINE),
        ("1.4.2", "1.5.0", Verdict.UNCHECKED),
    ],
)
def test_where_nothing_can_be_said(old: str, new: str, verdict: Verdict) -> None:
    assert (
        honest_step(old, new, verdict=verdict, has_additions=False, zero_major=ZeroMajor.STRICT)
        is None
    )
