"""`apparate configure`: what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.commands.shared_options import store_option
from apparate_ng.cli.globals import global_options


@click.command("configure")
@click.argument(
    "path", required=False, type=click.Path(path_type=Path, file_okay=False), default="."
)
@click.option("--host", metavar="URL", help="Workspace to use.  [default: the one signed in to]")
@store_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Choose the workspace and the library store for the project in PATH, and check them.

    Asks for what no option says, and writes the store into [tool.apparate] of pyproject.toml, or
    into apparate.toml. Signing in is left to the Databricks CLI, which keeps the credentials: none
    is asked for or written here. Ends with what `apparate doctor` finds.
    """
    from apparate_ng.cli.runs.configure import run

    return run(context, options)
