"""The lines of a notebook that a shell or pip runs, without what marks them in its source.

In the source of a notebook a cell of another language stands in comments that begin with `MAGIC`:
https://docs.databricks.com/en/notebooks/notebook-export-import.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CELL = re.compile(r"\s*(?:#|//|--)\s*COMMAND -{5,}")
_MARK = re.compile(r"\s*(?:#|//|--)\s*MAGIC(?:\s|$)")
_SHELL = re.compile(r"\s*%sh\b")
_INSTALLER = re.compile(r"\s*%(?=(?:uv\s+)?pip\d*\s)")
_OUTSIDE = re.compile(r"\s*!")


def lines_of_notebook(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of each line that a shell or pip gets; lines count from one."""
    in_shell = goes_on = False
    for number, line in enumerate(text.splitlines(), 1):
        mark = _MARK.match(line)
        body = line[mark.end() :] if mark else line
        start = _SHELL.match(body) or _INSTALLER.match(body) or _OUTSIDE.match(body)
        if _CELL.match(line):
            in_shell = goes_on = False
            continue
        if start:
            in_shell, body = start.re is _SHELL, body[start.end() :]
        elif body.lstrip().startswith("%"):
            in_shell = goes_on = False
        if start or goes_on or (in_shell and mark):
            goes_on = body.endswith("\\")
            yield number, body
