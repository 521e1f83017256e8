"""What a rollback would do, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.dependent import dependent_line
from apparate_ng.reports.typesetting.palette import DECISIONS_OF_ROLLBACK
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.typesetting.pin_rows import Columns, Rows
from apparate_ng.reports.typesetting.sections import (
    closing,
    heading,
    rollback_header,
    unreadable,
    warnings,
)
from apparate_ng.reports.wording.counts import counted, counted_dependents
from apparate_ng.reports.wording.plan_summary import left_out, nothing_to_put_back
from apparate_ng.reports.wording.shares import Share, by_decision, counts_of, shares_of

Lines = Iterator[Text | Paragraph]


def rollback_plan_report(
    plan: Plan, *, next_command: str | None, verbose: bool = False
) -> RenderableType:
    """Return what would go back, what is kept and why, and what stands as before already.

    Args:
        plan: what is to be shown.
        next_command: the command that does it, or None where there is none to give.
        verbose: show every location.
    """
    return Group(
        *rollback_header(plan.release, plan.rolls_back or "", plan.workspace),
        *_groups(plan, verbose=verbose),
        *warnings(plan.warnings, ()),
        *unreadable(plan.unreadable),
        *closing(rollback_plan_summary(plan), next_command),
    )


def _groups(plan: Plan, *, verbose: bool) -> Lines:
    for decision, shares in by_decision(shares_of(plan.dependents)).items():
        yield from heading(DECISIONS_OF_ROLLBACK[decision], counts_of(shares))
        yield from _entries(decision, shares, plan, verbose=verbose)


def _entries(decision: Decision, shares: Sequence[Share], plan: Plan, *, verbose: bool) -> Lines:
    look = DECISIONS_OF_ROLLBACK[decision]
    pins = [pin for share in shares for pin in share.pins]
    version = plan.release.version
    rows = Rows(
        release_version=version,
        columns=Columns.of(pins, version),
        style=look.style,
        verbose=verbose,
    )
    for share in shares:
        yield dependent_line(share.dependent, look, indent=2, host=plan.workspace.host)
        if decision is Decision.HOLD:
            for pin in share.pins:
                yield Paragraph(
                    body=Text(f"{safe(pin.location)}: {safe(pin.explanation)}"), indent=6
                )
        else:
            yield from rows.of(share.pins, indent=6)


def rollback_plan_summary(plan: Plan) -> str:
    """Return the sentence that the report of such a plan ends with."""
    counts = plan.summary.pins
    others = f"{counts.hold:,} kept, {counts.current:,} as before already"
    missing = (
        f" {counted_dependents(plan.unreadable)} could not be read." if plan.unreadable else ""
    )
    rest = left_out(plan.summary) + missing
    if plan.summary.deselected and not (counts.total or plan.unreadable):
        return nothing_to_put_back(plan.summary)
    if not plan.has_changes:
        return f"Nothing to put back: {others}.{rest}"
    jobs = counted_dependents(plan.changing)
    return f"Rollback: {counted(counts.upgrade, 'pin')} in {jobs} to put back, {others}.{rest}"
