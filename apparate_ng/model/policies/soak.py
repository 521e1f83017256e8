"""Soak: how long a release has to lie in the store before it may be taken."""

from __future__ import annotations

import msgspec

from apparate_ng.model.policies.duration import seconds_in
from apparate_ng.model.releases.steps import Change, Step

_LONGEST_S = 10 * 366 * 86_400


class Soak(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A span of time for each size of step; one that is not said is that of the next smaller size.

    Raises:
        ValueError: one is no span of time, or one of more than ten years.
    """

    patch: str | None = None
    """For steps that are smaller than minor, post-releases and final releases of an `rc` included."""
    minor: str | None = None
    """For minor steps that break nobody."""
    major: str | None = None
    """For every step that may break its users, of 0.1 to 0.2, too."""

    def __post_init__(self) -> None:
        """Hold each against how spans of time are written."""
        for name in self.__struct_fields__:
            text = getattr(self, name)
            try:
                seconds = seconds_in("0s" if text is None else text)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
            if seconds > _LONGEST_S:
                raise ValueError(f"{name}: {text!r} is more than ten years")

    def wanted(self, change: Change) -> str:
        """How long, as it was written. A way down does not wait: it leads to what is older."""
        if change.step is Step.DOWNGRADE:
            return "0s"
        patch = self.patch or "0s"
        minor = self.minor or patch
        if change.breaking:  # each major step is
            return self.major or minor
        return minor if change.step is Step.MINOR else patch
