"""`apparate plan`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.file_places import complaint_of_place
from apparate_ng.cli.runs.given import chosen_path
from apparate_ng.cli.runs.planned import exit_code_for, next_for, show_plan
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.errors import ApparateError
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.plans.planning import (
    is_too_many,
    plan_for_artifact,
    plan_for_release,
    refuse_too_many,
)
from apparate_ng.operations.plans.saved import save_plan, with_file_beside
from apparate_ng.operations.releases.stored import stored_release
from apparate_ng.operations.session import release_session, store_session
from apparate_ng.reports.interchange.documents import to_json


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    path, library, version = chosen_path(options), options["library"], options["version"]
    if version is not None and library is None:
        raise click.UsageError("--version needs --library")
    out: Path | None = options["out"]
    if out is not None:
        _require_place(out)
    with stage(context, path, options) as here:
        if library is None:
            plan, published = _for_project(here, path, out, options)
        else:
            plan, published = _for_library(here, library, version, out, options), True
        limit = here.settings.max_dependents
        following = None
        if not is_too_many(plan, limit):
            following = next_for(context, plan, out=out, published=published, library=library)
        show_plan(here, plan, next_command=following, saved=out)
        refuse_too_many(plan, limit)
        return exit_code_for(plan, detailed=options["detailed_exitcode"])


def _require_place(out: Path) -> None:
    """A plan that finds no place in the end was made for nothing.

    Raises:
        ApparateError: no file can be there.
    """
    try:
        complaint = complaint_of_place(out.absolute())
    except OSError as error:
        complaint = error.strerror
    if complaint is not None:
        raise ApparateError(f"the plan cannot be saved: {complaint}", where=str(out))


def _for_project(
    here: Stage, path: Path, out: Path | None, options: dict[str, Any]
) -> tuple[Plan, bool]:
    with release_session(
        path, here.settings, here.profile, here.environment, here.observer, here.interrupts
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
    with store_session(here.settings, here.profile, here.environment, here.interrupts) as session:
        release = stored_release(session.store, library, version)
        plan = plan_for_release(session.workspace, release, here.wish(options), here.observer)
        if out is not None:
            save_plan(plan, to_json(plan), out, None)
        return plan
