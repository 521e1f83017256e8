"""`apparate update`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.deployed import approval, show_deployed
from apparate_ng.cli.globals import global_options
from apparate_ng.cli.next_command import same_options
from apparate_ng.cli.shared_options import (
    limit_option,
    policy_options,
    selector_options,
    store_option,
)
from apparate_ng.cli.stage import stage
from apparate_ng.operations.session import store_session
from apparate_ng.operations.updating import update


@click.command("update")
@click.argument("name")
@click.argument("version", required=False)
@store_option
@policy_options
@limit_option
@selector_options
@global_options
@click.pass_context
def command(context: click.Context, /, name: str, version: str | None, **options: Any) -> int:  # noqa: ANN401  click's values
    """Move jobs to a release of library NAME that is in the store already.

    Without VERSION the newest final one is taken.
    """
    with stage(context, Path(), options) as here:
        with store_session(here.settings, here.profile, here.environment) as session:
            deployed = update(
                session,
                name,
                version,
                here.wish(options),
                approval(here),
                here.observer,
            )
        return show_deployed(here, deployed, rerun=same_options(context, "update"))
