"""`apparate apply`: what it does."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.deployed import (
    TO_RESUME,
    approval,
    new_plan_command,
    show_deployed,
)
from apparate_ng.cli.runs.next_command import same_options
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.model.deployments.deployment import Deployment, Outcome
from apparate_ng.operations.deployments.updating import apply_saved
from apparate_ng.operations.session import saved_plan_session


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    file: Path = options["file"]
    with stage(context, Path(), options) as here:
        with saved_plan_session(file, here.profile, here.environment, here.interrupts) as (
            session,
            plan,
        ):
            deployed = apply_saved(
                session,
                plan,
                file.parent,
                here.settings.max_dependents,
                approval(here),
                here.observer,
                skip_drifted=options["skip_drifted"],
                freezes=here.settings.freeze,
                conduct=here.conduct("apply", options, None),
            )
        return show_deployed(here, deployed, rerun=_rerun(context, here, deployed.deployment, file))


def _rerun(context: click.Context, here: Stage, deployment: Deployment, file: Path) -> str:
    """The same plan takes what failed, but never what drifted: that needs a new one."""
    if deployment.count(Outcome.DRIFTED) or not any(map(deployment.count, TO_RESUME)):
        return f"{new_plan_command(here, deployment)} {shlex.join(['--out', str(file)])}"
    return same_options(context, "apply")
