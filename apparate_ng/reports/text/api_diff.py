"""The comparison of two releases' APIs as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.compatibility.api_diff import (
    ApiAddition,
    ApiChange,
    ApiDiff,
    Unchecked,
    Verdict,
)
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import QUIET, STRONG, TROUBLE, WARNING, Look
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.typesetting.pin_rows import more
from apparate_ng.reports.typesetting.sections import closing, heading
from apparate_ng.reports.wording.api_diff import (
    by_kind,
    conclusion,
    counts_of,
    difference,
    place,
)

_SHOWN = 10
_VERDICTS = {Verdict.COMPATIBLE: "green", Verdict.BREAKING: TROUBLE, Verdict.UNCHECKED: WARNING}
Lines = Iterator[Text | Paragraph]


def api_diff_report(diff: ApiDiff, *, verbose: bool = False) -> RenderableType:
    """Return every break with its place, grouped by kind; in the end the honest number.

    Args:
        diff: what is to be shown.
        verbose: name every addition, and not only the first ones.
    """
    return Group(
        *_header(diff),
        *_changes(diff.breaks, sign="x", style=TROUBLE, suffix=""),
        *_changes(diff.waived, sign="-", style=QUIET, suffix=", waived"),
        *_changes(diff.notes, sign="~", style=WARNING, suffix=", which breaks no call"),
        *_additions(diff.additions, verbose=verbose),
        *_unchecked(diff.unchecked),
        *closing(conclusion(diff), None),
    )


def _header(diff: ApiDiff) -> Lines:
    names = safe(f"{diff.new.name} {diff.old.version} -> {diff.new.version}")
    yield Paragraph(body=Text(names, style=STRONG))
    lead = Text(f"{diff.verdict.value}: ", style=_VERDICTS[diff.verdict])
    yield Paragraph(lead=lead, body=Text(counts_of(diff)), indent=2)


def _changes(changes: Sequence[ApiChange], *, sign: str, style: str, suffix: str) -> Lines:
    for title, group in by_kind(changes):
        look = Look(title=title + suffix, sign=sign, style=style)
        yield from heading(look, f"{len(group):,}")
        for change in group:
            yield _row(look, change.object, place(change), difference(change))


def _additions(additions: Sequence[ApiAddition], *, verbose: bool) -> Lines:
    if not additions:
        return
    look = Look(title="Added", sign="+", style="green")
    yield from heading(look, f"{len(additions):,}")
    hidden = 0 if verbose or len(additions) <= _SHOWN + 1 else len(additions) - _SHOWN
    for one in additions[: len(additions) - hidden]:
        yield _row(look, one.object, place(one), one.what)
    if hidden:
        yield Paragraph(body=more(hidden), indent=4)


def _unchecked(those: Sequence[Unchecked]) -> Lines:
    if not those:
        return
    look = Look(title="Could not be compared", sign="?", style=WARNING)
    yield from heading(look, f"{len(those):,}")
    for one in those:
        whose = f" of the {one.side.value} wheel" if one.side else ""
        yield _row(look, place(one) + whose, "", one.text)


def _row(look: Look, name: str, where: str, what: str) -> Paragraph:
    lead = Text.assemble((f"{look.sign} ", look.style), safe(name), "  ")
    body = Text.assemble(safe(what), "  " if what and where else "", (safe(where), QUIET))
    return Paragraph(lead=lead, body=body, indent=2, whole=True)
