"""`apparate build`: what it does."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.given import chosen_path
from apparate_ng.cli.runs.stage import stage
from apparate_ng.errors import ExitCode
from apparate_ng.operations.releases.artifact import build_project, built
from apparate_ng.reports.interchange.documents import to_json


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    path = chosen_path(options)
    with stage(context, path) as here:
        with _folder_for_wheel(options["out_dir"]) as folder:
            wheel = build_project(path, folder, here.observer.building)
            said = to_json(built(wheel)) if here.wants_json else f"{wheel}\n"
        here.show_rows(said)
    return ExitCode.DONE


@contextmanager
def _folder_for_wheel(chosen: Path | None) -> Iterator[Path]:
    """The chosen folder, or a new temporary one, which goes away again if the build fails."""
    if chosen is not None:
        yield chosen
        return
    folder = Path(tempfile.mkdtemp(prefix="apparate-wheel-"))
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
