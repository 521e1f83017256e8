"""What all commands that change jobs have in common: asking before, reporting after."""

from __future__ import annotations

import posixpath
import shlex

from apparate_ng.cli.runs.reporting import write_reports
from apparate_ng.cli.runs.stage import Stage
from apparate_ng.errors import ApparateError, ExitCode, PartialError
from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.model.deployments.deployment import Deployment, Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.consent import Approve
from apparate_ng.operations.deployments.notifying import notify
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.known_names import remember_names
from apparate_ng.reports.text.deployment import deployment_report
from apparate_ng.reports.text.error import error_report
from apparate_ng.reports.text.plan import plan_report
from apparate_ng.reports.wording.command import Command
from apparate_ng.reports.wording.counts import counted_dependents

_TO_RESUME = (Outcome.FAILED, Outcome.PENDING)


def approval(here: Stage) -> Approve:
    """Show the plan and ask, where there is something to change and somebody to answer."""

    def approve(plan: Plan, to_upload: bool) -> bool:  # noqa: FBT001  the port's shape
        verbose = here.said.verbose > 0
        remember_names(plan)
        if not plan.changing and not to_upload:
            return True
        return here.confirmed(
            _question(plan, to_upload=to_upload),
            lambda: plan_report(plan, next_command=None, verbose=verbose),
        )

    return approve


def _question(plan: Plan, *, to_upload: bool) -> str:
    release = f"{plan.release.name} {plan.release.version}"
    change = f"change {counted_dependents(plan.changing)}" if plan.changing else ""
    upload = f"upload {release}" if to_upload else ""
    words = " and ".join(part for part in (upload, change) if part)
    return f"{words[0].upper()}{words[1:]}?"


def show_deployed(here: Stage, deployed: Deployed, *, rerun: str) -> ExitCode:
    """Put the deployment on stdout, and tell whom it may concern; its exit code is the command's."""
    try:
        return _shown(here, deployed, rerun)
    finally:
        settings, said = here.settings.notify, here.said
        notify(deployed, settings, here.environment, here.observer, said.interrupts)


def _shown(here: Stage, deployed: Deployed, rerun: str) -> ExitCode:
    troubled = deployed.exit_code is not ExitCode.DONE
    following = _next_command(here, deployed, rerun)
    try:
        here.show(
            deployed.deployment,
            lambda: deployment_report(deployed.deployment, next_command=following),
        )
    except ApparateError as error:
        if troubled:
            raise
        changed = f"the plan was carried out, but {error.what}"
        raise PartialError(changed, where=error.where, hint=f"look with: {rerun}") from error
    _write_reports(here, deployed, following)
    return deployed.exit_code


def _write_reports(here: Stage, deployed: Deployed, following: str | None) -> None:
    """What became of the deployment is graver than a report that cannot be written."""
    deployment = deployed.deployment
    commands = commands_for(here, deployment, following)
    try:
        write_reports(here, deployment, commands)
    except ApparateError as error:
        if deployed.exit_code is not ExitCode.DONE:
            here.stderr.print(error_report(error), soft_wrap=True)
            return
        changed = f"the plan was carried out, but {error.what}"
        hint = f"write it again with: {command_for(here, 'show', deployment)} --report FILE"
        raise PartialError(changed, where=error.where, hint=hint) from error


def commands_for(here: Stage, deployment: Deployment, following: str | None) -> tuple[Command, ...]:
    """What to type next, and what else somebody who reads of it on a page may want to type."""
    back, again = (command_for(here, word, deployment) for word in ("rollback", "show"))
    lines = following.split("\n") if following else []
    named = [Command(purpose="Put it back" if one == back else "Go on", text=one) for one in lines]
    if not deployment.dependents:
        return tuple(named)
    if back not in lines and deployment.rolls_back is None and deployment.count(Outcome.UPDATED):
        named.append(Command(purpose="Put it back", text=back, is_next=False))
    return (*named, Command(purpose="See it again", text=again, is_next=False))


def _next_command(here: Stage, deployed: Deployed, rerun: str) -> str | None:
    """After an interrupt there is a way on and a way back; after damage the same would happen again."""
    deployment, code = deployed.deployment, deployed.exit_code
    back = command_for(here, "rollback", deployment)
    if code is ExitCode.INTERRUPTED:
        return f"{command_for(here, 'resume', deployment)}\n{back}"
    if code in {ExitCode.RESTORED, ExitCode.DAMAGED}:
        return back if deployment.count(Outcome.UPDATED) else None
    if deployment.rolls_back is not None and not any(map(deployment.count, _TO_RESUME)):
        return None  # what is left was changed by people, and stays
    return None if code is ExitCode.DONE else rerun


def command_for(here: Stage, word: str, deployment: Deployment) -> str:
    """`apparate WORD ID`, with whatever leads to the same workspace and store."""
    said = here.said
    given = ["apparate", word, deployment.id]
    if said.profile is not None:
        given += ["--profile", said.profile]
    if said.config is not None:
        given += ["--config", str(said.config)]
    store = posixpath.dirname(deployment.release.uri)
    named = here.settings.store
    if named is None or canonical_path(named.strip()) != store:
        given += ["--store", store]
    return shlex.join(given)
