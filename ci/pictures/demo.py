"""Draws what `apparate plan` says in the demo, cut to what fits one screen. Run by `ci/picture`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 84
_PLAN, _AFTER = "$ apparate plan", "3. "
_HELD = ("managed-by-bundle", "breaking-step")
_UPGRADED = 14
"""Lines of the first paragraph of upgrades that are shown."""


def main(file: str) -> None:
    """Run the demo, and write the picture into `file`."""
    console = Console(width=_WIDTH, record=True, file=Path(os.devnull).open("w"))  # noqa: SIM115  as long as the process
    for line in _cut(_plan(_demo())):
        console.print(line, soft_wrap=True)
    console.save_svg(file, title="apparate plan", theme=SVG_EXPORT_THEME, unique_id="demo")


def _demo() -> str:
    program = Path(sys.executable).with_name("apparate")
    environment = {**os.environ, "COLUMNS": str(_WIDTH)}
    return subprocess.run(  # noqa: S603  our own program
        [program, "demo", "--color", "always", "--quiet"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def _plan(output: str) -> list[Text]:
    """The lines of the plan: from its command to the next step of the demo."""
    lines = [Text.from_ansi(line) for line in output.splitlines()]
    begin = next(at for at, line in enumerate(lines) if line.plain == _PLAN)
    end = next(at for at, line in enumerate(lines) if at > begin and line.plain.startswith(_AFTER))
    return lines[begin:end]


def _cut(lines: list[Text]) -> Iterator[Text]:
    """The release, the first upgrades, two reasons to hold, and the sum."""
    for paragraph in _paragraphs(lines):
        first = paragraph[0].plain
        if first.startswith("Upgrade"):
            yield from [*paragraph[:_UPGRADED], Text("  …"), Text()]
        elif first.strip().startswith(_HELD) or not first.startswith(
            (" ", "Current", "Ignore", "Warn")
        ):
            yield from [*paragraph, Text()]


def _paragraphs(lines: list[Text]) -> Iterator[list[Text]]:
    paragraph: list[Text] = []
    for line in [*lines, Text()]:
        if line.plain.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []


if __name__ == "__main__":
    main(sys.argv[1])
