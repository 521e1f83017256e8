"""A CI kit in a project, for people: what became of each file, and what is left to do."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from apparate_ng.model.kit import FileOutcome, WrittenKit
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import QUIET, STRONG, WARNING, Look
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.typesetting.sections import BLANK

_LOOKS = {
    FileOutcome.WRITTEN: Look(title="written", sign="+", style="green"),
    FileOutcome.REPLACED: Look(title="replaced", sign="~", style="green"),
    FileOutcome.KEPT: Look(title="kept as it was", sign="!", style=WARNING),
    FileOutcome.UNCHANGED: Look(title="there already", sign="=", style=QUIET),
}


def kit_report(kit: WrittenKit) -> RenderableType:
    """Return the files, one in a line, and what is left for people."""
    return Group(*_files(kit), BLANK, Text("Left to do:", style=STRONG), *_to_do(kit))


def _files(kit: WrittenKit) -> Iterator[Paragraph]:
    for file in kit.files:
        look = _LOOKS[file.outcome]
        body = Text.assemble(safe(file.path), f": {look.title}")
        yield Paragraph(lead=Text(f"{look.sign} ", style=look.style), body=body)


def _to_do(kit: WrittenKit) -> Iterator[Paragraph]:
    for number, words in enumerate(kit.to_do, start=1):
        yield Paragraph(lead=Text(f"{number}. "), body=Text(words), indent=2)
