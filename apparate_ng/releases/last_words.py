"""What a build said in the end, without the traces and the advice of the tool that ran it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_MOST_LINES = 15
_OF_PIP = "< "
"""How the build tool marks what the installer of its environment says; it is asked to repeat it."""
_TRACE = re.compile(r"(\s*)(?:\+ Exception Group )?Traceback \(most recent call last\):")
_PIP_FAILED = re.compile(r"(subprocess\.CalledProcessError: |ERROR )Command .*'pip'")
_CAUSES = re.compile(
    r"\s*(The above exception was the direct cause|During handling of the above exception)"
)
_OF_THE_TOOL = ("* ", "  - ", "> ", "TIP ", "ERROR Backend subprocess exited", "Successfully built")
_TROUBLE = ("error:", "fatal:")


def last_words(output: str) -> tuple[str, ...]:
    """The last lines that say why: what pip calls errors, where it failed, else the backend's own."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    told = [line for line in _without_traces(lines) if not line.startswith(_OF_THE_TOOL)]
    failed = any(_PIP_FAILED.match(line) for line in told)
    why = _of_pip(told) if failed else [line for line in told if not line.startswith(_OF_PIP)]
    return tuple((why or told or lines[-1:])[-_MOST_LINES:])


def _without_traces(lines: Iterable[str]) -> Iterator[str]:
    """Without the files and lines of code; the exceptions themselves stay."""
    depth: int | None = None
    for line in lines:
        mark = _OF_PIP if line.startswith(_OF_PIP) else ""
        text = line.removeprefix(mark)
        begun = _TRACE.match(text)
        if begun is not None:
            depth = len(begun[1])
        elif depth is None or len(text) - len(text.lstrip()) <= depth:
            depth = None
            if not _CAUSES.match(text):
                yield line


def _of_pip(lines: Iterable[str]) -> list[str]:
    """From the first line that it calls an error, else all that it said."""
    said = [line.removeprefix(_OF_PIP) for line in lines if line.startswith(_OF_PIP)]
    is_trouble = [line.strip().lower().startswith(_TROUBLE) for line in said]
    return said[is_trouble.index(True) :] if True in is_trouble else said
