"""One reference, one decision: the first check that has something to say decides."""

from __future__ import annotations

from collections.abc import Callable

from apparate_ng.model.decision import Decision, Reason
from apparate_ng.model.dependent import Dependent, LocatedReference
from apparate_ng.model.plan import PlannedPin
from apparate_ng.model.policy import Policy
from apparate_ng.model.release import Release
from apparate_ng.model.target import target_text
from apparate_ng.planning import checks_before_step as before
from apparate_ng.planning import checks_of_step as step
from apparate_ng.planning.question import Question, Verdict, ask

CHECKS: tuple[Callable[[Question], Verdict | None], ...] = (
    before.already_there,
    before.already_past,
    before.in_range,
    before.obstacle,
    before.unversioned,
    before.system_managed,
    before.managed_by_bundle,
    before.held_by_tag_or_rule,
    before.outside_store,
    before.index_pin,
    before.kind_changed,
    before.needs_restart,
    step.floating,
    step.breaking_step,
    step.step_above_limit,
    step.prerelease,
    step.local_version,
)
"""In the order in which they are asked; the order is part of the contract."""


def decide(
    located: LocatedReference, dependent: Dependent, release: Release, policy: Policy
) -> PlannedPin:
    """The decision on one reference, with its reason in a code and in words."""
    question = ask(located, dependent, release, policy)
    verdict = _verdict(question)
    decision = verdict.reason.decision
    upgrades = decision is Decision.UPGRADE
    change = question.change
    return PlannedPin(
        location=located.location,
        from_=located.text,
        to=target_text(located.text, located.reference, release) if upgrades else None,
        from_version=question.reference.version,
        to_version=release.version if upgrades else None,
        step=None if change is None else change.step,
        breaking=change is not None and change.breaking,
        decision=decision,
        reason=verdict.reason,
        explanation=verdict.explanation,
        hint=verdict.hint,
    )


def _verdict(question: Question) -> Verdict:
    for check in CHECKS:
        verdict = check(question)
        if verdict is not None:
            return verdict
    return Verdict(reason=Reason.ALLOWED, explanation=_why_allowed(question))


def _why_allowed(question: Question) -> str:
    name = "" if question.change is None else f"{question.change.step.value} "
    allow = question.limit.allow
    return f"a {name}step, allowed by the limit {'' if allow is None else allow.value}".rstrip()
