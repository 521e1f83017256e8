"""`apparate resume`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.deployed import (
    TO_RESUME,
    command_for,
    new_plan_command,
    show_deployed,
)
from apparate_ng.cli.runs.nothing import say_nothing
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.operations.deployments.resuming import resume
from apparate_ng.operations.session import store_session


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    with stage(context, Path(), options) as here:
        conduct = here.conduct("resume", options, None)
        with store_session(
            here.settings, here.profile, here.environment, here.interrupts
        ) as session:
            deployed = resume(
                session, options["deployment"], here.settings.freeze, here.observer, conduct
            )
            if deployed is None:
                return say_nothing(here, session, "Nothing to resume")
        return show_deployed(here, deployed, rerun=_rerun(here, deployed.deployment))


def _rerun(here: Stage, deployment: Deployment) -> str:
    """What drifted was changed by people: it never goes on as it was planned."""
    if any(map(deployment.count, TO_RESUME)):
        return command_for(here, "resume", deployment)
    return new_plan_command(here, deployment)
