"""The groups of a plan: one for each decision, with its dependents and pins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.plan import Plan, PlannedPin
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.dependent import dependent_line, title
from apparate_ng.reports.typesetting.palette import DECISIONS, HINT, STRONG
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.typesetting.pin_rows import Columns, Rows
from apparate_ng.reports.typesetting.sections import BLANK, heading
from apparate_ng.reports.web_address import link_into
from apparate_ng.reports.wording.counts import counted
from apparate_ng.reports.wording.shares import (
    Note,
    Share,
    by_decision,
    by_reason,
    common_note,
    counts_of,
    grouped,
    note_of,
    pins_by,
    sameness,
    shares_of,
)

Lines = Iterator[Text | Paragraph]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """One decision's part of the plan, and how to write it."""

    decision: Decision
    shares: list[Share]
    rows: Rows
    host: str

    def in_full(self, shares: Sequence[Share], *, indent: int) -> Lines:
        """Yield each dependent with its pins below it."""
        for share in shares:
            look = DECISIONS[self.decision]
            yield dependent_line(share.dependent, look, indent=indent, host=self.host)
            if self.rows.verbose and share.dependent.url is not None:
                yield Paragraph(body=Text(safe(share.dependent.url)), indent=indent + 2)
            yield from self.rows.of(share.pins, indent=indent + 4)

    def in_short(self, shares: Sequence[Share], *, indent: int) -> Lines:
        """Yield a line for each dependent and each thing that stands there."""
        for share in shares:
            for alike in pins_by(share.pins, sameness).values():
                yield _short_line(share, alike, indent=indent, host=self.host)


def plan_groups(plan: Plan, *, verbose: bool) -> Lines:
    """Yield every group that has something in it: upgrade, hold, current, ignore."""
    for decision, shares in by_decision(shares_of(plan.dependents)).items():
        pins = [pin for share in shares for pin in share.pins]
        rows = Rows(
            release_version=plan.release.version,
            columns=Columns.of(pins, plan.release.version),
            style=DECISIONS[decision].style,
            verbose=verbose,
        )
        yield from heading(DECISIONS[decision], counts_of(shares))
        group = _Group(decision=decision, shares=shares, rows=rows, host=plan.workspace.host)
        yield from _body(group, verbose=verbose)


def _body(group: _Group, *, verbose: bool) -> Lines:
    if group.decision is Decision.UPGRADE:
        return group.in_full(group.shares, indent=2)
    if group.decision is Decision.HOLD or verbose:
        return _reasons(group, group.in_full)
    if group.decision is Decision.CURRENT:
        return _versions(group)
    return _reasons(group, group.in_short)


def _versions(group: _Group) -> Lines:
    for shares in by_reason(group.shares).values():
        for alike in grouped(shares, sameness).values():
            yield _version_line(alike)


def _version_line(alike: Sequence[Share]) -> Paragraph:
    pin = alike[0].pins[0]
    look = DECISIONS[pin.decision]
    version = safe(pin.from_version or pin.from_)
    lead = Text.assemble((f"{look.sign} ", look.style), (version, STRONG), "  ")
    body = Text(f"{counts_of(alike)}, {pin.reason.value}")
    return Paragraph(lead=lead, body=body, indent=2, whole=True)


def _reasons(group: _Group, write: Callable[..., Lines]) -> Lines:
    for reason, shares in by_reason(group.shares).items():
        yield BLANK
        yield Paragraph(
            body=Text.assemble((reason.value, STRONG), f"  {counts_of(shares)}"), indent=2
        )
        noted = grouped(shares, note_of)
        common = common_note(noted)
        yield from _said(common)
        for note, own in noted.items():
            yield from _said(note.without(common))
            yield from write(own, indent=4)


def _said(note: Note) -> Lines:
    if note.explanation:
        yield Paragraph(body=Text(safe(note.explanation)), indent=4)
    if note.hint:
        yield Paragraph(lead=Text("hint: ", style=HINT), body=Text(safe(note.hint)), indent=4)


def _short_line(share: Share, alike: Sequence[PlannedPin], *, indent: int, host: str) -> Paragraph:
    look = DECISIONS[alike[0].decision]
    named = title(share.dependent, link_into(host, share.dependent.url))
    lead = Text.assemble((f"{look.sign} ", look.style), named, "  ")
    number = f"  {counted(len(alike), 'pin')}" if len(alike) > 1 else ""
    stands = safe(alike[0].from_version or alike[0].from_)
    return Paragraph(lead=lead, body=Text(stands + number), indent=indent, whole=True)
