"""A plan, or a deployment, as Markdown: for a pull request, or the summary of a CI run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Plan, WorkspaceIdentity
from apparate_ng.model.releases.release import Release
from apparate_ng.reports.markdown.dialect import Room, code, details, link, plain
from apparate_ng.reports.pages.page import Page, Warned
from apparate_ng.reports.pages.plan import deployment_page, plan_page
from apparate_ng.reports.pages.row import Row, Tone
from apparate_ng.reports.wording.command import Command

Lines = Iterator[str]
_AT_ONCE = frozenset({Tone.GOOD, Tone.WAIT, Tone.BAD})
"""The rest is shown when somebody opens it."""


def plan_markdown(plan: Plan, commands: Sequence[Command] = ()) -> str:
    """Return a heading, the sentence, and a table for each decision."""
    page = plan_page(plan, commands)
    return _text(page, plan.release, plan.workspace, _decision)


def deployment_markdown(deployment: Deployment, commands: Sequence[Command] = ()) -> str:
    """Return a heading, the sentence, and a table for each outcome, trouble first."""
    page = deployment_page(deployment, commands)
    return _text(page, deployment.release, deployment.workspace, _outcome)


def _text(
    page: Page,
    release: Release,
    workspace: WorkspaceIdentity,
    cells: Callable[[Row], Sequence[str]],
) -> str:
    room = Room()
    who = "" if workspace.identity is None else f" as {plain(workspace.identity)}"
    lines = [
        f"## {page.kind}: {plain(page.title)}",
        "",
        f"**{plain(page.lead)}**",
        "",
        f"{code(release.uri)} in {plain(workspace.host)}{who}",
        *_groups(page, cells, room),
        *warned("Warnings", page.warnings, room),
        *warned("Could not be read", page.unreadable, room),
        *following(page.commands),
    ]
    return "\n".join(lines) + "\n"


def _groups(page: Page, cells: Callable[[Row], Sequence[str]], room: Room) -> Lines:
    head = ("Dependent", page.table.change, "Owner", "Runs", "Where, or why not")
    rows = [each.row for each in page.table.rows]
    for state, group in groupby(rows, key=lambda row: row.state):
        those = list(group)
        title = f"{state.word} ({len({row.key for row in those}):,})"
        table = list(room.table(head, (cells(row) for row in those)))
        if state.tone in _AT_ONCE:
            yield from ("", f"### {title}", *table)
        else:
            yield from details(title, table)


def _decision(row: Row) -> Sequence[str]:
    if row.state.tone is Tone.GOOD:
        why = code(row.gist)
    else:
        words = "; ".join(filter(None, (row.explanation, row.hint)))
        why = f"{code(row.reason or '')} {plain(words)}"
    return (dependent_cell(row), change_cell(row), *_people(row), why)


def _outcome(row: Row) -> Sequence[str]:
    return (dependent_cell(row), change_cell(row), *_people(row), plain(row.error or ""))


def _people(row: Row) -> tuple[str, str]:
    return plain(row.owner or "no owner"), plain(row.when)


def dependent_cell(row: Row) -> str:
    """Who it is: a link where the workspace has a page of it, else with its id."""
    kind = "" if row.kind.value == "job" else f" ({row.kind.value})"
    if row.url is None and row.title != row.id:
        return f"{plain(row.title)} {code(row.id)}{kind}"
    return link(row.title, row.url) + kind


def change_cell(row: Row) -> str:
    """From which version to which, and of what kind the step is."""
    versions = " → ".join(code(one) for one in (row.version, row.to_version) if one)
    places = f", {row.places:,} places" if row.places > 1 else ""
    return f"{versions} {plain(row.note)}".rstrip() + places


def warned(title: str, those: Sequence[Warned], room: Room) -> Lines:
    """Yield what people should know, if there is anything."""
    if those:
        yield from ("", f"### {title} ({len(those):,})")
        yield from room.table(("Who", "What"), ((plain(one.who), plain(one.what)) for one in those))


def following(commands: Iterable[Command]) -> Lines:
    """Yield what to type next."""
    for one in commands:
        yield from ("", f"{plain(one.purpose)}: {code(one.text)}")
