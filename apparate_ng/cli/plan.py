"""`apparate plan`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.globals import global_options
from apparate_ng.cli.planned import exit_code_for, next_for, show_plan
from apparate_ng.cli.shared_options import (
    chosen_path,
    limit_option,
    policy_options,
    project_options,
    selector_options,
    store_option,
)
from apparate_ng.cli.stage import Stage, stage
from apparate_ng.model.plan import Plan
from apparate_ng.operations.planning import plan_for_artifact, plan_for_release
from apparate_ng.operations.saved_plans import save_plan, with_file_beside
from apparate_ng.operations.session import release_session, store_session
from apparate_ng.operations.stored import stored_release
from apparate_ng.reports.documents import to_json


@click.command("plan")
@project_options
@click.option("--library", metavar="NAME", help="Plan for a release that is in the store.")
@click.option("--version", metavar="V", help="Which one.  [default: the newest final one]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Save the plan, and the built artifact beside it, for apply.",
)
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 10 if there are changes.")
@store_option
@policy_options
@limit_option
@selector_options
@global_options
@click.pass_context
def command(
    context: click.Context,
    /,
    out: Path | None,
    detailed_exitcode: bool,  # noqa: FBT001  click's value
    **options: Any,  # noqa: ANN401  click's values
) -> int:
    """Say what upload-and-update would do, and why, and what it would not; write nothing.

    PATH is a project folder, which is built out of its tree, or a built .whl, .egg or .jar.
    """
    path, library, version = chosen_path(options), options["library"], options["version"]
    if version is not None and library is None:
        raise click.UsageError("--version needs --library")
    with stage(context, path, options) as here:
        if library is None:
            plan, published = _for_project(here, path, out, options)
        else:
            plan, published = _for_library(here, library, version, out, options), True
        following = next_for(context, plan, out=out, published=published, library=library)
        show_plan(here, plan, next_command=following)
        return exit_code_for(plan, detailed=detailed_exitcode)


def _for_project(
    here: Stage, path: Path, out: Path | None, options: dict[str, Any]
) -> tuple[Plan, bool]:
    with release_session(
        path, here.settings, here.profile, here.environment, here.observer
    ) as session:
        plan, published = plan_for_artifact(
            session.workspace,
            session.store,
            session.artifact,
            here.wish(options),
            here.observer,
        )
        if out is not None:
            plan = with_file_beside(plan)
            save_plan(plan, to_json(plan), out, session.artifact.file)
        return plan, published


def _for_library(
    here: Stage, library: str, version: str | None, out: Path | None, options: dict[str, Any]
) -> Plan:
    with store_session(here.settings, here.profile, here.environment) as session:
        release = stored_release(session.store, library, version)
        plan = plan_for_release(session.workspace, release, here.wish(options), here.observer)
        if out is not None:
            save_plan(plan, to_json(plan), out, None)
        return plan
