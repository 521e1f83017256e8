"""Checks on the step itself: how large it is, and what kind of version it leads to."""

from __future__ import annotations

from apparate_ng.model.article import with_article
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.releases.steps import Limit, Step
from apparate_ng.planning.question import Question, Verdict

_FIRST_YEAR = 1990
"""A leading component from here on is a year: the project counts by the calendar."""


def floating(question: Question) -> Verdict | None:
    """A range that does not admit the release: no text of ours could replace its intent."""
    if question.reference.specifier is None:
        return None
    return Verdict(
        reason=Reason.FLOATING,
        explanation=f"{question.reference.specifier} does not admit {question.release.version}",
        hint="change the requirement by hand",
    )


def breaking_step(question: Question) -> Verdict | None:
    """A step that may break whoever takes it needs the limit `major`."""
    change = question.change
    if change is None or not change.breaking or question.in_force.allow.value is Limit.MAJOR:
        return None
    return Verdict(
        reason=Reason.BREAKING_STEP,
        explanation=_why_breaking(question),
        hint=_how_to_raise(question, Limit.MAJOR),
    )


def _why_breaking(question: Question) -> str:
    old, new = question.pinned, question.new
    if old is not None and old.release[0] < _FIRST_YEAR <= new.release[0]:
        return f"the numbering scheme changed: {old} -> {new} counts by the calendar"
    step = "step" if question.change is None else f"{question.change.step.value} step"
    return f"{with_article(step)} that may break its users"


def step_above_limit(question: Question) -> Verdict | None:
    """The step is larger than the limit for this dependent; breaking ones have a check of their own."""
    change, allow = question.change, question.in_force.allow.value
    if change is None or change.breaking or allow.permits(change):
        return None
    step = f"{with_article(change.size.value)} step"
    said = f"a downgrade as large as {step}" if change.step is Step.DOWNGRADE else step
    return Verdict(
        reason=Reason.STEP_ABOVE_LIMIT,
        explanation=f"{said}, and the limit is {allow.value}",
        hint=_how_to_raise(question, Limit(change.size.value)),
    )


def _how_to_raise(question: Question, needed: Limit) -> str:
    limit = question.in_force.allow
    if limit.tag is not None:
        kind = question.dependent.kind.value
        return f"the {kind}'s tag {limit.tag} is the limit: change it to {needed.value}"
    if limit.rule is not None:
        return f"{limit.named_rule} is the limit: change it in the configuration"
    return f"add --allow {needed.value}"


def prerelease(question: Question) -> Verdict | None:
    """A prerelease is taken only from a prerelease of the same release."""
    change, old, new = question.change, question.pinned, question.new
    if change is None or old is None or not new.is_prerelease:
        return None
    pre = question.in_force.pre
    if pre.value or (change.step is Step.PRERELEASE and old.is_prerelease):
        return None
    by_rule = f"{pre.named_rule} says pre = false: change it in the configuration"
    return Verdict(
        reason=Reason.PRERELEASE,
        explanation=f"{question.release.version} is a prerelease",
        hint="add --pre" if pre.rule is None else by_rule,
    )


def local_version(question: Question) -> Verdict | None:
    """Only the local part differs: somebody's own build of the same release."""
    if question.change is None or question.change.step is not Step.LOCAL:
        return None
    return Verdict(
        reason=Reason.LOCAL_VERSION,
        explanation=f"{question.release.version} is a local build of the same release",
        hint="release it under a version of its own",
    )
