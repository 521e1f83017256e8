"""What was considered on the way to a decision: tags, rules, settings in force, checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from apparate_ng.model.compatibility.checks import Check
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.plans.explanation import (
    Consideration,
    ExplainedRule,
    ExplainedSetting,
    FurtherHold,
)
from apparate_ng.reports.explanation.rules import rule_words, source_words, value_words
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import HINT, QUIET, STRONG
from apparate_ng.reports.typesetting.paragraph import Paragraph, lines_of

_INDENT = 4
_LEAD = 12
"""Columns of what stands before each entry."""


def consideration_lines(one: Consideration, *, verbose: bool) -> Iterator[Paragraph]:
    """Yield everything about one decision that its reason does not say; `verbose` names all checks."""
    for hold in one.further:
        yield from _further(hold)
    yield from _tags(one.tags)
    for rule in one.rules:
        yield _rule(rule)
    yield _in_force(one.settings)
    yield from _checks(one, verbose=verbose)


def hint_line(hint: str, *, indent: int) -> Paragraph:
    """Return what somebody can do about it."""
    return Paragraph(lead=Text("hint: ", style=HINT), body=Text(safe(hint)), indent=indent)


def looked_at(checks: Iterable[Check]) -> Iterator[Paragraph]:
    """Yield what looking into the files told."""
    lines = [Text(f"{one.name.value} {one.outcome.value}: {safe(one.text)}") for one in checks]
    if lines:
        yield _entry("looked at", lines_of(lines))


def _entry(name: str, body: Text, style: str = "") -> Paragraph:
    padding = " " * max(_LEAD - cell_len(name), 2)
    return Paragraph(lead=Text(name + padding, style=style), body=body, indent=_INDENT)


def _further(hold: FurtherHold) -> Iterator[Paragraph]:
    body = Text.assemble((hold.reason.value, STRONG), f": {safe(hold.explanation)}")
    yield _entry("held next", body)
    if hold.hint:
        yield hint_line(hold.hint, indent=_INDENT + _LEAD)


def _tags(tags: Mapping[str, str]) -> Iterator[Paragraph]:
    if tags:
        listed = ", ".join(f"{key}={value}" if value else key for key, value in tags.items())
        yield _entry("tags", Text(safe(listed), style=QUIET))


def _rule(rule: ExplainedRule) -> Paragraph:
    style = "" if rule.matched else QUIET
    name = f"{'+' if rule.matched else '-'} rules[{rule.index}]"
    return _entry(name, lines_of(Text(line, style=style) for line in rule_words(rule)), style)


def _in_force(settings: Sequence[ExplainedSetting]) -> Paragraph:
    said = {f"{one.name} = {safe(value_words(one.value))}": one for one in settings}
    widest = max(cell_len(text) for text in said)
    rows = (
        Text.assemble(
            text + " " * (widest + 2 - cell_len(text)),
            source_words(one),
            style=QUIET if one.tag is None and one.rule is None else "",
        )
        for text, one in said.items()
    )
    return _entry("in force", lines_of(rows))


def _checks(one: Consideration, *, verbose: bool) -> Iterator[Paragraph]:
    if verbose:
        yield from _named("passed", one.passed)
        yield from _named("after it", one.not_asked)
        return
    decides = "" if one.decided_by is None else f", {one.decided_by.value} decides"
    after = f", {len(one.not_asked)} come after it" if one.not_asked else ""
    counts = f"{len(one.passed)} passed{decides}{after} (-v names them)"
    yield _entry("checks", Text(counts, style=QUIET))


def _named(name: str, checks: Sequence[Reason]) -> Iterator[Paragraph]:
    if checks:
        yield _entry(name, Text(", ".join(one.value for one in checks), style=QUIET))
