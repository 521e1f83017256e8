"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _all(*options: Callable[[Any], Any]) -> Callable[[_Command], _Command]:
    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


project_options = _all(
    click.argument("path", required=False, type=click.Path(path_type=Path)),
    click.option(
        "-p",
        "--path",
        "path_option",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="The same as PATH: a project folder, or a built .whl, .egg or .jar.  [default: .]",
    ),
)

store_option = click.option(
    "--store",
    "-f",
    "--folder",
    "store",
    metavar="URI",
    help="Library store, such as /Workspace/Shared/libraries.",
)

policy_options = _all(
    click.option(
        "--allow",
        type=click.Choice(["patch", "minor", "major"]),
        help="Largest step that may be taken.  [default: minor]",
    ),
    click.option("--pre/--no-pre", default=None, help="Take prereleases too."),
    click.option("--allow-downgrade", is_flag=True, help="Move newer pins down, too."),
    click.option(
        "--include-bundle-managed/--no-include-bundle-managed",
        default=None,
        help="Change jobs of bundles, too; their next deploy undoes it.",
    ),
    click.option(
        "--replace-eggs/--no-replace-eggs", default=None, help="Put wheels in the place of eggs."
    ),
    click.option(
        "--index-pins",
        type=click.Choice(["hold", "rewrite"]),
        help="What to do with requirements such as lib==1.4.2.  [default: hold]",
    ),
    click.option(
        "--zero-major",
        type=click.Choice(["strict", "relaxed"]),
        help="How to read versions below 1.0.  [default: strict]",
    ),
    click.option(
        "--also-store",
        "also_stores",
        multiple=True,
        metavar="URI",
        help="Older place whose pins count as ours. Repeatable.",
    ),
)

limit_option = click.option(
    "--max-dependents",
    type=click.IntRange(min=0),
    metavar="N",
    help="Refuse a plan that would change more than N jobs (exit 5).",
)

selector_options = _all(
    click.option(
        "--job",
        "jobs",
        multiple=True,
        metavar="ID_OR_GLOB",
        help="Only jobs whose id or name matches. Repeatable.",
    ),
    click.option(
        "--exclude", multiple=True, metavar="ID_OR_GLOB", help="Leave these out. Repeatable."
    ),
    click.option(
        "--tag",
        "tags",
        multiple=True,
        metavar="KEY[=VALUE]",
        help="Only jobs with this tag. Repeatable: all must be there.",
    ),
    click.option("--scheduled-only", is_flag=True, help="Only jobs that run by themselves."),
)
