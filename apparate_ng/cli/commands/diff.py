"""`apparate diff`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.commands.completing import complete_library
from apparate_ng.cli.commands.shared_options import store_option
from apparate_ng.cli.globals import global_options_with_markdown


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--library",
    metavar="NAME",
    shell_complete=complete_library,
    help="OLD and NEW are versions of NAME in the store.",
)
@click.option(
    "--api-allow",
    "api_allow",
    multiple=True,
    metavar="NAME",
    help="Waive what breaks in pkg.mod.name; may have * in it. Repeatable.",
)
@click.option(
    "--zero-major",
    type=click.Choice(["strict", "relaxed"]),
    help="How to read versions below 1.0.  [default: strict]",
)
@store_option
@global_options_with_markdown
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Compare the public API of two releases, without running any of their code.

    OLD and NEW are wheels or project folders, or with --library versions in the store. Exit code
    10 says that NEW breaks what OLD promised.
    """
    from apparate_ng.cli.runs.diff import run

    return run(context, options)
