"""`apparate build`: what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.commands.shared_options import project_options
from apparate_ng.cli.globals import global_options


@click.command("build")
@project_options
@click.option(
    "-o",
    "--out-dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to put the wheel.  [default: a new temporary folder]",
)
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Build the wheel with the project's own backend, isolated and reproducible.

    Nothing is left in the project's folder. The wheel's path is printed.
    """
    from apparate_ng.cli.runs.build import run

    return run(context, options)
