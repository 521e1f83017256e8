"""What a shell is offered as values: names from the last scan of the workspace."""

from __future__ import annotations

import glob
import os
from typing import TYPE_CHECKING

import click

from apparate_ng.cli.globals import globals_of

if TYPE_CHECKING:
    from apparate_ng.operations.known_names import KnownNames


def complete_dependent(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Names of jobs and other dependents, of the library that was named if one was; as globs."""
    del parameter
    library = context.params.get("library") or context.params.get("name")
    names = (glob.escape(name) for name in _known(context).of(library))
    return [name for name in names if name.startswith(incomplete)]


def complete_library(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Names of libraries."""
    del parameter
    return [name for name in _known(context).libraries if name.startswith(incomplete)]


def _known(context: click.Context) -> KnownNames:
    from apparate_ng.operations.known_names import known_names

    return known_names(globals_of(context).profile, os.environ)
