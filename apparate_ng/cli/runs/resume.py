"""`apparate resume`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.deployed import command_for, show_deployed
from apparate_ng.cli.runs.nothing import say_nothing
from apparate_ng.cli.runs.stage import stage
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
            return say_nothing(here, "Nothing to resume.")
        rerun = command_for(here, "resume", deployed.deployment)
        return show_deployed(here, deployed, rerun=rerun)
