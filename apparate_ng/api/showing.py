"""Results for people: the text of the command, and a table for a notebook's cell."""

from __future__ import annotations

import html
from io import StringIO

from rich.console import Console, RenderableType

from apparate_ng.api.results import (
    ApiDiff,
    Deployment,
    Explanation,
    History,
    Inventory,
    Plan,
    Prune,
    Shown,
    WorkspaceInventory,
)
from apparate_ng.model.stores.prune import PruneStatus
from apparate_ng.reports.explanation.text import explanation_report
from apparate_ng.reports.notebook import notebook_html
from apparate_ng.reports.rendering import report_of
from apparate_ng.reports.text.api_diff import api_diff_report
from apparate_ng.reports.text.history import history_report
from apparate_ng.reports.text.prune import prune_plan, prune_report

_WIDTH = 120
"""Columns of the text: about what a notebook's cell has."""


def text_of(result: Shown) -> str:
    """The text that the command prints, without colours and without its next command."""
    console = Console(file=StringIO(), width=_WIDTH, color_system=None, force_jupyter=False)
    with console.capture() as captured:
        console.print(_report(result), markup=False, emoji=False, highlight=False)
    return captured.get().rstrip("\n")


def html_of(result: Shown) -> str:
    """The table of the command's page, without scripts; what has no page is shown as text."""
    if isinstance(result, Plan | Deployment | Inventory | WorkspaceInventory):
        return notebook_html(result)
    return f"<pre>{html.escape(text_of(result))}</pre>"


def _report(result: Shown) -> RenderableType:
    if isinstance(result, Plan | Deployment | Inventory | WorkspaceInventory):
        return report_of(result)
    if isinstance(result, History):
        return history_report(result)
    if isinstance(result, Explanation):
        return explanation_report(result)
    if isinstance(result, ApiDiff):
        return api_diff_report(result, verbose=False)
    assert isinstance(result, Prune)  # noqa: S101  for the type checker: there are no others
    if result.status is PruneStatus.PLANNED:
        return prune_plan(result, next_command=None, verbose=False)
    return prune_report(result)
