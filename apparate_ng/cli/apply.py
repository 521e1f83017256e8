"""`apparate apply`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.deployed import approval, show_deployed
from apparate_ng.cli.globals import global_options
from apparate_ng.cli.next_command import same_options
from apparate_ng.cli.shared_options import limit_option
from apparate_ng.cli.stage import stage
from apparate_ng.operations.session import saved_plan_session
from apparate_ng.operations.updating import apply_saved


@click.command("apply")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--skip-drifted",
    is_flag=True,
    help="Change the others where some jobs changed since the plan (exit 3).",
)
@limit_option
@global_options
@click.pass_context
def command(context: click.Context, /, file: Path, skip_drifted: bool, **options: Any) -> int:  # noqa: ANN401, FBT001  click's values
    """Carry out a plan that was saved with: apparate plan --out FILE.

    All jobs are checked first: if one has changed since the plan, nothing is written (exit 4).
    The plan's artifact is uploaded if the store does not have it.
    """
    with stage(context, Path(), options) as here:
        with saved_plan_session(file, here.profile, here.environment) as (session, plan):
            deployed = apply_saved(
                session,
                plan,
                file.parent,
                here.settings.max_dependents,
                approval(here),
                here.observer,
                skip_drifted=skip_drifted,
            )
        return show_deployed(here, deployed, rerun=same_options(context, "apply"))
