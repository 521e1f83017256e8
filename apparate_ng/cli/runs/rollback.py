"""`apparate rollback`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.deployed import command_for, show_deployed
from apparate_ng.cli.runs.next_command import same_options
from apparate_ng.cli.runs.nothing import say_nothing
from apparate_ng.cli.runs.reporting import write_reports
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.errors import ExitCode
from apparate_ng.operations.deployments.reversing import Reversal
from apparate_ng.operations.deployments.rolling_back import (
    ApproveRollback,
    plan_rollback,
    roll_back,
)
from apparate_ng.operations.session import store_session
from apparate_ng.reports.text.rollback import rollback_plan_report
from apparate_ng.reports.wording.command import Command
from apparate_ng.reports.wording.counts import counted_dependents

_NOTHING = "Nothing to roll back: there is no deployment."


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    with stage(context, Path(), options) as here:
        conduct = here.conduct("rollback", options, None)
        wanted, jobs = options["deployment"], options["jobs"]
        with store_session(
            here.settings, here.profile, here.environment, here.interrupts
        ) as session:
            if options["dry_run"]:
                return _show_plan(
                    context, here, plan_rollback(session, wanted, jobs, conduct.context)
                )
            deployed = roll_back(session, wanted, jobs, _approval(here), here.observer, conduct)
        if deployed is None:
            return say_nothing(here, _NOTHING)
        rerun = command_for(here, "resume", deployed.deployment)
        return show_deployed(here, deployed, rerun=rerun)


def _show_plan(context: click.Context, here: Stage, reversal: Reversal | None) -> ExitCode:
    if reversal is None:
        return say_nothing(here, _NOTHING)
    plan = reversal.plan
    following = same_options(context, "rollback") if plan.has_changes else None
    verbose = here.said.verbose > 0
    here.show(plan, lambda: rollback_plan_report(plan, next_command=following, verbose=verbose))
    commands = [Command(purpose="Put it back", text=following)] if following else []
    write_reports(here, plan, commands)
    return ExitCode.DONE


def _approval(here: Stage) -> ApproveRollback:
    """Show what would go back and ask, where there is something and somebody to answer."""
    verbose = here.said.verbose > 0
    return lambda plan: (
        not plan.changing
        or here.confirmed(
            f"Put back {counted_dependents(plan.changing)}?",
            lambda: rollback_plan_report(plan, next_command=None, verbose=verbose),
        )
    )
