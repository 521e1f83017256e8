"""The table of figures: a row for each run, below the rows of earlier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from measuring.figure import Figure
    from recording.origin import Origin

_UNMEASURED = "-"
_FIRST_HEADING = "Date"


class NoTableError(Exception):
    """The file has no table that the figures fit into."""


def append_row(file: Path, figures: Sequence[Figure], origin: Origin) -> None:
    """Add a row to the table of `file`, which must be the last thing in it.

    What was not measured in this run is left open; a missed target is written in bold.

    Raises:
        NoTableError: the table or a figure's column is not there.
    """
    text = file.read_text(encoding="utf-8").rstrip("\n")
    cells = {"Date": origin.date, "Commit": origin.commit, "Machine": origin.machine}
    cells |= {figure.name: _cell(figure) for figure in figures}
    row = _row(cells, _headings(text))
    file.write_text(f"{text}\n{row}\n", encoding="utf-8")


def _headings(text: str) -> list[str]:
    for line in reversed(text.splitlines()):
        if not line.startswith("|"):
            break
        headings = [cell.strip() for cell in line.strip("|").split("|")]
        if headings[0] == _FIRST_HEADING:
            return headings
    raise NoTableError("the file does not end with the table of figures")


def _row(cells: dict[str, str], headings: Sequence[str]) -> str:
    homeless = sorted(set(cells) - set(headings))
    if homeless:
        raise NoTableError(f"the table has no column for: {', '.join(homeless)}")
    return "| " + " | ".join(cells.get(heading, _UNMEASURED) for heading in headings) + " |"


def _cell(figure: Figure) -> str:
    return f"**{figure.text}**" if figure.is_missed else figure.text
