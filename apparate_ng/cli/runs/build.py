"""`apparate build`: what it does."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.given import chosen_path
from apparate_ng.cli.runs.stage import stage
from apparate_ng.errors import ExitCode
from apparate_ng.releases.building import build_wheel
from apparate_ng.releases.project import find_project


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    path = chosen_path(options)
    with stage(context, path) as here:
        project = find_project(path)
        target = options["out_dir"] or Path(tempfile.mkdtemp(prefix="apparate-wheel-"))
        wheel = build_wheel(project, target, verbose=here.observer.building)
        here.observer.clear()
        click.echo(str(wheel))
    return ExitCode.DONE
