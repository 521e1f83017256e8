"""The plan in one sentence whose numbers add up."""

from __future__ import annotations

from apparate_ng.model.plans.plan import Plan, Summary
from apparate_ng.reports.wording.counts import counted, counted_dependents, counted_kinds


def plan_summary(plan: Plan) -> str:
    """Return the sentence that a report of a plan ends with."""
    sentence = _changes(plan) if plan.has_changes else _nothing(plan)
    return sentence + left_out(plan.summary) + _not_read(plan)


def nothing_found(summary: Summary, library: str) -> str:
    """Return why there is no pin at all: nothing refers to it, or selectors leave out all that does."""
    if not summary.deselected:
        scanned = counted_kinds(summary.scanned)
        return f"Nothing to do: nothing refers to {library}; {scanned} scanned."
    refer = "refers" if summary.deselected == 1 else "refer"
    found = f"{counted(summary.deselected, 'dependent')} {refer} to {library}"
    return f"Nothing to do: {found}; {all_left_out(summary)}."


def all_left_out(summary: Summary) -> str:
    """Return `all were left out by --job`, of at least one; old documents do not say by what."""
    was = "it was" if summary.deselected == 1 else "all were"
    options = [f"--{name}" for name in summary.deselected_by or ()] or ["selectors"]
    return f"{was} left out by {' and '.join(options)}"


def nothing_to_put_back(summary: Summary) -> str:
    """Return why a rollback finds nothing at all: `--job` leaves out whatever was changed."""
    were = "was" if summary.deselected == 1 else "were"
    found = f"{counted(summary.deselected, 'dependent')} {were} changed"
    return f"Nothing to put back: {found}; {all_left_out(summary)}."


def left_out(summary: Summary) -> str:
    """Return how many selectors left out beside what was planned, as a sentence to go on with."""
    if not summary.deselected or not summary.pins.total:
        return ""
    return f" {summary.deselected:,} left out by selectors."


def _changes(plan: Plan) -> str:
    pins = plan.summary.pins
    jobs = counted_dependents(plan.changing)
    counts = f"{counted(pins.upgrade, 'pin')} in {jobs} to upgrade, {_others(plan)}"
    return f"Plan: {counts}; {_total(plan)}."


def _nothing(plan: Plan) -> str:
    if not plan.summary.pins.total:
        return nothing_found(plan.summary, plan.release.name)
    return f"Nothing to do: {_others(plan)}; {_total(plan)}."


def _others(plan: Plan) -> str:
    pins = plan.summary.pins
    return f"{pins.hold:,} held, {pins.current:,} current, {pins.ignore:,} ignored"


def _total(plan: Plan) -> str:
    pins = counted(plan.summary.pins.total, "pin")
    scanned = counted_kinds(plan.summary.scanned)
    return f"{pins} in {plan.summary.dependents:,} of {scanned} scanned"


def _not_read(plan: Plan) -> str:
    if not plan.unreadable:
        return ""
    return f" {counted_dependents(plan.unreadable)} could not be read."
