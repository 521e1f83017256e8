"""`apparate show`: what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import UnsetType

from apparate_ng.cli.runs.deployed import command_for, commands_for, look_command
from apparate_ng.cli.runs.next_command import same_options
from apparate_ng.cli.runs.nothing import say_nothing
from apparate_ng.cli.runs.reporting import write_reports
from apparate_ng.cli.runs.stage import Stage, stage
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Notice, Plan
from apparate_ng.operations.queries.history import (
    Aftermath,
    aftermath_of,
    can_resume,
    find_deployment,
    records_of,
)
from apparate_ng.operations.queries.saved_documents import SavedDocument, saved_document
from apparate_ng.operations.session import store_session
from apparate_ng.reports.formats import Format
from apparate_ng.reports.rendering import rendered, report_of
from apparate_ng.reports.wording.command import Command

_NOTHING_SINCE = Aftermath(is_followed=False, rolled_back_by=None)


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    wanted: str | None = options["deployment"]
    with stage(context, Path(), options) as here:
        document, aftermath = _found(here, wanted)
        if document is None:
            return ExitCode.DONE  # said already
        commands = _commands(context, here, document, aftermath, wanted or "")
        if aftermath.rolled_back_by is not None:
            text = f"it was rolled back by {aftermath.rolled_back_by} since"
            here.observer.noticed(Notice(code="rolled-back-since", text=text))
        _show(here, document, commands)
        write_reports(here, document, commands, tells_ci=False)
    return ExitCode.DONE


def _found(here: Stage, wanted: str | None) -> tuple[SavedDocument | None, Aftermath]:
    """What is to be shown, and of what could be resumed, whether anything came after it."""
    saved = None if wanted is None else saved_document(wanted)
    if saved is not None:
        return saved, _NOTHING_SINCE
    with store_session(here.settings, here.profile, here.environment, here.interrupts) as session:
        found = find_deployment(session, wanted)
        if found is None:
            say_nothing(here, session, "There is no deployment yet")
        if found is None or not can_resume(found):
            return found, _NOTHING_SINCE
        return found, aftermath_of(records_of(session), found)


def _show(here: Stage, document: SavedDocument, commands: Sequence[Command]) -> None:
    shape = Format(here.said.output)
    if shape in {Format.TEXT, Format.JSON}:
        here.show(document, lambda: report_of(document, commands))
    else:
        here.show_rows(rendered(document, shape, commands))


def _commands(
    context: click.Context,
    here: Stage,
    document: SavedDocument,
    aftermath: Aftermath,
    wanted: str,
) -> tuple[Command, ...]:
    """What to type next, as the command would have said that made it."""
    if isinstance(document, Deployment):
        following = "\n".join(_next_commands(here, document, aftermath)) or None
        return commands_for(here, document, following)
    if isinstance(document, Plan) and document.has_changes and _is_forward(document):
        text = same_options(context, "apply", wanted)
        return (Command(purpose="Carry this plan out", text=text),)
    return ()


def _next_commands(here: Stage, document: Deployment, aftermath: Aftermath) -> Iterator[str]:
    """What came to no end can go on, unless something followed: that would be undone."""
    if not can_resume(document) or aftermath.is_followed:
        return
    if document.is_open:
        yield look_command(here, document)
    yield command_for(here, "resume", document)


def _is_forward(plan: Plan) -> bool:
    """A rollback is planned anew when it is done."""
    return isinstance(plan.rolls_back, UnsetType)
