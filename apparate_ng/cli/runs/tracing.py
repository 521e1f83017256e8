"""Spans of a command, where a collector is named."""

from __future__ import annotations

import os

from apparate_ng.cli.globals import Globals
from apparate_ng.cli.runs.terminal import stderr_console
from apparate_ng.telemetry.beginning import begin, is_wanted


def trace_command(name: str, said: Globals) -> None:
    """Record the spans of this command; in the end, say what went wrong with them, if anything."""
    if said.at_end or not is_wanted(os.environ):
        return
    end = begin(name, os.environ)

    def tell(exit_code: int) -> None:
        trouble = end(exit_code)
        if trouble is not None and not said.quiet:
            stderr_console(said.color).print(f"note: {trouble}", markup=False, soft_wrap=True)

    said.at_end.append(tell)
