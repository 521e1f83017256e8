"""Where lines break: between words, and in a path that is too long, after a slash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells
from rich.text import Text

_LEAST_WIDTH = 10
_WORDS = re.compile(r"(?<!\s)(\s*)(\S+)")
"""Never from within white space: at the end of a line, a long row of it takes forever."""
_FOLDERS = re.compile(r"[^/]*/|[^/]+")


def wrapped(text: Text, width: int) -> list[Text]:
    """Return lines of so many columns at most, of ten at least; nothing is lost but spaces."""
    width = max(width, _LEAST_WIDTH)
    return [
        _trimmed(part)
        for line in text.split("\n", allow_blank=True)
        for part in line.divide(list(_breaks(line.plain, width)))
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is not broken."""

    start: int
    """Where it is in the line, in characters."""
    gap: int
    """Columns of space before it."""
    size: int
    """Its own columns."""
    fresh: bool
    """Whether it begins a line: what has to be broken is easier to read so."""


def _breaks(line: str, width: int) -> Iterator[int]:
    """Yield the places at which a new line begins."""
    column = 0
    for piece in _pieces(line, width):
        end = column + piece.gap + piece.size
        if (column or piece.gap) and (piece.fresh or end > width):
            yield piece.start
            end = piece.size
        column = end


def _pieces(line: str, width: int) -> Iterator[_Piece]:
    for word in _WORDS.finditer(line):
        start, gap, parts = word.start(2), cell_len(word[1]), _parts(word[2], width)
        for number, part in enumerate(parts):
            fresh = number == 0 and len(parts) > 1
            yield _Piece(start, gap, cell_len(part), fresh)
            start, gap = start + len(part), 0


def _parts(word: str, width: int) -> list[str]:
    if cell_len(word) <= width:
        return [word]
    return [part for folder in _FOLDERS.findall(word) for part in chop_cells(folder, width)]


def _trimmed(line: Text) -> Text:
    copy = line.copy()
    copy.rstrip()
    return copy
