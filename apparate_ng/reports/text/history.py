"""The history of a store as text for people."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.deployments.deployment import DeploymentKind, Status
from apparate_ng.model.deployments.history import History, PastDeployment
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import QUIET, STRONG, TROUBLE, WARNING
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.typesetting.sections import BLANK, closing
from apparate_ng.reports.wording.counts import counted
from apparate_ng.reports.wording.missing_store import in_store

_STYLES = {
    Status.SUCCEEDED: "green",
    Status.PARTIAL: WARNING,
    Status.FAILED: TROUBLE,
    Status.ROLLED_BACK: TROUBLE,
    Status.RUNNING: WARNING,
    Status.INTERRUPTED: WARNING,
}
_SHORT = 8
"""Characters of a commit that people need."""
Lines = Iterator[Text | Paragraph]


def history_report(history: History, *, store_exists: bool = True) -> RenderableType:
    """Return the deployments, newest first, with who, what, how it ended, and where from.

    Args:
        history: what the store knows of.
        store_exists: False where nothing is known because there is no such store.
    """
    summary = _summary(history, store_exists=store_exists)
    return Group(*_entries(history), *_unusable(history), *closing(summary, None))


def _entries(history: History) -> Lines:
    hosts = {one.host for one in history.deployments}
    taken_back = {one.rolls_back: one.id for one in reversed(history.deployments)}
    for number, one in enumerate(history.deployments):
        if number:
            yield BLANK
        yield Paragraph(
            lead=Text.assemble((safe(one.id), STRONG), "  "),
            body=Text(one.status.value, style=_STYLES[one.status]),
        )
        yield Paragraph(body=Text(_what(one)), indent=2)
        for line in _circumstances(one, show_host=len(hosts) > 1):
            yield Paragraph(body=Text(line, style=QUIET), indent=2)
        for line in _aftermath(one, taken_back.get(one.id)):
            yield Paragraph(body=Text(line, style=QUIET), indent=2)


def _what(one: PastDeployment) -> str:
    versions = f"{_listed(one.from_versions)} -> {_listed(one.to_versions)}"
    counts = ", ".join(f"{number:,} {outcome}" for outcome, number in one.outcomes.items())
    if one.status is Status.RUNNING:  # nobody closed the record
        counts = counts.replace("pending", "unknown")
    if one.kind is DeploymentKind.ROLLBACK:
        counts = counts.replace("updated", "put back")
    return f"{safe(one.library)} {versions}: {counts}"


def _listed(versions: tuple[str, ...]) -> str:
    return safe(", ".join(versions)) or "(none)"


def _circumstances(one: PastDeployment, *, show_host: bool) -> Iterator[str]:
    who = safe(one.identity or "unknown")
    parts = [one.started_at.replace("T", " ").replace("Z", " UTC"), who]
    parts += [safe(one.command)] if one.command else []
    parts += [f"on {safe(one.machine)}"] if one.machine else []
    parts += [f"commit {safe(one.commit[:_SHORT])}"] if one.commit else []
    yield ", ".join(parts)
    if one.rolls_back:
        yield f"rolls back {safe(one.rolls_back)}"
    if show_host:
        yield f"in {safe(one.host)}"
    if one.ci_url:
        yield safe(one.ci_url)


def _aftermath(one: PastDeployment, later: str | None) -> Iterator[str]:
    """What followed; `later` is the newest rollback of it, which its own record cannot name."""
    back = later or one.rolled_back_by
    if back:
        yield f"rolled back by {safe(back)}"
    elif one.status is Status.RUNNING:
        look = shlex.join(["apparate", "rollback", one.id, "--dry-run"])
        yield f"nobody knows how far it came: {safe(look)} asks the workspace"


def _unusable(history: History) -> Lines:
    if history.unusable:
        yield BLANK
    for one in history.unusable:
        words = f"{safe(one.where or '')}: {safe(one.error)}"
        yield Paragraph(lead=Text("? ", style=TROUBLE), body=Text(words))


def _summary(history: History, *, store_exists: bool) -> str:
    if not history.total:
        return f"No deployments yet {in_store(history.store, exists=store_exists)}."
    shown = len(history.deployments)
    more = "" if shown == history.total else f", {shown:,} of them shown (--limit)"
    return f"{counted(history.total, 'deployment')} in {history.store}{more}."
