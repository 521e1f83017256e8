"""What the reports have in common: headers, headings, closing lines, warnings, what was unreadable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from apparate_ng.model.dependents.dependent import Unreadable
from apparate_ng.model.plans.plan import Notice, PlannedDependent, WorkspaceIdentity
from apparate_ng.model.releases.release import Release
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.dependent import title
from apparate_ng.reports.typesetting.palette import QUIET, STRONG, UNREADABLE, WARNINGS, Look
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.wording.counts import counted_dependents

BLANK = Text()


def release_header(release: Release, workspace: WorkspaceIdentity) -> Iterator[Paragraph]:
    """Yield which release goes where, in which workspace and as whom."""
    yield Paragraph(body=Text(f"{safe(release.name)} {safe(release.version)}", style=STRONG))
    yield Paragraph(lead=Text("-> "), body=Text(safe(release.uri)), indent=2)
    yield workspace_line(workspace)


def rollback_header(
    release: Release, rolls_back: str, workspace: WorkspaceIdentity
) -> Iterator[Paragraph]:
    """Yield which deployment of which library goes back, in which workspace and as whom."""
    yield Paragraph(body=Text(f"{safe(release.name)}: rollback", style=STRONG))
    yield Paragraph(lead=Text("of "), body=Text(f"deployment {safe(rolls_back)}"), indent=2)
    yield workspace_line(workspace)


def workspace_line(workspace: WorkspaceIdentity) -> Paragraph:
    """Return which workspace, and as whom."""
    who = "" if workspace.identity is None else f" as {safe(workspace.identity)}"
    return Paragraph(lead=Text("in "), body=Text(safe(workspace.host) + who), indent=2)


def heading(look: Look, counts: str) -> Iterator[Text | Paragraph]:
    """Yield a blank line and the heading of a group, with what is in it."""
    yield BLANK
    name = Text(look.title, style=f"{STRONG} {look.style}")
    yield Paragraph(body=Text.assemble(name, "  ", counts))


def closing(summary: str, next_command: str | None) -> Iterator[Text | Paragraph]:
    """Yield the summary and the next commands: lines are alternatives, paragraphs are further ones."""
    yield BLANK
    yield Paragraph(body=Text(safe(summary), style=STRONG))
    for paragraph in next_command.split("\n\n") if next_command else ():
        for number, command in enumerate(paragraph.split("\n")):
            yield Paragraph(lead=Text("  or: " if number else "Next: "), body=Text(safe(command)))


def warnings(
    general: Sequence[Notice], dependents: Iterable[PlannedDependent]
) -> Iterator[Text | Paragraph]:
    """Yield each warning once, those of a dependent with its name and id."""
    warned = [dependent for dependent in dependents if dependent.warnings]
    number = len(general) + sum(len(dependent.warnings) for dependent in warned)
    if not number:
        return
    yield from heading(WARNINGS, f"{number:,}")
    for notice in general:
        yield _warning(notice, indent=2)
    for dependent in warned:
        yield Paragraph(body=title(dependent), indent=2)
        for notice in dependent.warnings:
            yield _warning(notice, indent=4)


def _warning(notice: Notice, *, indent: int) -> Paragraph:
    body = Text.assemble(safe(notice.text), (f" ({safe(notice.code)})", QUIET))
    return Paragraph(lead=Text(f"{WARNINGS.sign} ", style=WARNINGS.style), body=body, indent=indent)


def unreadable(those: Sequence[Unreadable]) -> Iterator[Text | Paragraph]:
    """Yield every dependent that could not be read, with the error."""
    if not those:
        return
    yield from heading(UNREADABLE, f"{counted_dependents(those)}, pins unknown")
    for each in those:
        lead = Text(f"{UNREADABLE.sign} ", style=UNREADABLE.style)
        yield Paragraph(lead=lead, body=title(each), indent=2)
        yield Paragraph(body=Text(safe(each.error)), indent=6)
