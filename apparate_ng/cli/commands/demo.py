"""`apparate demo`: what it takes."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.globals import global_options_for_people


@click.command("demo")
@global_options_for_people
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:  # noqa: ANN401  click's values
    """Watch the whole job: build a real library, and move the right jobs to it.

    Starts a local workspace of about 40 jobs, runs the real commands against it, and leaves
    nothing behind. No account is needed, and nothing leaves this machine.
    """
    from apparate_ng.cli.runs.demo import run

    return run(context, options)
