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
from apparate_ng.model.plan import Plan
from apparate_ng.operations.rolling_back import plan_rollback, roll_back
from apparate_ng.operations.session import store_session
from apparate_ng.operations.updating import DeclinedError, means_of
from apparate_ng.reports.counts import counted_dependents
from apparate_ng.reports.page import Command
from apparate_ng.reports.rollback_text import rollback_plan_report


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    with stage(context, Path(), options) as here:
        conduct = here.conduct("rollback", options, None)
        with store_session(
            here.settings, here.profile, here.environment, here.interrupts
        ) as session:
            reversal = plan_rollback(
                session, options["deployment"], options["jobs"], conduct.context
            )
            if reversal is None:
                return say_nothing(here, "Nothing to roll back: there is no deployment.")
            if options["dry_run"]:
                return _show_plan(context, here, reversal.plan)
            _ask(here, reversal.plan)
            deployed = roll_back(reversal, means_of(session, here.observer, conduct))
        rerun = command_for(here, "resume", deployed.deployment)
        return show_deployed(here, deployed, rerun=rerun)


def _show_plan(context: click.Context, here: Stage, plan: Plan) -> ExitCode:
    following = same_options(context, "rollback") if plan.has_changes else None
    verbose = here.said.verbose > 0
    here.show(plan, lambda: rollback_plan_report(plan, next_command=following, verbose=verbose))
    commands = [Command(purpose="Put it back", text=following)] if following else []
    write_reports(here, plan, commands)
    return ExitCode.DONE


def _ask(here: Stage, plan: Plan) -> None:
    if not plan.changing:
        return
    verbose = here.said.verbose > 0
    agreed = here.confirmed(
        f"Put back {counted_dependents(plan.changing)}?",
        lambda: rollback_plan_report(plan, next_command=None, verbose=verbose),
    )
    if not agreed:
        raise DeclinedError("not approved; nothing was changed")
