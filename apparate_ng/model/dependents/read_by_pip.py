"""Entries that pip reads itself: of files of requirements, of environments, and of packages.

All others are read by the platform, which knows `dbfs:/…`. pip knows only paths of the machine, and
it takes a word that begins with `-` or `#` for an option or a comment, also inside of a path.
"""

from __future__ import annotations

import re

LINE_OF_A_FILE = r":\d+(?:#\d+)?$"
"""How the location of an entry of a file ends: its line, and its number there."""
_BY_PIP = re.compile(rf"{LINE_OF_A_FILE}|\.pypi\.package$|(?<!\w)dependencies\[\d+\]$")
_CUT = re.compile(r"\s[-#]")


def is_read_by_pip(location: str) -> bool:
    """True where the entry at `location` is handed to pip as it stands."""
    return _BY_PIP.search(location) is not None


def is_cut_by_pip(path: str) -> bool:
    """True where pip would take only the beginning for the path."""
    return _CUT.search(path) is not None
