"""Checks that look into the files: each holds what would not run. They come last, since they cost."""

from __future__ import annotations

from collections.abc import Callable

from apparate_ng.model.compatibility.checks import Check, CheckOutcome
from apparate_ng.model.plans.decision import Reason
from apparate_ng.planning.api_check import api_check
from apparate_ng.planning.entry_point_check import entry_point_check
from apparate_ng.planning.examination import examine
from apparate_ng.planning.facts import Facts
from apparate_ng.planning.question import Question, Verdict
from apparate_ng.planning.runtime_check import platform_check, python_check


def python_incompatible(question: Question) -> Verdict | None:
    """The Python of a runtime cannot install it."""
    return _held(question, Reason.PYTHON_INCOMPATIBLE, python_check)


def platform_incompatible(question: Question) -> Verdict | None:
    """It is built for machines that the platform does not have."""
    return _held(question, Reason.PLATFORM_INCOMPATIBLE, platform_check)


def entry_point_missing(question: Question) -> Verdict | None:
    """A task calls what is not in it any more."""
    return _held(question, Reason.ENTRY_POINT_MISSING, entry_point_check)


def api_break(question: Question) -> Verdict | None:
    """Its number does not say so, but code written for the pinned version breaks."""
    return _held(question, Reason.API_BREAK, api_check)


def unchecked(question: Question) -> Verdict | None:
    """Something could not be checked, and the policy wants to be sure."""
    if question.policy.unchecked != "hold":
        return None
    texts = [one.text for one in examine(question) if one.outcome is CheckOutcome.UNCHECKED]
    if not texts:
        return None
    return Verdict(
        reason=Reason.UNCHECKED,
        explanation="; ".join(texts),
        hint='look at it yourself; to let such steps pass: unchecked = "allow"',
    )


def _held(
    question: Question, reason: Reason, check: Callable[[Question, Facts], Check | None]
) -> Verdict | None:
    found = None if question.facts is None else check(question, question.facts)
    if found is None or found.outcome is not CheckOutcome.FAILED:
        return None
    return Verdict(reason=reason, explanation=found.text, hint=found.hint)
