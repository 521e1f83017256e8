"""`apparate show`: what it does."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import UnsetType

from apparate_ng.cli.runs.deployed import command_for, commands_for
from apparate_ng.cli.runs.nothing import say_nothing
from apparate_ng.cli.runs.reporting import write_reports
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.queries.history import can_resume, find_deployment
from apparate_ng.operations.queries.saved_documents import SavedDocument, saved_document
from apparate_ng.operations.session import store_session
from apparate_ng.reports.formats import Format
from apparate_ng.reports.rendering import rendered, report_of
from apparate_ng.reports.wording.command import Command


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    wanted: str | None = options["deployment"]
    with stage(context, Path(), options) as here:
        document = _found(here, wanted)
        if document is None:
            return say_nothing(here, "There is no deployment yet.")
        commands = _commands(here, document, wanted or "")
        _show(here, document, commands)
        write_reports(here, document, commands, tells_ci=False)
    return ExitCode.DONE


def _found(here: Stage, wanted: str | None) -> SavedDocument | None:
    saved = None if wanted is None else saved_document(wanted)
    if saved is not None:
        return saved
    with store_session(here.settings, here.profile, here.environment, here.interrupts) as session:
        return find_deployment(session, wanted)


def _show(here: Stage, document: SavedDocument, commands: Sequence[Command]) -> None:
    shape = Format(here.said.output)
    if shape in {Format.TEXT, Format.JSON}:
        here.show(document, lambda: report_of(document, commands))
    else:
        here.show_rows(rendered(document, shape, commands))


def _commands(here: Stage, document: SavedDocument, wanted: str) -> tuple[Command, ...]:
    """What to type next, as the command would have said that made it."""
    if isinstance(document, Deployment):
        following = command_for(here, "resume", document) if can_resume(document) else None
        return commands_for(here, document, following)
    if isinstance(document, Plan) and document.has_changes and _is_forward(document):
        text = shlex.join(["apparate", "apply", wanted])
        return (Command(purpose="Carry this plan out", text=text),)
    return ()


def _is_forward(plan: Plan) -> bool:
    """A rollback is planned anew when it is done."""
    return isinstance(plan.rolls_back, UnsetType)
