"""`apparate rollback`: what it does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.deployed import command_for, show_deployed
from apparate_ng.cli.runs.next_command import same_options
from apparate_ng.cli.runs.nothing import say_nothing
from apparate_ng.cli.runs.reporting import write_reports
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.deployments.earlier import NAMED
from apparate_ng.operations.deployments.reversing import Reversal
from apparate_ng.operations.deployments.rolling_back import (
    ApproveRollback,
    RollbackWish,
    plan_rollback,
    roll_back,
)
from apparate_ng.operations.session import store_session
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.text.rollback import rollback_plan_report
from apparate_ng.reports.wording.command import Command, next_lines
from apparate_ng.reports.wording.counts import counted_dependents

_NOTHING = "Nothing to roll back: there is no deployment"


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    with stage(context, Path(), options) as here:
        conduct = here.conduct("rollback", options, None)
        wish = _wish(options)
        with store_session(
            here.settings, here.profile, here.environment, here.interrupts
        ) as session:
            if options["dry_run"]:
                reversal = plan_rollback(session, wish, conduct.context)
                if reversal is None:
                    return say_nothing(here, session, _nothing(wish))
                return _show_plan(context, here, reversal)
            deployed = roll_back(session, wish, _approval(here), here.observer, conduct)
            if deployed is None:
                return say_nothing(here, session, _nothing(wish))
        done = deployed.deployment
        rerun = command_for(here, "resume", done) if done.is_recorded else None
        return show_deployed(here, deployed, rerun=rerun, further=_further(context, done))


def _wish(options: Mapping[str, Any]) -> RollbackWish:
    return RollbackWish(
        deployment=options["deployment"],
        library=options["library"],
        jobs=options["jobs"],
        folder=Path.cwd(),
    )


def _nothing(wish: RollbackWish) -> str:
    """To one library the others are nothing."""
    return _NOTHING if wish.library is None else f"{_NOTHING} of {safe(wish.library)}"


def _further(context: click.Context, document: Plan | Deployment) -> tuple[Command, ...]:
    """What takes back the earlier deployments that are named."""
    return tuple(
        Command(
            purpose="Put back what was deployed before",
            text=same_options(context, "rollback", one.id),
            is_further=True,
        )
        for one in (document.earlier or ())[:NAMED]
    )


def _show_plan(context: click.Context, here: Stage, reversal: Reversal) -> ExitCode:
    plan = reversal.plan
    back = same_options(context, "rollback", reversal.deployment.id)
    first = [Command(purpose="Put it back", text=back)] if plan.has_changes else []
    commands = (*first, *_further(context, plan))
    following, verbose = next_lines(commands), here.said.verbose > 0
    here.show(plan, lambda: rollback_plan_report(plan, next_command=following, verbose=verbose))
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
