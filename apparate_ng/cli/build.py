"""`apparate build`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.globals import global_options
from apparate_ng.cli.shared_options import chosen_path, project_options
from apparate_ng.cli.stage import stage
from apparate_ng.releases.building import build_wheel
from apparate_ng.releases.project import find_project


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
def command(context: click.Context, /, out_dir: Path | None, **options: Any) -> None:  # noqa: ANN401  click's values
    """Build the wheel with the project's own backend, isolated and reproducible.

    Nothing is left in the project's folder. The wheel's path is printed.
    """
    path = chosen_path(options)
    with stage(context, path) as here:
        project = find_project(path)
        target = out_dir or Path(tempfile.mkdtemp(prefix="apparate-wheel-"))
        wheel = build_wheel(project, target, verbose=here.observer.building)
        here.observer.clear()
        click.echo(str(wheel))
