"""The two streams: data on stdout, talk on stderr, and when either is coloured."""

from __future__ import annotations

import os
import sys
from typing import IO, Any

from rich.console import Console

from apparate_ng.cli.runs.links import WithoutLinks, links_work
from apparate_ng.cli.runs.streams import lead_nowhere

_WIDTH_OF_FILES = 160
"""Of logs and files: wide enough that commands and paths stay in one piece."""


class _PatientConsole(Console):
    """A console that outlives its reader; rich's own would end the program, changes or not."""

    def __init__(self, *, links: bool, **options: Any) -> None:  # noqa: ANN401  handed on to rich
        super().__init__(**options)
        self._links = links

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401  handed on to rich
        """Print, without links where they do not work."""
        if not self._links:
            objects = tuple(one if isinstance(one, str) else WithoutLinks(one) for one in objects)
        super().print(*objects, **options)

    def on_broken_pipe(self) -> None:
        """Go on without a reader."""
        lead_nowhere(self.file)


def console(stream: IO[str], color: str) -> Console:
    """A console on one stream. Colours: `always`, `never`, or `auto`, as the terminal allows.

    `NO_COLOR` and `TERM=dumb` are honoured. Text is never read as markup, and nothing is
    highlighted by guess: what stands in a job's name is data.
    """
    never = color == "never" or (color == "auto" and _plain_wanted())
    return _PatientConsole(
        file=stream,
        force_terminal=True if color == "always" else None,
        no_color=True if never else None,
        color_system=None if never else "auto",
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        width=None if stream.isatty() or "COLUMNS" in os.environ else _WIDTH_OF_FILES,
        links=stream.isatty() and links_work(os.environ),
    )


def _plain_wanted() -> bool:
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def stdout_console(color: str) -> Console:
    """Where data goes."""
    return console(sys.stdout, color)


def stderr_console(color: str) -> Console:
    """Where talk goes."""
    return console(sys.stderr, color)


def somebody_is_there() -> bool:
    """True where a question would be seen and could be answered."""
    return sys.stdin.isatty() and sys.stderr.isatty()
