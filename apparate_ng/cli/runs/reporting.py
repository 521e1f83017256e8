"""Reports in files, and what a CI server is told: written after the result was printed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from apparate_ng.cli.runs.stage import Stage
from apparate_ng.errors import ApparateError
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Notice, Plan
from apparate_ng.reports.formats import Format, format_of

if TYPE_CHECKING:  # all shapes at once are much to import for a command that is asked for none
    from apparate_ng.reports.rendering import Document
    from apparate_ng.reports.wording.command import Command

_SUMMARY, _OUTPUT = "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"


def write_reports(
    here: Stage,
    document: Document,
    commands: Sequence[Command] = (),
    plan_file: Path | None = None,
    *,
    tells_ci: bool = True,
) -> None:
    """Write every report that was asked for, and tell the CI server, unless it is old news.

    Each file is whole or as it was before. One that cannot be written does not stop the others.

    Raises:
        ApparateError: reports cannot be written; all of them are named.
    """
    named = None if plan_file is None else str(plan_file)
    if tells_ci:
        _tell_ci(here, document, commands, named)
    tried = [_put(file, document, commands, named) for file in here.said.reports]
    failed = [error for error in tried if error is not None]
    if failed:
        where = ", ".join(str(error.where) for error in failed)
        raise ApparateError(failed[0].what, where=where, hint=failed[0].hint)


def _put(
    file: Path, document: Document, commands: Sequence[Command], plan_file: str | None
) -> ApparateError | None:
    """Write one report; return what stood in the way."""
    from apparate_ng.reports.rendering import rendered

    try:
        _place(file, rendered(document, format_of(file) or Format.TEXT, commands, plan_file))
    except OSError as error:
        return ApparateError(f"a report cannot be written: {error.strerror}", where=str(file))
    except ApparateError as error:
        error.where = str(file)
        return error
    return None


def _place(file: Path, text: str) -> None:
    """Write a file that is whole under its name, or not there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    target = Path(os.path.realpath(file))  # a link stays one; a loop of them is no trouble
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".apparate-") as folder:
        draft = Path(folder) / "report"
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(target)


def _tell_ci(
    here: Stage, document: Document, commands: Sequence[Command], plan_file: str | None
) -> None:
    """Add to the files that GitHub names; that they cannot be written is worth a warning only."""
    if not any(here.environment.get(variable) for variable in (_SUMMARY, _OUTPUT)):
        return
    from apparate_ng.reports.interchange.ci_facts import as_outputs, facts_of
    from apparate_ng.reports.rendering import rendered

    _append(here, _SUMMARY, lambda: rendered(document, Format.MARKDOWN, commands))
    if isinstance(document, Plan | Deployment):
        _append(here, _OUTPUT, lambda: as_outputs(facts_of(document, plan_file)))


def _append(here: Stage, variable: str, text: Callable[[], str]) -> None:
    file = here.environment.get(variable)
    if not file:
        return
    try:
        with Path(file).open("a", encoding="utf-8", newline="") as end:
            end.write(text())
    except OSError as error:
        words = f"{variable} cannot be written: {error.strerror}"
        here.observer.noticed(Notice(code="ci-file", text=words))
