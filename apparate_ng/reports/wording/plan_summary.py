"""The plan in one sentence whose numbers add up."""

from __future__ import annotations

from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.wording.counts import counted, counted_dependents, counted_kinds


def plan_summary(plan: Plan) -> str:
    """Return the sentence that a report of a plan ends with."""
    sentence = _changes(plan) if plan.has_changes else _nothing(plan)
    return sentence + _left_out(plan)


def _changes(plan: Plan) -> str:
    pins = plan.summary.pins
    jobs = counted_dependents(plan.changing)
    counts = f"{counted(pins.upgrade, 'pin')} in {jobs} to upgrade, {_others(plan)}"
    return f"Plan: {counts}; {_total(plan)}."


def _nothing(plan: Plan) -> str:
    if not plan.summary.pins.total:
        scanned = counted_kinds(plan.summary.scanned)
        return f"Nothing to do: nothing refers to {plan.release.name}; {scanned} scanned."
    return f"Nothing to do: {_others(plan)}; {_total(plan)}."


def _others(plan: Plan) -> str:
    pins = plan.summary.pins
    return f"{pins.hold:,} held, {pins.current:,} current, {pins.ignore:,} ignored"


def _total(plan: Plan) -> str:
    pins = counted(plan.summary.pins.total, "pin")
    scanned = counted_kinds(plan.summary.scanned)
    return f"{pins} in {plan.summary.dependents:,} of {scanned} scanned"


def _left_out(plan: Plan) -> str:
    sentences = []
    if plan.summary.deselected:
        sentences.append(f" {plan.summary.deselected:,} left out by selectors.")
    if plan.unreadable:
        sentences.append(f" {counted_dependents(plan.unreadable)} could not be read.")
    return "".join(sentences)
