"""`apparate init`: what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.commands.shared_options import store_option
from apparate_ng.cli.globals import global_options


@click.command("init")
@click.argument("kit", type=click.Choice(["jenkins", "github", "gitlab"]))
@click.argument(
    "path",
    required=False,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=".",
)
@store_option
@click.option("--force", is_flag=True, help="Replace what stands there, without asking.")
@click.option("--keep", is_flag=True, help="Leave what stands there, and write the others.")
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Write a pipeline for a CI server into the project in PATH: plan, approval, apply.

    The files go to the top of the repository that PATH lies in, and the library store into the
    project's settings. Nothing that stands there is overwritten without asking; a second time,
    nothing is written. Afterwards you are told what is left to set up.
    """
    from apparate_ng.cli.runs.init import run

    return run(context, options)
