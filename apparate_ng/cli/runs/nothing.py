"""Where there is no deployment to speak of."""

from __future__ import annotations

import sys

import click

from apparate_ng.cli.runs.stage import Stage
from apparate_ng.cli.runs.streams import written
from apparate_ng.errors import ExitCode


def say_nothing(here: Stage, words: str) -> ExitCode:
    """Say it to people; to programs, `null` stands in the place of a deployment."""
    here.observer.clear()
    with written(sys.stdout):
        click.echo("null" if here.wants_json else words)
    return ExitCode.DONE
