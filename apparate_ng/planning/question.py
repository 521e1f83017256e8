"""The question that every check is asked, and the verdict that one of them gives."""

from __future__ import annotations

from dataclasses import dataclass

from apparate_ng.model.decision import Reason
from apparate_ng.model.dependent import Dependent, LocatedReference
from apparate_ng.model.policy import Policy
from apparate_ng.model.reference import Reference
from apparate_ng.model.release import Release
from apparate_ng.model.steps import Change, change_between
from apparate_ng.model.versions import AnyVersion, parse_version
from apparate_ng.planning.limits import EffectiveLimit, effective_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this reference, on this dependent, move to this release?"""

    located: LocatedReference
    dependent: Dependent
    release: Release
    policy: Policy
    new: AnyVersion
    pinned: AnyVersion | None
    """None unless exactly one version is pinned."""
    change: Change | None
    """None where `pinned` is."""
    limit: EffectiveLimit

    @property
    def reference(self) -> Reference:
        """What the entry says."""
        return self.located.reference


def ask(
    located: LocatedReference, dependent: Dependent, release: Release, policy: Policy
) -> Question:
    """Put together what the checks need."""
    new = release.parsed_version()
    text = located.reference.version
    pinned = None if text is None else parse_version(text, located.reference.ecosystem)
    change = None if pinned is None else change_between(pinned, new, zero_major=policy.zero_major)
    return Question(
        located=located,
        dependent=dependent,
        release=release,
        policy=policy,
        new=new,
        pinned=pinned,
        change=change,
        limit=effective_limit(dependent, release, policy),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why, in a code, in words, and what somebody could do about it."""

    reason: Reason
    explanation: str
    hint: str | None = None
