"""Lines that go on behind a backslash, as pip joins them.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/, "Line continuations".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from apparate_ng.discovery.files.comments import is_comment
from apparate_ng.model.dependents.reference import Span


def physical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines, each with the position at which it begins and without its line end.

    Lines end where `str.splitlines` ends them, since pip uses that.
    """
    position = 0
    for line, whole in zip(text.splitlines(), text.splitlines(keepends=True), strict=True):
        yield position, line
        position += len(whole)


def logical_lines(text: str) -> Iterator[Span]:
    """The lines as pip reads them, each over all the lines of the file that it joins.

    A comment ends what was to be continued, even where it ends in a backslash itself.
    """
    start: int | None = None
    end = 0
    for position, line in physical_lines(text):
        is_over = is_comment(line)
        if not is_over and start is None:
            start = end = position
        if not is_over and (kept := line.rstrip("\\")):
            end = position + len(kept)
        if start is not None and (is_over or not line.endswith("\\")):
            yield Span(start=start, end=end)
            start = None
    if start is not None:
        yield Span(start=start, end=end)


def joined(raw: str) -> tuple[str, Sequence[int]]:
    """What pip reads where `raw` stands, and for each character of it the position in `raw`."""
    kept: list[int] = []
    *continued, last = [*physical_lines(raw)] or [(0, "")]
    for position, line in continued:
        kept.extend(range(position, position + len(line.rstrip("\\"))))
    kept.extend(range(last[0], len(raw)))
    return "".join(raw[index] for index in kept), kept


def breaks_in(positions: Sequence[int]) -> Iterator[int]:
    """Which characters stand at the beginning of a further line, by the positions of all in `raw`."""
    for index, (left, right) in enumerate(pairwise(positions), 1):
        if right > left + 1:
            yield index


def replaced_in_lines(raw: str, new: str) -> str | None:
    """`raw`, so changed that it reads as `new`; None where what differs is not in one line.

    Only that is replaced: where an entry goes on in further lines, they stay as they are, and so
    does their number. A line that was swallowed could not be put back.
    """
    old, positions = joined(raw)
    start, end = _difference(old, new)
    if start == end:
        first = last = positions[start - 1] + 1 if start else 0
    else:
        first, last = positions[start], positions[end - 1] + 1
        if any(breaks_in(positions[start:end])):
            return None
    return raw[:first] + new[start : len(new) - (len(old) - end)] + raw[last:]


def _difference(old: str, new: str) -> tuple[int, int]:
    """Which part of `old` is not at the beginning or at the end of `new` too."""
    shorter = min(len(old), len(new))
    start = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    rest = shorter - start
    same = next((count for count in range(rest) if old[~count] != new[~count]), rest)
    return start, len(old) - same
