"""`apparate upload`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.shared_options import project_options, store_option
from apparate_ng.cli.globals import global_options


@click.command("upload")
@project_options
@store_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Put a release into the library store; no job is touched.

    PATH is a project folder, which is built first, or a built .whl, .egg or .jar. The same
    release again is a success that changes nothing; the same version with other contents is
    refused.
    """
    from apparate_ng.cli.runs.upload import run

    return run(context, options)
