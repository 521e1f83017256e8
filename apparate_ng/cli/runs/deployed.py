"""What all commands that change jobs have in common: asking before, reporting after."""

from __future__ import annotations

from apparate_ng.cli.runs.stage import Stage
from apparate_ng.errors import ApparateError, ExitCode, PartialError
from apparate_ng.model.plan import Plan
from apparate_ng.operations.deploying import Deployed
from apparate_ng.operations.updating import Approve
from apparate_ng.reports.counts import counted_dependents
from apparate_ng.reports.deployment_text import deployment_report
from apparate_ng.reports.plan_text import plan_report

_NEVER_AGAIN = frozenset({ExitCode.RESTORED, ExitCode.DAMAGED})
"""After these, the same command would do the same damage."""


def approval(here: Stage) -> Approve:
    """Show the plan and ask, where there is something to change and somebody to answer."""

    def approve(plan: Plan, to_upload: bool) -> bool:  # noqa: FBT001  the port's shape
        verbose = here.said.verbose > 0
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
    """Put the deployment on stdout; its exit code is the command's."""
    troubled = deployed.exit_code is not ExitCode.DONE
    following = rerun if troubled and deployed.exit_code not in _NEVER_AGAIN else None
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
    return deployed.exit_code
