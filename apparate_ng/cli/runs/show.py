"""`apparate show`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.deployed import command_for
from apparate_ng.cli.runs.nothing import say_nothing
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployment import Deployment
from apparate_ng.operations.history import can_resume, find_deployment, saved_deployment
from apparate_ng.operations.session import store_session
from apparate_ng.reports.deployment_text import deployment_report


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    wanted: str | None = options["deployment"]
    with stage(context, Path(), options) as here:
        deployment = None if wanted is None else saved_deployment(wanted)
        if deployment is None:
            with store_session(here.settings, here.profile, here.environment) as session:
                deployment = find_deployment(session, wanted)
        if deployment is None:
            return say_nothing(here, "There is no deployment yet.")
        _show(here, deployment)
    return ExitCode.DONE


def _show(here: Stage, deployment: Deployment) -> None:
    following = command_for(here, "resume", deployment) if can_resume(deployment) else None
    here.show(deployment, lambda: deployment_report(deployment, next_command=following))
