"""A deployment as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.deployment import DeployedDependent, Deployment, Status
from apparate_ng.model.plan import PlannedPin
from apparate_ng.reports.counts import counted, counted_dependents
from apparate_ng.reports.dependent_text import dependent_line
from apparate_ng.reports.palette import OUTCOMES, Look
from apparate_ng.reports.paragraph import Paragraph, lines_of
from apparate_ng.reports.pin_rows import change_words, step_words
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.sections import closing, heading, release_header, unreadable, warnings
from apparate_ng.reports.shares import pins_by, sameness

_STATUS_WORDS = {
    Status.SUCCEEDED: "Done",
    Status.PARTIAL: "Partly done",
    Status.FAILED: "Failed",
    Status.ROLLED_BACK: "Rolled back",
    Status.RUNNING: "Running",
}
Lines = Iterator[Text | Paragraph]


def deployment_report(deployment: Deployment, *, next_command: str | None) -> RenderableType:
    """Return what became of each dependent, grouped by outcome, with a summary at its end.

    Args:
        deployment: what was done.
        next_command: the command that deals with what went wrong, or None.
    """
    return Group(
        *release_header(deployment.release, deployment.workspace),
        *_groups(deployment),
        *warnings((), deployment.dependents),
        *unreadable(deployment.unreadable),
        *closing(deployment_summary(deployment), next_command),
    )


def deployment_summary(deployment: Deployment) -> str:
    """Return one sentence whose numbers add up."""
    return _told(deployment) + _not_read(deployment)


def _told(deployment: Deployment) -> str:
    if not deployment.dependents:
        return "Nothing to do: nothing was to change."
    counts = [
        f"{deployment.count(outcome):,} {outcome.value}"
        for outcome in OUTCOMES
        if deployment.count(outcome)
    ]
    total = counted_dependents(deployment.dependents)
    return f"{_STATUS_WORDS[deployment.status]}: {', '.join(counts)}; {total} in the plan."


def _not_read(deployment: Deployment) -> str:
    if not deployment.unreadable:
        return ""
    return f" {counted_dependents(deployment.unreadable)} could not be read."


def _groups(deployment: Deployment) -> Lines:
    for outcome, look in OUTCOMES.items():
        ended = [each for each in deployment.dependents if each.outcome is outcome]
        if ended:
            yield from heading(look, counted_dependents(ended))
        for dependent in ended:
            yield from _dependent(dependent, look, deployment.release.version)


def _dependent(dependent: DeployedDependent, look: Look, version: str) -> Lines:
    yield dependent_line(dependent, look, indent=2)
    changes = lines_of(
        _change(alike[0], len(alike), version)
        for alike in pins_by(dependent.upgrades, sameness).values()
    )
    yield Paragraph(body=changes, indent=6)
    if dependent.error is not None:
        yield Paragraph(body=Text(safe(dependent.error), style=look.style), indent=6)


def _change(pin: PlannedPin, number: int, version: str) -> Text:
    return Text(f"{change_words(pin, version)}  {step_words(pin)}  {counted(number, 'pin')}")
