"""`apparate doctor`: what it does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.globals import Globals, globals_of
from apparate_ng.cli.runs.debugging import log_requests
from apparate_ng.cli.runs.given import given_settings
from apparate_ng.cli.runs.progress import Drawing, drawing_on
from apparate_ng.cli.runs.streams import written
from apparate_ng.cli.runs.terminal import stderr_console, stdout_console
from apparate_ng.errors import ExitCode
from apparate_ng.model.diagnosis import Diagnosis
from apparate_ng.operations.examinations.case import Place
from apparate_ng.operations.setup.diagnosing import diagnose
from apparate_ng.reports.interchange.documents import to_json
from apparate_ng.reports.text.diagnosis import diagnosis_report


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    said = globals_of(context)
    if said.debug:
        log_requests(sys.stderr)
    return examine(said, options["path"], given_settings(options), origin=options["origin"])


def examine(said: Globals, path: Path, settings: dict[str, Any], *, origin: bool) -> ExitCode:
    """Diagnose, and show what came of it; a configuration that is wrong is a line of it."""
    place = Place(
        folder=path if path.is_dir() else Path.cwd(),
        explicit=said.config,
        profile=said.profile,
        environment=os.environ,
        options=settings,
    )
    stderr = stderr_console(said.color)
    draws = drawing_on(stderr, os.environ) is not Drawing.NOTHING
    if draws and not said.quiet and not said.debug:
        with stderr.status("Looking at everything …"):
            diagnosis = diagnose(place)
    else:
        diagnosis = diagnose(place)
    _show(said, diagnosis, origin=origin)
    return ExitCode.DONE if diagnosis.ok else ExitCode.ERROR


def _show(said: Globals, diagnosis: Diagnosis, *, origin: bool) -> None:
    with written(sys.stdout):
        if said.output == "json":
            sys.stdout.write(to_json(diagnosis))
        else:
            stdout_console(said.color).print(diagnosis_report(diagnosis, origin=origin))
