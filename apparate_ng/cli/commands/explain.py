"""`apparate explain`: what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.commands.completing import complete_dependent, complete_library
from apparate_ng.cli.commands.shared_options import (
    deep_option,
    override_freeze_option,
    policy_options,
    store_option,
)
from apparate_ng.cli.globals import global_options


@click.command("explain")
@click.argument("job", shell_complete=complete_dependent)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--library",
    metavar="NAME",
    shell_complete=complete_library,
    help="Explain for a release that is in the store.",
)
@click.option("--version", metavar="V", help="Which one.  [default: the newest final one]")
@store_option
@policy_options
@override_freeze_option
@deep_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Say why plan moves or holds JOB: the rules, the settings in force, the checks, what decided.

    JOB is an id or a glob on names, of jobs, pipelines, policies, clusters or files. PATH is a
    project or a built release, as for plan. Nothing is written.
    """
    from apparate_ng.cli.runs.explain import run

    return run(context, options)
