"""Places in a requirements file, as pip reads it.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from apparate_ng.discovery.files.comments import without_comment
from apparate_ng.discovery.files.continuation import joined, logical_lines, physical_lines
from apparate_ng.discovery.files.included import included_from
from apparate_ng.discovery.files.text import Text, declared_text
from apparate_ng.discovery.places import Place
from apparate_ng.model.dependents.reference import Slot, Span


def places_in_requirements(path: str, content: bytes) -> list[Place]:
    """Every requirement and every path, in the order of the file; options are none.

    A place's `path` is where its entry begins and ends in `content`, in bytes. Its `text` is the
    entry as pip reads it, lines that go on behind a backslash being one: options behind the
    requirement, as `--hash`, belong to it, a comment does not.

    Raises:
        NotText: the bytes are no requirements file.
    """
    text = declared_text(content)
    found = [(span, entry) for span, entry in _entries(text) if not entry.startswith("-")]
    offsets = text.byte_offsets(edge for span, _ in found for edge in (span.start, span.end))
    beginnings = [position for position, _ in physical_lines(text.characters)]
    return [
        Place(
            location=f"{path}:{bisect_right(beginnings, span.start)}",
            path=(offsets[span.start], offsets[span.end]),
            slot=Slot.DEPENDENCY,
            text=entry,
        )
        for span, entry in found
    ]


def files_included(path: str, content: bytes) -> list[str]:
    """The files that are named with `-r` and `-c`, relative ones taken from the folder of `path`.

    Each comes once, in the order of the file; the file itself can be among them.

    Raises:
        NotText: the bytes are no requirements file.
    """
    return included_from(path, (entry for _, entry in _entries(declared_text(content))))


def _entries(text: Text) -> Iterator[tuple[Span, str]]:
    """What stands in each logical line, and where: positions of characters."""
    for line in logical_lines(text.characters):
        read, positions = joined(line.of(text.characters))
        body = without_comment(read)
        entry = body.strip()
        if entry:
            first = len(body) - len(body.lstrip())
            start, last = positions[first], positions[first + len(entry) - 1]
            yield Span(start=line.start + start, end=line.start + last + 1), entry
