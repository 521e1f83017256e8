"""A deployment as text for people."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.deployments.deployment import (
    Context,
    DeployedDependent,
    Deployment,
    Outcome,
    Status,
)
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.dependent import dependent_line
from apparate_ng.reports.typesetting.palette import (
    HINT,
    OUTCOMES,
    QUIET,
    Look,
    looks_of,
)
from apparate_ng.reports.typesetting.paragraph import Paragraph, lines_of
from apparate_ng.reports.typesetting.pin_rows import change_words, step_words
from apparate_ng.reports.typesetting.sections import (
    closing,
    heading,
    release_header,
    rollback_header,
    unreadable,
    warnings,
)
from apparate_ng.reports.web_address import link_into
from apparate_ng.reports.wording.counts import counted, counted_dependents
from apparate_ng.reports.wording.passed_warnings import without_passed_warnings
from apparate_ng.reports.wording.plan_summary import left_out, nothing_found, nothing_to_put_back
from apparate_ng.reports.wording.shares import pins_by, sameness

_STATUS_WORDS = {
    Status.SUCCEEDED: "Done",
    Status.PARTIAL: "Partly done",
    Status.FAILED: "Failed",
    Status.ROLLED_BACK: "Rolled back",
    Status.RUNNING: "Running, or cut off",
    Status.INTERRUPTED: "Interrupted",
}
_ROLLBACK_WORDS = {Outcome.UPDATED: "put back", Outcome.UNCHANGED: "as before already"}
_TO_LOOK_AT = frozenset({Outcome.FAILED, Outcome.ROLLED_BACK})
_SHORT = 8
"""Characters of a commit that people need."""
Lines = Iterator[Text | Paragraph]


def deployment_report(deployment: Deployment, *, next_command: str | None) -> RenderableType:
    """Return what became of each dependent, grouped by outcome, with a summary at its end.

    Args:
        deployment: what was done.
        next_command: the command that deals with what went wrong, or None.
    """
    deployment = without_passed_warnings(deployment)
    return Group(
        *_header(deployment),
        *_groups(deployment),
        *warnings(deployment.warnings, deployment.dependents),
        *unreadable(deployment.unreadable),
        *closing(deployment_summary(deployment), next_command),
    )


def _header(deployment: Deployment) -> Iterator[Paragraph]:
    if deployment.rolls_back is not None:
        back = deployment.rolls_back
        yield from rollback_header(deployment.release, back, deployment.workspace)
    else:
        yield from release_header(deployment.release, deployment.workspace)
    if deployment.is_recorded and not _is_idle(deployment):
        yield Paragraph(lead=Text("as "), body=Text(_named(deployment)), indent=2)
    for line in _circumstances(deployment):
        yield Paragraph(body=Text(line), indent=2)


def _is_idle(deployment: Deployment) -> bool:
    """True of a rollback that found nothing to put back, and of a plan without changes."""
    idle = {Outcome.UNCHANGED, Outcome.DRIFTED} if deployment.rolls_back else set()
    return all(one.outcome in idle for one in deployment.dependents)


def _named(deployment: Deployment) -> str:
    at = deployment.started_at.replace("T", " ").replace("Z", " UTC")
    return f"deployment {safe(deployment.id)}, {safe(at)}"


def _circumstances(deployment: Deployment) -> Iterator[str]:
    context = deployment.context or Context()
    parts = [f"by {safe(context.command)}"] if context.command else []
    parts += [f"on {safe(context.machine)}"] if context.machine else []
    parts += [f"commit {safe(context.commit[:_SHORT])}"] if context.commit else []
    if parts:
        yield ", ".join(parts)
    if context.ci_url:
        yield safe(context.ci_url)
    if context.approved_by:
        yield f"approved by {safe(context.approved_by)}"
    if context.override_freeze:
        yield f"freezes overridden: {safe(context.override_freeze)}"
    for one in deployment.resumed:
        yield f"resumed {safe(one.at)} by {safe(one.identity or 'somebody')}"
        if one.context.override_freeze:
            yield f"freezes overridden: {safe(one.context.override_freeze)}"
    if deployment.rolled_back_by is not None:
        yield f"rolled back by {safe(deployment.rolled_back_by)}"


def deployment_summary(deployment: Deployment) -> str:
    """Return one sentence whose numbers add up."""
    return "".join(say(deployment) for say in (_told, _not_known, _not_whole, _not_read))


def _told(deployment: Deployment) -> str:
    if not deployment.dependents:
        return _why_nothing(deployment)
    counts = [
        f"{deployment.count(outcome):,} {_word(deployment, outcome)}"
        for outcome in OUTCOMES
        if deployment.count(outcome)
    ]
    total = counted_dependents(deployment.dependents)
    if deployment.rolls_back is not None and _is_idle(deployment):
        return f"Nothing to put back: {', '.join(counts)}; {total} in the deployment."
    whole = "plan" if deployment.rolls_back is None else "deployment"
    return f"{_STATUS_WORDS[deployment.status]}: {', '.join(counts)}; {total} in the {whole}."


def _why_nothing(deployment: Deployment) -> str:
    """What its plan held, or did not find: a typo must not read like success."""
    planned = deployment.planned
    if not planned:
        return "Nothing to do: nothing was to change."
    if deployment.rolls_back is not None:
        return nothing_to_put_back(planned)
    if not planned.pins.total:
        return nothing_found(planned, deployment.release.name)
    held = planned.pins.hold
    are = "is" if held == 1 else "are"
    what = f"{counted(held, 'pin')} {are} held" if held else "nothing was to change"
    return f"Nothing to do: {what}.{left_out(planned)}"


def _word(deployment: Deployment, outcome: Outcome) -> str:
    if deployment.is_open and outcome is Outcome.PENDING:
        return "unknown"
    words = {} if deployment.rolls_back is None else _ROLLBACK_WORDS
    return words.get(outcome, outcome.value)


def _not_known(deployment: Deployment) -> str:
    if not (deployment.is_open and deployment.count(Outcome.PENDING)):
        return ""
    look = shlex.join(["apparate", "rollback", deployment.id, "--dry-run"])
    return f" Nobody knows how far it came; {look} asks the workspace."


def _not_whole(deployment: Deployment) -> str:
    damaged = [one for one in deployment.dependents if one.damaged is True]
    if not damaged:
        return ""
    were = "was" if len(damaged) == 1 else "were"
    return f" {counted_dependents(damaged)} {were} damaged: somebody has to look."


def _not_read(deployment: Deployment) -> str:
    if not deployment.unreadable:
        return ""
    return f" {counted_dependents(deployment.unreadable)} could not be read."


def _groups(deployment: Deployment) -> Lines:
    for outcome, look in looks_of(deployment).items():
        ended = [each for each in deployment.dependents if each.outcome is outcome]
        if ended:
            yield from heading(look, counted_dependents(ended))
        for dependent in ended:
            yield from _dependent(dependent, look, deployment)


def _dependent(dependent: DeployedDependent, look: Look, deployment: Deployment) -> Lines:
    host, version = deployment.workspace.host, deployment.release.version
    yield dependent_line(dependent, look, indent=2, host=host)
    changes = lines_of(
        _change(alike[0], len(alike), version)
        for alike in pins_by(dependent.upgrades, sameness).values()
    )
    if changes:
        yield Paragraph(body=changes, indent=6)
    if dependent.error is not None:
        yield Paragraph(body=Text(safe(dependent.error), style=look.style), indent=6)
    if dependent.outcome in _TO_LOOK_AT:
        yield from _what_to_do(dependent, host)


def _what_to_do(dependent: DeployedDependent, host: str) -> Lines:
    """What helps, and where to look."""
    if isinstance(dependent.hint, str):
        yield Paragraph(lead=Text("hint: ", style=HINT), body=Text(safe(dependent.hint)), indent=6)
    address = link_into(host, dependent.url)
    if address is not None:
        yield Paragraph(body=Text(address, style=QUIET), indent=6)


def _change(pin: PlannedPin, number: int, version: str) -> Text:
    return Text(f"{change_words(pin, version)}  {step_words(pin)}  {counted(number, 'pin')}")
