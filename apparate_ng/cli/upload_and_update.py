"""`apparate upload-and-update`: the main job."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.deployed import approval, show_deployed
from apparate_ng.cli.globals import global_options
from apparate_ng.cli.next_command import same_options
from apparate_ng.cli.plan import command as plan_command
from apparate_ng.cli.shared_options import (
    chosen_path,
    limit_option,
    policy_options,
    project_options,
    selector_options,
    store_option,
)
from apparate_ng.cli.stage import stage
from apparate_ng.operations.session import release_session
from apparate_ng.operations.updating import upload_and_update


@click.command("upload-and-update")
@project_options
@click.option("--dry-run", is_flag=True, help="The same as plan: write nothing.")
@store_option
@policy_options
@limit_option
@selector_options
@global_options
@click.pass_context
def command(context: click.Context, /, dry_run: bool, **options: Any) -> int:  # noqa: ANN401, FBT001  click's values
    """Build a release, upload it, and move every job that pins an older version to it.

    PATH is a project folder or a built .whl, .egg or .jar. On a terminal the plan is shown and
    you are asked; elsewhere, and with --yes, it goes ahead. What is held is named, with the
    reason and what to do about it. A rerun finishes what was cut off.
    """
    if dry_run:
        return int(
            context.invoke(
                plan_command,
                out=None,
                detailed_exitcode=False,
                library=None,
                version=None,
                **options,
            )
        )
    path = chosen_path(options)
    with stage(context, path, options) as here:
        with release_session(
            path, here.settings, here.profile, here.environment, here.observer
        ) as session:
            deployed = upload_and_update(
                session,
                here.wish(options),
                approval(here),
                here.observer,
            )
        return show_deployed(here, deployed, rerun=same_options(context, "upload-and-update"))
