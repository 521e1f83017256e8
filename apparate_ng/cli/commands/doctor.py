"""`apparate doctor`: what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.commands.shared_options import store_option
from apparate_ng.cli.globals import global_options


@click.command("doctor")
@click.argument("path", required=False, type=click.Path(path_type=Path), default=".")
@click.option("--origin", is_flag=True, help="Show where each setting's value came from.")
@store_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Check that everything needed works here: one line each, with what to do.

    Writes a small file into the store and removes it; changes nothing else. Exit 1 if a check
    fails; warnings do not fail.
    """
    from apparate_ng.cli.runs.doctor import run

    return run(context, options)
