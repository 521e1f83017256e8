"""The programs that are measured: the installed command, and the floors beside it."""

from __future__ import annotations

import sys
from pathlib import Path

APPARATE = Path(sys.executable).with_name("apparate")
"""The console script, as it was installed into this interpreter's environment."""
PYTHON = Path(sys.executable)
_FLOORS = Path(__file__).parent.parent / "floors"


def floor(name: str, *arguments: str) -> list[str | Path]:
    """The command that runs one of the floors."""
    return [PYTHON, _FLOORS / f"{name}.py", *arguments]
