"""One document, many shapes. What is heavy to import is imported for the shape that needs it."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import TypeAlias

from msgspec import UnsetType
from rich.console import Console, RenderableType

from apparate_ng.errors import ApparateError
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.inventories.inventory import Inventory, WorkspaceInventory
from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.formats import Format
from apparate_ng.reports.interchange.ci_facts import as_dotenv, as_properties, facts_of
from apparate_ng.reports.interchange.documents import to_json
from apparate_ng.reports.interchange.inventory_csv import to_csv
from apparate_ng.reports.interchange.junit import deployment_junit, plan_junit
from apparate_ng.reports.interchange.plan_csv import deployment_csv, plan_csv
from apparate_ng.reports.markdown.inventory import inventory_markdown
from apparate_ng.reports.markdown.plan import deployment_markdown, plan_markdown
from apparate_ng.reports.pages.inventory import inventory_page
from apparate_ng.reports.pages.page import Page
from apparate_ng.reports.pages.plan import deployment_page, plan_page
from apparate_ng.reports.text.deployment import deployment_report
from apparate_ng.reports.text.inventory import inventory_report, workspace_inventory_report
from apparate_ng.reports.text.plan import plan_report
from apparate_ng.reports.text.rollback import rollback_plan_report
from apparate_ng.reports.wording.command import Command, next_lines

Document: TypeAlias = Plan | Deployment | Inventory | WorkspaceInventory
_WIDTH = 160
"""Columns of a text file: wide enough that commands and paths stay in one piece."""


class ShapeError(ApparateError):
    """A document has no such shape."""


def rendered(
    document: Document,
    shape: Format,
    commands: Sequence[Command] = (),
    plan_file: str | None = None,
) -> str:
    """Return the document in this shape, with a line end after it.

    Args:
        document: what is shown.
        shape: how.
        commands: what to type next.
        plan_file: where the plan was saved, if it was.

    Raises:
        ShapeError: an inventory is no test, and has no facts for a pipeline.
    """
    if shape is Format.JSON:
        return to_json(document)
    if shape is Format.HTML:
        from apparate_ng.reports.pages.html_page import html_page  # the templates' engine

        return html_page(page_of_document(document, commands))
    if isinstance(document, Inventory | WorkspaceInventory):
        return _inventory(document, shape, commands)
    return _plan_or_deployment(document, shape, commands, plan_file)


def page_of_document(document: Document, commands: Sequence[Command] = ()) -> Page:
    """Return what the page of a document says."""
    if isinstance(document, Plan):
        return plan_page(document, commands)
    if isinstance(document, Deployment):
        return deployment_page(document, commands)
    return inventory_page(document, commands)


def _plan_or_deployment(
    document: Plan | Deployment, shape: Format, commands: Sequence[Command], plan_file: str | None
) -> str:
    if shape is Format.TEXT:
        return _as_text(report_of(document, commands))
    if shape is Format.DOTENV:
        return as_dotenv(facts_of(document, plan_file))
    if shape is Format.PROPERTIES:
        return as_properties(facts_of(document, plan_file))
    if isinstance(document, Plan):
        return _plan(document, shape, commands)
    return _deployment(document, shape, commands)


def _plan(plan: Plan, shape: Format, commands: Sequence[Command]) -> str:
    if shape is Format.MARKDOWN:
        return plan_markdown(plan, commands)
    return plan_junit(plan) if shape is Format.JUNIT else plan_csv(plan)


def _deployment(deployment: Deployment, shape: Format, commands: Sequence[Command]) -> str:
    if shape is Format.MARKDOWN:
        return deployment_markdown(deployment, commands)
    return deployment_junit(deployment) if shape is Format.JUNIT else deployment_csv(deployment)


def _inventory(
    inventory: Inventory | WorkspaceInventory, shape: Format, commands: Sequence[Command]
) -> str:
    if shape is Format.TEXT:
        return _as_text(report_of(inventory, commands))
    if shape is Format.MARKDOWN:
        return inventory_markdown(inventory, commands)
    if shape is Format.CSV:
        return to_csv(inventory)
    known = "text, json, markdown, csv and html"
    raise ShapeError(f"an inventory cannot be written as {shape.value}", hint=f"it can as {known}")


def report_of(document: Document, commands: Sequence[Command] = ()) -> RenderableType:
    """Return the text of the command whose document it is."""
    following = next_lines(commands)
    if isinstance(document, Plan):
        if isinstance(document.rolls_back, UnsetType):
            return plan_report(document, next_command=following)
        return rollback_plan_report(document, next_command=following)
    if isinstance(document, Deployment):
        return deployment_report(document, next_command=following)
    if isinstance(document, Inventory):
        return inventory_report(document, next_command=following)
    return workspace_inventory_report(document)


def _as_text(report: RenderableType) -> str:
    out = StringIO()
    console = Console(
        file=out, width=_WIDTH, color_system=None, markup=False, emoji=False, highlight=False
    )
    console.print(report)
    return out.getvalue()
