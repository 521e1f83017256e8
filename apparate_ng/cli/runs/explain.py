"""`apparate explain`: what it does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.errors import ExitCode
from apparate_ng.model.plans.explanation import Explanation
from apparate_ng.operations.queries.explaining import (
    NoProjectError,
    explain_artifact,
    explain_release,
)
from apparate_ng.operations.releases.stored import stored_release
from apparate_ng.operations.session import release_session, store_session
from apparate_ng.reports.explanation.text import explanation_report


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    if options["version"] is not None and options["library"] is None:
        raise click.UsageError("--version needs --library")
    if options["path"] is not None and options["library"] is not None:
        raise click.UsageError("PATH and --library name different releases")
    path = options["path"] or Path()
    with stage(context, path, options) as here:
        explain = _for_project if options["library"] is None else _for_library
        explanation = explain(here, path, options)
        verbose = here.said.verbose > 0
        here.show(explanation, lambda: explanation_report(explanation, verbose=verbose))
    return ExitCode.PARTIAL if explanation.unreadable else ExitCode.DONE


def _for_project(here: Stage, path: Path, options: Mapping[str, Any]) -> Explanation:
    try:
        with release_session(
            path, here.settings, here.profile, here.environment, here.observer, here.interrupts
        ) as session:
            wish, wanted = here.wish(options), options["job"]
            return explain_artifact(
                session.workspace, session.artifact, wish, wanted, here.observer
            )
    except NoProjectError as error:
        hint = "name a project or a built release, or what is in the store: --library NAME"
        raise NoProjectError(error.what, where=error.where, hint=hint) from error


def _for_library(here: Stage, path: Path, options: Mapping[str, Any]) -> Explanation:
    del path
    with store_session(here.settings, here.profile, here.environment, here.interrupts) as session:
        release = stored_release(session.store, options["library"], options["version"])
        wish, wanted = here.wish(options), options["job"]
        return explain_release(session.workspace, release, wish, wanted, here.observer)
