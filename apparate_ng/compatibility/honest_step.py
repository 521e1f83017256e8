"""The smallest step that would have said what changed."""

from __future__ import annotations

from packaging.version import InvalidVersion, Version

from apparate_ng.model.compatibility.api_diff import HonestStep, Verdict
from apparate_ng.model.releases.steps import Step, ZeroMajor, change_between

_STEPS = (Step.MAJOR, Step.MINOR, Step.PATCH)


def honest_step(
    old: str, new: str, *, verdict: Verdict, has_additions: bool, zero_major: ZeroMajor
) -> HonestStep | None:
    """What the release's number should at least have been.

    None where nothing can be said: it was not checked, the new version is not the higher one, or
    the old one is a prerelease, which promises nothing.
    """
    try:
        before, after = Version(old), Version(new)
    except InvalidVersion:
        return None
    if verdict is Verdict.UNCHECKED or before.is_prerelease or after <= before:
        return None
    breaking = verdict is Verdict.BREAKING
    place = _place(before, breaking=breaking, has_additions=has_additions, zero_major=zero_major)
    least = _raised(before, place)
    change = change_between(before, after, zero_major=zero_major)
    said_enough = (after.epoch, _padded(after)) >= (least.epoch, _padded(least))
    return HonestStep(
        step=_STEPS[place],
        breaking=breaking,
        version=str(least),
        kept=change.breaking or (not breaking and (said_enough or not has_additions)),
    )


def _place(before: Version, *, breaking: bool, has_additions: bool, zero_major: ZeroMajor) -> int:
    """Which component has to be raised: 0, 1 or 2."""
    release = _padded(before)
    leading = next((at for at, number in enumerate(release) if number), 2)
    lead = 0 if zero_major is ZeroMajor.RELAXED else min(leading, 2)
    if breaking:
        return lead
    return min(lead + 1, 2) if has_additions else 2


def _raised(before: Version, place: int) -> Version:
    release = _padded(before)
    raised = [*release[:place], release[place] + 1, *([0] * (2 - place))]
    epoch = f"{before.epoch}!" if before.epoch else ""
    return Version(epoch + ".".join(map(str, raised)))


def _padded(version: Version) -> tuple[int, ...]:
    return (*version.release, 0, 0, 0)[:3]
