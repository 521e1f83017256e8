"""An explanation as text for people: each pin, what decided, and what was considered."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TypeAlias

import msgspec
from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.explanation import (
    Consideration,
    ExplainedDependent,
    ExplainedPin,
    Explanation,
)
from apparate_ng.reports.explanation.consideration import consideration_lines, hint_line, looked_at
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.dependent import dependent_line, schedule_words, title
from apparate_ng.reports.typesetting.palette import DECISIONS, QUIET, STRONG
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.typesetting.pin_rows import change_words, shown_locations, step_words
from apparate_ng.reports.typesetting.sections import BLANK, release_header, unreadable

_Lines: TypeAlias = Iterator[Text | Paragraph]
_GRAVEST = (Decision.HOLD, Decision.UPGRADE, Decision.IGNORE, Decision.CURRENT)


def explanation_report(explanation: Explanation, *, verbose: bool = False) -> RenderableType:
    """Return the explanation, dependent by dependent; `verbose` names all places and checks."""
    lines: list[Text | Paragraph] = list(release_header(explanation.release, explanation.workspace))
    for dependent in explanation.dependents:
        lines += _dependent(dependent, explanation.release.version, verbose=verbose)
    return Group(*lines, *unreadable(explanation.unreadable))


def _dependent(dependent: ExplainedDependent, version: str, *, verbose: bool) -> _Lines:
    gravest = next(one for one in _GRAVEST if any(pin.decision is one for pin in dependent.pins))
    yield BLANK
    yield dependent_line(dependent, DECISIONS[gravest], indent=0)
    alike: dict[Hashable, list[ExplainedPin]] = {}
    for pin in dependent.pins:
        key = (pin.from_, pin.reason, msgspec.json.encode(pin.considered))
        alike.setdefault(key, []).append(pin)
    for pins in alike.values():
        yield BLANK
        yield _change(pins, version, verbose=verbose)
        yield from _decided(pins[0], dependent.kind, verbose=verbose)


def _change(pins: Sequence[ExplainedPin], version: str, *, verbose: bool) -> Paragraph:
    lead = Text(f"{change_words(pins[0], version)}  ", style=STRONG)
    lead.append(f"{step_words(pins[0])}  " if step_words(pins[0]) else "")
    places = shown_locations([one.location for one in pins], verbose=verbose)
    return Paragraph(lead=lead, body=places, indent=2, whole=True)


def _decided(pin: ExplainedPin, kind: DependentKind, *, verbose: bool) -> _Lines:
    yield from _outcome(pin)
    yield from looked_at(pin.checks or ())
    for one in pin.considered:
        if kind is DependentKind.FILE and one.kind is not DependentKind.FILE:
            yield BLANK
            yield _user(one)
            yield from _outcome(one)
        yield from consideration_lines(one, verbose=verbose)


def _user(user: Consideration) -> Paragraph:
    owner = "no owner" if user.owner is None else safe(user.owner)
    lead = Text.assemble("for its user ", title(user), "  ")
    body = Text(f"{owner}, {schedule_words(user.schedule)}", style=QUIET)
    return Paragraph(lead=lead, body=body, indent=2, whole=True)


def _outcome(decided: ExplainedPin | Consideration) -> _Lines:
    decision = decided.reason.decision
    look = DECISIONS[decision]
    body = Text.assemble(
        (f"{decision.value}, {decided.reason.value}", f"{STRONG} {look.style}"),
        f": {safe(decided.explanation)}",
    )
    yield Paragraph(lead=Text(f"{look.sign} ", style=look.style), body=body, indent=2)
    if decided.hint:
        yield hint_line(decided.hint, indent=4)
