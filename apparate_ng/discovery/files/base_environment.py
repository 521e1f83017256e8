"""Places in a base environment: YAML with `environment_version` and a list of `dependencies`.

Each dependency is a line as in a requirements file, says the platform's description of
`Environment.dependencies`: https://docs.databricks.com/api/workspace/jobs/create
"""

from __future__ import annotations

from collections import Counter

from apparate_ng.discovery.files.comments import without_comment
from apparate_ng.discovery.files.included import included_from
from apparate_ng.discovery.files.text import unicode_text
from apparate_ng.discovery.files.yaml_lists import ListedString, listed_strings
from apparate_ng.discovery.places import Place
from apparate_ng.model.dependents.reference import Slot

_LIST = "dependencies"


def places_in_environment(path: str, content: bytes) -> list[Place]:
    """Every dependency that is a string, in the order of the file; pip's options are none.

    A place's `path` is where its text begins and ends in `content`, in bytes, inside its quotes.
    It is empty where the text stands there in another form (escapes in quotes, a block, several
    lines): such a place can be reported, and not be rewritten. Of several on one line, the second
    is `PATH:LINE#2`.

    Raises:
        NotText: the bytes are no YAML; the message names the line.
    """
    text = unicode_text(content)
    found = [
        entry
        for entry in listed_strings(text.characters, _LIST)
        if entry.value.strip() and not entry.value.lstrip().startswith("-")
    ]
    offsets = text.byte_offsets(_edges(found))
    return [
        _place(f"{path}:{line}", entry, offsets)
        for entry, line in zip(found, _numbered(found), strict=True)
    ]


def files_included_in_environment(path: str, content: bytes) -> list[str]:
    """The files named with `-r` and `-c`, relative ones taken from the folder of `path`.

    Raises:
        NotText: the bytes are no YAML; the message names the line.
    """
    entries = listed_strings(unicode_text(content).characters, _LIST)
    return included_from(path, (without_comment(entry.value) for entry in entries))


def _edges(found: list[ListedString]) -> list[int]:
    spans = [entry.span for entry in found if entry.span is not None]
    return [edge for span in spans for edge in (span.start, span.end)]


def _numbered(found: list[ListedString]) -> list[str]:
    """The line of each; `[a, b]` has two on one, and a location must stand for one place."""
    counts: Counter[int] = Counter()
    lines: list[str] = []
    for entry in found:
        counts[entry.line] += 1
        count = counts[entry.line]
        lines.append(f"{entry.line}#{count}" if count > 1 else f"{entry.line}")
    return lines


def _place(location: str, entry: ListedString, offsets: dict[int, int]) -> Place:
    span = entry.span
    return Place(
        location=location,
        path=() if span is None else (offsets[span.start], offsets[span.end]),
        slot=Slot.DEPENDENCY,
        text=entry.value.strip() if span is None else entry.value,
    )
