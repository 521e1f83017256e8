"""Comments in requirements: a `#` at the beginning of a line, or behind white space."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"(?:^|\s)#")


def without_comment(line: str) -> str:
    """The part of one logical line that pip reads."""
    match = _COMMENT.search(line)
    return line[: match.start()] if match else line


def is_comment(line: str) -> bool:
    """Whether the line holds a comment and nothing else."""
    return line.lstrip().startswith("#")
