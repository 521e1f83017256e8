"""The question that every check is asked, and the verdict that one of them gives."""

from __future__ import annotations

from dataclasses import dataclass

from apparate_ng.model.dependents.dependent import Dependent, LocatedReference
from apparate_ng.model.dependents.reference import Reference
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Change, change_between
from apparate_ng.model.releases.versions import AnyVersion, parse_version
from apparate_ng.planning.facts import Facts
from apparate_ng.planning.in_force import InForce, in_force
from apparate_ng.planning.matching import Subject


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
    in_force: InForce
    timing: Timing | None = None
    """None where nobody looked at a clock."""
    facts: Facts | None = None
    """None where nobody looked into files."""

    @property
    def subject(self) -> Subject:
        """What rules look at."""
        return Subject(dependent=self.dependent, release=self.release, change=self.change)

    @property
    def reference(self) -> Reference:
        """What the entry says."""
        return self.located.reference


def ask(
    located: LocatedReference,
    dependent: Dependent,
    release: Release,
    policy: Policy,
    timing: Timing | None = None,
    facts: Facts | None = None,
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
        in_force=in_force(Subject(dependent=dependent, release=release, change=change), policy),
        timing=timing,
        facts=facts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why, in a code, in words, and what somebody could do about it."""

    reason: Reason
    explanation: str
    hint: str | None = None
