"""A plan as text for people."""

from __future__ import annotations

from rich.console import Group, RenderableType

from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.text.plan_groups import plan_groups
from apparate_ng.reports.text.requirements import requirements
from apparate_ng.reports.typesetting.sections import closing, release_header, unreadable, warnings
from apparate_ng.reports.wording.plan_summary import plan_summary


def plan_report(plan: Plan, *, next_command: str | None, verbose: bool = False) -> RenderableType:
    """Return the plan, grouped by decision, with a summary and the next command at its end.

    Args:
        plan: what is to be shown.
        next_command: the command that carries it out, or None where there is none to give.
        verbose: show every location of every pin, also of those that stay as they are.
    """
    return Group(
        *release_header(plan.release, plan.workspace),
        *plan_groups(plan, verbose=verbose),
        *requirements(plan),
        *warnings(plan.warnings, plan.dependents),
        *unreadable(plan.unreadable),
        *closing(plan_summary(plan), next_command),
    )
