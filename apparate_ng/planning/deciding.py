"""One reference, one decision: the first check that has something to say decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from msgspec import UNSET, UnsetType

from apparate_ng.model.article import with_article
from apparate_ng.model.compatibility.checks import Check
from apparate_ng.model.dependents.dependent import Dependent, LocatedReference
from apparate_ng.model.dependents.reference import Form
from apparate_ng.model.dependents.replacing import text_with_path
from apparate_ng.model.dependents.target import target_text
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.release import Release
from apparate_ng.planning import checks_before_step as before
from apparate_ng.planning import checks_of_compatibility as compatibility
from apparate_ng.planning import checks_of_step as step
from apparate_ng.planning import checks_of_time as time
from apparate_ng.planning.examination import examine
from apparate_ng.planning.facts import Facts
from apparate_ng.planning.question import Question, Verdict, ask

Asked: TypeAlias = Callable[[Question], Verdict | None]

CHECKS: tuple[tuple[Reason, Asked], ...] = (
    (Reason.SAME_VERSION, before.already_there),
    (Reason.NEWER_VERSION, before.already_past),
    (Reason.IN_RANGE, before.in_range),
    (Reason.REPORT_ONLY, before.obstacle),
    (Reason.UNVERSIONED, before.unversioned),
    (Reason.SYSTEM_MANAGED, before.system_managed),
    (Reason.MANAGED_BY_BUNDLE, before.managed_by_bundle),
    (Reason.PINNED_BY_TAG, before.pinned_by_tag),
    (Reason.HELD_BY_RULE, before.held_by_rule),
    (Reason.OUTSIDE_STORE, before.outside_store),
    (Reason.INDEX_PIN, before.index_pin),
    (Reason.KIND_CHANGED, before.kind_changed),
    (Reason.NEEDS_RESTART, before.needs_restart),
    (Reason.FLOATING, step.floating),
    (Reason.BREAKING_STEP, step.breaking_step),
    (Reason.STEP_ABOVE_LIMIT, step.step_above_limit),
    (Reason.PRERELEASE, step.prerelease),
    (Reason.LOCAL_VERSION, step.local_version),
    (Reason.SOAKING, time.soaking),
    (Reason.FROZEN, time.frozen),
    (Reason.PYTHON_INCOMPATIBLE, compatibility.python_incompatible),
    (Reason.PLATFORM_INCOMPATIBLE, compatibility.platform_incompatible),
    (Reason.ENTRY_POINT_MISSING, compatibility.entry_point_missing),
    (Reason.API_BREAK, compatibility.api_break),
    (Reason.UNCHECKED, compatibility.unchecked),
)
"""In the order in which they are asked, by the reason that each looks for; the order is part of
the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A question, what was asked about it, and what decided."""

    question: Question
    passed: tuple[Reason, ...]
    """The checks that had nothing to say, in order."""
    decided_by: Reason | None
    """The check that decided; None where nothing stands against it."""
    verdict: Verdict

    @property
    def not_asked(self) -> tuple[Reason, ...]:
        """The checks after the one that decided."""
        asked = len(self.passed) + (self.decided_by is not None)
        return tuple(name for name, _ in CHECKS[asked:])

    def further(self) -> Iterator[Verdict]:
        """What would hold it next, if what holds it did not; those that read files are not asked."""
        if self.verdict.reason.decision is not Decision.HOLD:
            return
        for name, check in CHECKS[len(self.passed) + 1 :]:
            verdict = None if name in _LOOKED_INTO else check(self.question)
            if verdict is not None:
                yield verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A pin with its decision, and everything that was considered on the way to it."""

    pin: PlannedPin
    considered: tuple[Considered, ...]


def decide(
    located: LocatedReference,
    dependent: Dependent,
    release: Release,
    policy: Policy,
    timing: Timing | None = None,
    facts: Facts | None = None,
) -> PlannedPin:
    """The decision on one reference, with its reason in a code and in words."""
    return settle(located, dependent, release, policy, timing, facts).pin


def settle(
    located: LocatedReference,
    dependent: Dependent,
    release: Release,
    policy: Policy,
    timing: Timing | None = None,
    facts: Facts | None = None,
) -> Settled:
    """The same, with what was considered."""
    considered = _considered(ask(located, dependent, release, policy, timing, facts))
    return Settled(pin=_pin(considered), considered=(considered,))


def _considered(question: Question) -> Considered:
    passed: list[Reason] = []
    for name, check in CHECKS:
        verdict = check(question)
        if verdict is not None:
            return Considered(
                question=question, passed=tuple(passed), decided_by=name, verdict=verdict
            )
        passed.append(name)
    free = Verdict(reason=Reason.ALLOWED, explanation=_why_allowed(question))
    return Considered(question=question, passed=tuple(passed), decided_by=None, verdict=free)


def _pin(considered: Considered) -> PlannedPin:
    question, verdict = considered.question, considered.verdict
    decision = verdict.reason.decision
    upgrades = decision is Decision.UPGRADE
    change = question.change
    return PlannedPin(
        location=question.located.location,
        from_=question.located.text,
        to=_new_text(question) if upgrades else None,
        from_version=question.reference.version,
        to_version=question.release.version if upgrades else None,
        step=None if change is None else change.step,
        breaking=change is not None and change.breaking,
        decision=decision,
        reason=verdict.reason,
        explanation=verdict.explanation,
        hint=verdict.hint,
        checks=_checks(considered),
    )


_LOOKED_INTO = frozenset(
    {
        None,
        Reason.PYTHON_INCOMPATIBLE,
        Reason.PLATFORM_INCOMPATIBLE,
        Reason.ENTRY_POINT_MISSING,
        Reason.API_BREAK,
        Reason.UNCHECKED,
    }
)
"""What decides once all else would let a pin move."""


def _checks(considered: Considered) -> tuple[Check, ...] | UnsetType:
    is_examined = considered.decided_by in _LOOKED_INTO
    return examine(considered.question) if is_examined and considered.question.facts else UNSET


def _new_text(question: Question) -> str:
    located, release = question.located, question.release
    is_path = question.reference.form is Form.PATH
    if question.in_force.index_pins.value == "replace" and not is_path:
        return text_with_path(located.text, located.location, located.reference, release)
    return target_text(located.text, located.location, located.reference, release)


def _why_allowed(question: Question) -> str:
    name = "" if question.change is None else f"{question.change.step.value} "
    return f"{with_article(name)}step, allowed by the limit {question.in_force.allow.value.value}"
