"""`--report FILE`: the result in a file, in the shape that the file's name asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.file_places import complaint_of_place
from apparate_ng.cli.globals import globals_of
from apparate_ng.reports.formats import OF_INVENTORIES, SUFFIXES, format_of


def _report_option(suffixes: Sequence[str]) -> Callable[[Any], Any]:
    def remember(
        context: click.Context, parameter: click.Parameter, value: tuple[Path, ...]
    ) -> None:
        for file in value:
            complaint = _complaint(file, suffixes)
            if complaint is not None:
                raise click.BadParameter(complaint, context, parameter)
        globals_of(context).reports = tuple(dict.fromkeys(value))

    return click.option(
        "--report",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FILE",
        expose_value=False,
        callback=remember,
        help=f"Also write the result to FILE: {', '.join(suffixes)}. Repeatable.",
    )


def _complaint(file: Path, suffixes: Sequence[str]) -> str | None:
    """What stands against it, as far as it shows before anything is done.

    What was done cannot be done a second time for the sake of its report.
    """
    if format_of(file) is None or not file.name.lower().endswith(tuple(suffixes)):
        *most, last = suffixes
        return f"{str(file)!r} must end with {', '.join(most)} or {last}."
    try:
        complaint = complaint_of_place(file.absolute())
    except OSError as error:
        return f"{str(file)!r} cannot be used: {error.strerror}."
    return None if complaint is None else f"{complaint}."


report_option = _report_option(tuple(SUFFIXES))
inventory_report_option = _report_option(OF_INVENTORIES)
