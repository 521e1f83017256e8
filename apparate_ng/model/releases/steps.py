"""The step from a pinned version to a release, and whether it may break whoever takes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from apparate_ng.model.releases.versions import AnyVersion, Versioned, is_older


class Step(str, Enum):
    """The first component that differs, from the heaviest to the lightest."""

    EPOCH = "epoch"
    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    PRERELEASE = "prerelease"
    POST = "post"
    LOCAL = "local"
    NONE = "none"
    DOWNGRADE = "downgrade"


class Limit(str, Enum):
    """The largest step that may be taken."""

    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"

    def permits(self, change: Change) -> bool:
        """True where `change` is no larger than this limit, whichever way it goes."""
        largest = [Step.PATCH, Step.MINOR, Step.MAJOR].index(Step(self.value))
        size = {Step.MINOR: 1, Step.MAJOR: 2, Step.EPOCH: 2}.get(change.size, 0)
        return size <= largest


class ZeroMajor(str, Enum):
    """How versions below 1.0 are read."""

    STRICT = "strict"
    """Cargo's caret rule: the left-most component that is not zero decides."""
    RELAXED = "relaxed"
    """Only epoch and major steps are breaking, as apparate had it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A step, how large it is, and whether it is breaking."""

    step: Step
    size: Step
    """The first component that differs: the step itself, or that of a downgrade backwards."""
    breaking: bool


def change_between(
    pinned: AnyVersion, release: AnyVersion, *, zero_major: ZeroMajor = ZeroMajor.STRICT
) -> Change:
    """The change that moving from `pinned` to `release` would be.

    A downgrade is as large as the same step upwards would be, and breaking where that would be.
    """
    if pinned == release:
        return Change(step=Step.NONE, size=Step.NONE, breaking=False)
    size = _first_difference(pinned, release)
    breaking = _is_breaking(size, pinned, release, zero_major)
    step = Step.DOWNGRADE if is_older(release, pinned) else size
    return Change(step=step, size=size, breaking=breaking)


def _first_difference(pinned: Versioned, release: Versioned) -> Step:
    if pinned.epoch != release.epoch:
        return Step.EPOCH
    index = _differing_component(pinned, release)
    if index is not None:
        return (Step.MAJOR, Step.MINOR)[index] if index < 2 else Step.PATCH  # noqa: PLR2004  third and later components are patch
    if (pinned.pre, pinned.dev) != (release.pre, release.dev):
        return Step.PRERELEASE
    is_local = pinned.post == release.post and pinned.local != release.local
    return Step.LOCAL if is_local else Step.POST


def _is_breaking(step: Step, pinned: Versioned, release: Versioned, zero_major: ZeroMajor) -> bool:
    if step in {Step.EPOCH, Step.MAJOR}:
        return True
    index = _differing_component(pinned, release)
    if index is None or zero_major is ZeroMajor.RELAXED:
        return False
    return not any(pinned.release[:index])


def _differing_component(pinned: Versioned, release: Versioned) -> int | None:
    pairs = zip_longest(pinned.release, release.release, fillvalue=0)
    return next((index for index, (left, right) in enumerate(pairs) if left != right), None)
