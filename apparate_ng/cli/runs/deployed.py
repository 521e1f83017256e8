"""What all commands that change jobs have in common: asking before, reporting after."""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Sequence

from rich.console import RenderableType

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
from apparate_ng.reports.wording.command import Command, next_lines
from apparate_ng.reports.wording.counts import counted_dependents

TO_RESUME = (Outcome.FAILED, Outcome.PENDING)
"""What is tried again when the same is carried out once more."""


def approval(here: Stage) -> Approve:
    """Show the plan and ask, where there is something to change and somebody to answer."""

    def approve(plan: Plan, to_upload: bool) -> bool:  # noqa: FBT001  the port's shape
        verbose = here.said.verbose > 0
        remember_names(plan)

        def report() -> RenderableType:
            return plan_report(plan, next_command=None, verbose=verbose)

        if plan.changing or to_upload:
            return here.confirmed(_question(plan, to_upload=to_upload), report)
        if plan.summary.pins.hold or plan.warnings:  # else nobody learns why nothing moves
            here.show_beside(report)
        return True

    return approve


def _question(plan: Plan, *, to_upload: bool) -> str:
    release = f"{plan.release.name} {plan.release.version}"
    change = f"change {counted_dependents(plan.changing)}" if plan.changing else ""
    upload = f"upload {release}" if to_upload else ""
    words = " and ".join(part for part in (upload, change) if part)
    return f"{words[0].upper()}{words[1:]}?"


def show_deployed(
    here: Stage, deployed: Deployed, *, rerun: str | None, further: Sequence[Command] = ()
) -> ExitCode:
    """Put the deployment on stdout, and tell whom it may concern; its exit code is the command's.

    `rerun` is the command that deals with what is left, or None where there is none; `further` are
    those for what lies beyond the deployment.
    """
    try:
        return _shown(here, deployed, rerun, further)
    finally:
        settings, said = here.settings.notify, here.said
        notify(deployed, settings, here.environment, here.observer, said.interrupts)


def _shown(
    here: Stage, deployed: Deployed, rerun: str | None, further: Sequence[Command]
) -> ExitCode:
    troubled = deployed.exit_code is not ExitCode.DONE
    following = _next_command(here, deployed, rerun)
    commands = (*commands_for(here, deployed.deployment, following), *further)
    try:
        here.show(
            deployed.deployment,
            lambda: deployment_report(deployed.deployment, next_command=next_lines(commands)),
        )
    except ApparateError as error:
        if troubled or not deployed.deployment.is_recorded:
            raise
        changed = f"the plan was carried out, but {error.what}"
        look = command_for(here, "show", deployed.deployment)
        raise PartialError(changed, where=error.where, hint=f"look with: {look}") from error
    _write_reports(here, deployed, commands)
    return deployed.exit_code


def _write_reports(here: Stage, deployed: Deployed, commands: Sequence[Command]) -> None:
    """What became of the deployment is graver than a report that cannot be written."""
    deployment = deployed.deployment
    try:
        write_reports(here, deployment, commands)
    except ApparateError as error:
        if deployed.exit_code is not ExitCode.DONE:
            here.stderr.print(error_report(error), soft_wrap=True)
            return
        if not deployment.is_recorded:
            raise
        changed = f"the plan was carried out, but {error.what}"
        hint = f"write it again with: {command_for(here, 'show', deployment)} --report FILE"
        raise PartialError(changed, where=error.where, hint=hint) from error


def commands_for(here: Stage, deployment: Deployment, following: str | None) -> tuple[Command, ...]:
    """What to type next, and what else somebody who reads of it on a page may want to type."""
    back, again = (command_for(here, word, deployment) for word in ("rollback", "show"))
    lines = following.split("\n") if following else []
    purposes = {back: "Put it back", look_command(here, deployment): "See how far it came"}
    named = [Command(purpose=purposes.get(one, "Go on"), text=one) for one in lines]
    if not (deployment.dependents and deployment.is_recorded):
        return tuple(named)
    may_stand = deployment.count(Outcome.UPDATED) or deployment.is_open
    if back not in lines and deployment.rolls_back is None and may_stand:
        named.append(Command(purpose="Put it back", text=back, is_next=False))
    return (*named, Command(purpose="See it again", text=again, is_next=False))


def look_command(here: Stage, deployment: Deployment) -> str:
    """What asks the workspace how far it came, and writes nothing."""
    return f"{command_for(here, 'rollback', deployment)} --dry-run"


def _next_command(here: Stage, deployed: Deployed, rerun: str | None) -> str | None:
    """After an interrupt there is a way on and a way back; after damage the same would happen again.

    Of a rollback only the way on is told: its own way back is the release that was to go.
    """
    deployment, code = deployed.deployment, deployed.exit_code
    on, back = (command_for(here, word, deployment) for word in ("resume", "rollback"))
    is_forward = deployment.rolls_back is None
    put_back = back if deployment.count(Outcome.UPDATED) and is_forward else None
    if deployment.rolled_back_by is not None:
        return put_back  # what the rollback that followed by itself has left
    if code is ExitCode.INTERRUPTED:
        return f"{on}\n{back}" if is_forward else on
    if code in {ExitCode.RESTORED, ExitCode.DAMAGED}:
        return put_back
    if deployment.rolls_back is not None and not any(map(deployment.count, TO_RESUME)):
        return None  # what is left was changed by people, and stays
    return None if code is ExitCode.DONE else rerun


def new_plan_command(here: Stage, deployment: Deployment) -> str:
    """What plans the release anew, as it is in the store by now."""
    release = deployment.release
    words = ("apparate", "plan", "--library", release.name, "--version", release.version)
    return _leading_there(here, words, deployment)


def command_for(here: Stage, word: str, deployment: Deployment) -> str:
    """`apparate WORD ID`, with whatever leads to the same workspace and store."""
    return _leading_there(here, ("apparate", word, deployment.id), deployment)


def _leading_there(here: Stage, words: Sequence[str], deployment: Deployment) -> str:
    said, given = here.said, list(words)
    if said.profile is not None:
        given += ["--profile", said.profile]
    if said.config is not None:
        given += ["--config", str(said.config)]
    store = posixpath.dirname(deployment.release.uri)
    named = here.settings.store
    if named is None or canonical_path(named.strip()) != store:
        given += ["--store", store]
    return shlex.join(given)
