"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from apparate_ng.cli.commands.completing import complete_dependent
from apparate_ng.cli.commands.duration import Duration

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _all(*options: Callable[[Any], Any]) -> Callable[[_Command], _Command]:
    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _no_blank(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("a reason is needed.", context, parameter)
    return value


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
        "--include-clusters/--no-include-clusters",
        default=None,
        help="Change all-purpose clusters, too; you restart them.",
    ),
    click.option(
        "--replace-eggs/--no-replace-eggs", default=None, help="Put wheels in the place of eggs."
    ),
    click.option(
        "--index-pins",
        type=click.Choice(["hold", "rewrite", "replace"]),
        help="What to do with requirements such as lib==1.4.2.  [default: hold]",
    ),
    click.option(
        "--zero-major",
        type=click.Choice(["strict", "relaxed"]),
        help="How to read versions below 1.0.  [default: strict]",
    ),
    click.option(
        "--checks/--no-checks",
        default=None,
        help="Look into files and runtimes before anything moves.  [default: checks]",
    ),
    click.option(
        "--api-allow",
        multiple=True,
        metavar="NAME",
        help="Let pass what breaks in pkg.mod.name; may have * in it. Repeatable.",
    ),
    click.option(
        "--unchecked",
        type=click.Choice(["allow", "hold"]),
        help="What to do where something cannot be checked.  [default: allow]",
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

rollback_option = click.option(
    "--rollback-on-failure",
    is_flag=True,
    help="If anything fails, put back what was updated (exit 6).",
)

lease_wait_option = click.option(
    "--lease-wait",
    type=Duration(),
    default=0,
    metavar="TIME",
    help="Wait so long, as 10m, while another deployment is at work.  [default: not at all]",
)

override_freeze_option = click.option(
    "--override-freeze",
    metavar="REASON",
    callback=_no_blank,
    help="Go ahead in a freeze, too, and record why.",
)

deep_option = click.option(
    "--deep", is_flag=True, help="Read init scripts and notebooks, too, for what they install."
)

selector_options = _all(
    click.option(
        "--job",
        "jobs",
        shell_complete=complete_dependent,
        multiple=True,
        metavar="ID_OR_GLOB",
        help="Only jobs whose id or name matches. Repeatable.",
    ),
    click.option(
        "--exclude",
        shell_complete=complete_dependent,
        multiple=True,
        metavar="ID_OR_GLOB",
        help="Leave these out. Repeatable.",
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
