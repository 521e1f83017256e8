"""A prune as text for people: what goes, what stays and why, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.filesize import decimal
from rich.text import Text

from apparate_ng.model.stores.prune import (
    Claiming,
    KeepReason,
    KeptRelease,
    Prune,
    PruneOutcome,
    PruneStatus,
    RemovedRelease,
)
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import (
    HINT,
    QUIET,
    STRONG,
    TROUBLE,
    UNREADABLE,
    WARNING,
    Look,
)
from apparate_ng.reports.typesetting.paragraph import Paragraph, lines_of
from apparate_ng.reports.typesetting.sections import (
    BLANK,
    closing,
    heading,
    warnings,
    workspace_line,
)
from apparate_ng.reports.wording.counts import counted, counted_kinds

_REMOVE = Look(title="Remove", sign="-", style=WARNING)
_KEEP = Look(title="Keep", sign="=", style="blue")
_OUTCOMES = {
    PruneOutcome.REMOVED: Look(title="Removed", sign="-", style="green"),
    PruneOutcome.GONE: Look(title="Gone before", sign="=", style="blue"),
    PruneOutcome.CLAIMED: Look(title="Kept, needed since", sign="=", style="blue"),
    PruneOutcome.CHANGED: Look(title="Left, changed since", sign="!", style=WARNING),
    PruneOutcome.FAILED: Look(title="Failed", sign="x", style=TROUBLE),
    PruneOutcome.PENDING: Look(title="Not reached", sign="-", style=WARNING),
}
"""In the order in which people want to read them: trouble last, next to the summary."""
_USERS = 3
_FILE = "file"
_SHALLOW = "run it as a workspace admin, or leave init scripts and notebooks out with --no-deep"
Lines = Iterator[Text | Paragraph]


def prune_plan(prune: Prune, *, next_command: str | None, verbose: bool) -> RenderableType:
    """Return what would go, and what stays and why.

    Args:
        prune: before it is carried out.
        next_command: the command that carries it out, or None.
        verbose: name everything that needs a release, not only the first of it.
    """
    return Group(
        *_header(prune),
        *_kept(prune.keep, verbose=verbose),
        *_to_remove(prune),
        *_unreadable(prune),
        *warnings(prune.warnings, ()),
        *closing(summary_words(prune), next_command),
    )


def prune_report(prune: Prune) -> RenderableType:
    """Return what became of each release that was to go."""
    return Group(
        *_header(prune),
        *_ended(prune),
        *_unreadable(prune),
        *warnings(prune.warnings, ()),
        *closing(summary_words(prune), None),
    )


def question(prune: Prune) -> str:
    """Return what is asked before anything goes."""
    return f"Remove {counted(len(prune.remove), 'release')} for good?"


def summary_words(prune: Prune) -> str:
    """Return one sentence whose numbers add up, before or after it was carried out."""
    return _planned_words(prune) if prune.status is PruneStatus.PLANNED else _ended_words(prune)


def _ended_words(prune: Prune) -> str:
    counts = [
        f"{prune.count(outcome):,} {outcome.value}" for outcome in _OUTCOMES if prune.count(outcome)
    ]
    stay = counted(prune.summary.keep, "other release")
    return f"Of {counted(len(prune.remove), 'release')}: {', '.join(counts)}; {stay} kept."


def _planned_words(prune: Prune) -> str:
    summary = prune.summary
    scanned = counted_kinds({kind: number for kind, number in summary.scanned.items() if number})
    if not summary.releases:
        return f"Nothing to do: no release is there; {scanned} scanned."
    told = (
        f"{summary.remove:,} of {counted(summary.releases, 'release')} can go; {scanned} scanned."
    )
    if not summary.remove:
        told = (
            f"Nothing to do: {counted(summary.releases, 'release')}, all kept; {scanned} scanned."
        )
    return told


def _header(prune: Prune) -> Lines:
    yield Paragraph(body=Text(f"Prune {safe(prune.library or 'all libraries')}", style=STRONG))
    for store in prune.stores:
        yield Paragraph(lead=Text("of "), body=Text(safe(store)), indent=2)
    yield workspace_line(prune.workspace)


def _to_remove(prune: Prune) -> Lines:
    if prune.remove:
        yield from heading(_REMOVE, _counted_with_size(prune.remove))
        for one in prune.remove:
            yield _line(one, _REMOVE, several=len(prune.stores) > 1)


def _ended(prune: Prune) -> Lines:
    for outcome, look in _OUTCOMES.items():
        those = [one for one in prune.remove if one.outcome is outcome]
        if those:
            yield from heading(look, _counted_with_size(those))
        for one in those:
            yield _line(one, look, several=len(prune.stores) > 1)
            if one.error is not None:
                yield Paragraph(body=Text(safe(one.error), style=look.style), indent=6)


def _counted_with_size(releases: Sequence[RemovedRelease]) -> str:
    total = sum(one.size or 0 for one in releases)
    return f"{counted(len(releases), 'release')}, {decimal(total)}"


def _line(release: RemovedRelease, look: Look, *, several: bool) -> Paragraph:
    lead = Text.assemble((f"{look.sign} ", look.style), _title(release), "  ")
    size = "size unknown" if release.size is None else decimal(release.size)
    day = (release.modified_at or "").partition("T")[0]
    where = safe(release.uri if several else release.filename)
    return Paragraph(lead=lead, body=Text(f"{where}, {size}, {day}"), indent=2, whole=True)


def _title(release: RemovedRelease | KeptRelease) -> Text:
    return Text(f"{safe(release.library)} {safe(release.version)}", style=STRONG)


def _kept(releases: Sequence[KeptRelease], *, verbose: bool) -> Lines:
    if not releases:
        return
    yield from heading(_KEEP, counted(len(releases), "release"))
    for reason in KeepReason:
        those = [one for one in releases if one.reason is reason]
        if those:
            yield BLANK
            yield Paragraph(
                body=Text.assemble((reason.value, STRONG), f"  {counted(len(those), 'release')}"),
                indent=2,
            )
            yield Paragraph(body=Text(those[0].explanation), indent=4)
        for one in those:
            yield _kept_line(one, verbose=verbose)


def _kept_line(release: KeptRelease, *, verbose: bool) -> Paragraph:
    lead = Text.assemble((f"{_KEEP.sign} ", _KEEP.style), _title(release), "  ")
    users = release.used_by if verbose else _each_once(release.used_by)
    hidden = 0 if verbose or len(users) <= _USERS else len(users) - _USERS + 1
    lines = [_user(one, verbose=verbose) for one in users[: len(users) - hidden]]
    more = [Text(f"and {hidden:,} more", style=QUIET)] if hidden else []
    return Paragraph(lead=lead, body=lines_of([*lines, *more]), indent=4, whole=True)


def _each_once(users: Sequence[Claiming]) -> list[Claiming]:
    """One for each that needs it, however many places of it say so."""
    return list({(one.kind, one.id): one for one in users}.values())


def _user(one: Claiming, *, verbose: bool) -> Text:
    kind = "" if one.kind == "job" else f"{one.kind} "
    named = f"{safe(one.name)}  " if one.name != one.id else ""
    place = f"  {safe(one.location)}" if verbose and one.location is not None else ""
    return Text.assemble(named, (f"{kind}id {safe(one.id)}{place}", QUIET))


def _unreadable(prune: Prune) -> Lines:
    if not prune.unreadable:
        return
    number = counted(len(prune.unreadable), "place")
    yield from heading(UNREADABLE, f"{number} that may refer to any release, so none is removed")
    for one in prune.unreadable:
        sign = Text(f"{UNREADABLE.sign} ", style=UNREADABLE.style)
        named = f"{safe(one.name)}  " if one.name != one.id else ""
        title = Text.assemble((named, STRONG), (f"{one.kind} id {safe(one.id)}", QUIET))
        yield Paragraph(lead=sign, body=title, indent=2)
        yield Paragraph(body=Text(safe(one.error)), indent=6)
    if any(one.kind == _FILE for one in prune.unreadable):
        yield Paragraph(lead=Text("hint: ", style=HINT), body=Text(_SHALLOW), indent=2)
