"""`apparate upload-and-update`: what it does."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.runs.deployed import approval, show_deployed
from apparate_ng.cli.runs.given import chosen_path
from apparate_ng.cli.runs.next_command import same_options
from apparate_ng.cli.runs.plan import run as run_plan
from apparate_ng.cli.runs.prune import prune_after
from apparate_ng.cli.runs.stage import stage
from apparate_ng.errors import ExitCode
from apparate_ng.operations.deployments.updating import upload_and_update
from apparate_ng.operations.session import release_session


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    if options["dry_run"]:
        wider = {"out": None, "detailed_exitcode": False, "library": None, "version": None}
        return run_plan(context, options | wider)
    path = chosen_path(options)
    with (
        stage(context, path, options) as here,
        release_session(
            path, here.settings, here.profile, here.environment, here.observer, here.interrupts
        ) as session,
    ):
        deployed = upload_and_update(
            session,
            here.wish(options),
            approval(here),
            here.observer,
            here.conduct("upload-and-update", options, path if path.is_dir() else path.parent),
        )
        rerun = same_options(context, "upload-and-update")
        code = show_deployed(here, deployed, rerun=rerun)
        if not options["prune"] or code is not ExitCode.DONE:
            return code
        library = session.artifact.release.name
        return prune_after(here, session, library, lease_wait_s=options["lease_wait"])
