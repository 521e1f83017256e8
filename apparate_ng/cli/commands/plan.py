"""`apparate plan`: what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.commands.shared_options import (
    limit_option,
    policy_options,
    project_options,
    selector_options,
    store_option,
)
from apparate_ng.cli.globals import global_options


@click.command("plan")
@project_options
@click.option("--library", metavar="NAME", help="Plan for a release that is in the store.")
@click.option("--version", metavar="V", help="Which one.  [default: the newest final one]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Save the plan, and the built artifact beside it, for apply.",
)
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 10 if there are changes.")
@store_option
@policy_options
@limit_option
@selector_options
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Say what upload-and-update would do, and why, and what it would not; write nothing.

    PATH is a project folder, which is built out of its tree, or a built .whl, .egg or .jar.
    """
    from apparate_ng.cli.runs.plan import run

    return run(context, options)
