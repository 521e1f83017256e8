"""From lines of a shell script to its commands, each word with the line on which it stands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from apparate_ng.discovery.files.comments import without_comment

Word: TypeAlias = tuple[int, str]
"""Line and text."""
_SEPARATORS = ";|&()"
_LONGEST = 10_000
"""Characters of a line; no command of people is longer, and reading quotes takes long."""
_ONLY_SEPARATORS = re.compile(rf"[{re.escape(_SEPARATORS)}]+")


def commands(lines: Iterable[tuple[int, str]]) -> Iterator[list[Word]]:
    """The commands, in their order; one can go on in the next line, behind a backslash."""
    words: list[Word] = []
    for number, line in lines:
        goes_on = line.endswith("\\")
        for text in _split(line.removesuffix("\\")):
            if _ONLY_SEPARATORS.fullmatch(text):
                yield words
                words = []
            else:
                words.append((number, text))
        if not goes_on:
            yield words
            words = []
    yield words


def _split(line: str) -> list[str]:
    body = without_comment(line)
    if len(body) > _LONGEST:
        return []
    reader = shlex.shlex(body, posix=True, punctuation_chars=_SEPARATORS)
    reader.whitespace_split, reader.commenters = True, ""
    try:
        return list(reader)
    except ValueError:  # a quote that is closed on another line
        return body.split()
