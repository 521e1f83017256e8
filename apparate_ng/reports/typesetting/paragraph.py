"""The one building block of the reports: a paragraph that hangs beside what leads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from apparate_ng.reports.typesetting.wrapping import wrapped

_HANGING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Text beside a lead, at any width, with nothing cut off.

    Every line of `body` starts below the first one. Where a line of it is to be kept whole, or
    a word of it is too long, to fit beside the lead, the body starts on the next line instead,
    and is given almost the whole width; what does not fit even there, such as a long path, begins
    on a line of its own and is folded where a folder ends, else anywhere.
    """

    body: Text
    lead: Text = field(default_factory=Text)
    indent: int = 0
    """Columns before the lead."""
    whole: bool = False
    """Rather start on the next line than break a line of the body."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield one line at a time, none wider than the console."""
        width = options.max_width
        beside = self.indent + self.lead.cell_len
        if "\n" not in self.body.plain and beside + self.body.cell_len <= width:
            line = _trimmed(Text.assemble(" " * self.indent, self.lead, self.body))
            yield from line.render(console, "\n")
            return  # the usual case, told apart since looking for breaks is slow
        if not self.lead or self._needs() <= width - beside:
            yield from _joined(self.lead, wrapped(self.body, width - beside), self.indent)
            return
        below = self.indent + _HANGING
        for number, line in enumerate(wrapped(_trimmed(self.lead), width - below)):
            yield from _indented([line], self.indent if number == 0 else below)
        yield from _indented(wrapped(self.body, width - below), below)

    def _needs(self) -> int:
        pieces = self.body.plain.split("\n") if self.whole else self.body.plain.split()
        return max((Text(piece).cell_len for piece in pieces), default=0)


def lines_of(texts: Iterable[Text]) -> Text:
    """Join texts into one, each on its own line."""
    return Text("\n").join(texts)


def _joined(lead: Text, lines: list[Text], indent: int) -> Iterator[Text]:
    for number, line in enumerate(lines):
        start = lead if number == 0 else Text(" " * lead.cell_len)
        yield _trimmed(Text.assemble(" " * indent, start, line))


def _indented(lines: list[Text], indent: int) -> Iterator[Text]:
    return _joined(Text(), lines, indent)


def _trimmed(line: Text) -> Text:
    copy = line.copy()
    copy.rstrip()
    return copy
