"""Places in a requirements file, as pip reads it.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apparate_ng.discovery.files.comments import without_comment
from apparate_ng.discovery.files.continuation import (
    breaks_in,
    joined,
    logical_lines,
    physical_lines,
)
from apparate_ng.discovery.files.included import included_from
from apparate_ng.discovery.files.text import Text, declared_text
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references.slots import read_reference
from apparate_ng.model.dependents.reference import Form, Slot, Span

_BROKEN = "it goes on behind a backslash at the end of its line: it is only reported"
_IN_ONE_LINE = "write it in one line, or change it by hand"


def places_in_requirements(path: str, content: bytes) -> list[Place]:
    """Every requirement and every path, in the order of the file; options are none.

    A place's `path` is where its entry begins and ends in `content`, in bytes. Its `text` is the
    entry as pip reads it, lines that go on behind a backslash being one: options behind the
    requirement, as `--hash`, belong to it, a comment does not.

    Raises:
        NotText: the bytes are no requirements file.
    """
    text = declared_text(content)
    found = [entry for entry in _entries(text) if not entry.text.startswith("-")]
    offsets = text.byte_offsets(edge for one in found for edge in (one.span.start, one.span.end))
    beginnings = [position for position, _ in physical_lines(text.characters)]
    return [
        Place(
            location=f"{path}:{bisect_right(beginnings, one.span.start)}",
            path=(offsets[one.span.start], offsets[one.span.end]),
            slot=Slot.DEPENDENCY,
            text=one.text,
            obstacle=_BROKEN if one.is_broken else None,
            remedy=_IN_ONE_LINE if one.is_broken else None,
        )
        for one in found
    ]


def files_included(path: str, content: bytes) -> list[str]:
    """The files that are named with `-r` and `-c`, relative ones taken from the folder of `path`.

    Each comes once, in the order of the file; the file itself can be among them.

    Raises:
        NotText: the bytes are no requirements file.
    """
    return included_from(path, (entry.text for entry in _entries(declared_text(content))))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands in a logical line, and where: positions of characters."""

    span: Span
    text: str
    """As pip reads it."""
    is_broken: bool
    """Whether a line ends in what a rewrite would replace."""


def _entries(text: Text) -> Iterator[_Entry]:
    for line in logical_lines(text.characters):
        read, positions = joined(line.of(text.characters))
        body = without_comment(read)
        entry = body.strip()
        if entry:
            first = len(body) - len(body.lstrip())
            kept = positions[first : first + len(entry)]
            span = Span(start=line.start + kept[0], end=line.start + kept[-1] + 1)
            yield _Entry(span, entry, _is_broken(entry, tuple(breaks_in(kept))))


def _is_broken(entry: str, breaks: Sequence[int]) -> bool:
    """A path is replaced as a whole; of a requirement perhaps all up to the end of its version."""
    found = read_reference(entry, Slot.DEPENDENCY) if breaks else None
    if found is None or found.version is None:
        return False
    start = found.span.start if found.form is Form.PATH else 0
    return any(start < at < found.span.end for at in breaks)
