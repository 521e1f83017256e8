"""`apparate update`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.deployed import approval, show_deployed
from apparate_ng.cli.runs.next_command import same_options
from apparate_ng.cli.runs.stage import stage
from apparate_ng.operations.deployments.updating import update
from apparate_ng.operations.session import store_session


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    with stage(context, Path(), options) as here:
        with store_session(
            here.settings, here.profile, here.environment, here.interrupts
        ) as session:
            deployed = update(
                session,
                options["name"],
                options["version"],
                here.wish(options),
                approval(here),
                here.observer,
                here.conduct("update", options, None),
            )
        return show_deployed(here, deployed, rerun=same_options(context, "update"))
