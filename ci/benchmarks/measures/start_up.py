"""Start-up: what a person waits for before anything else, against importing click alone."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from measuring.contest import contest
from measuring.figure import Figure, at_most
from measuring.local_workspace import plain_environment
from measuring.process import run
from measuring.programs import APPARATE, PYTHON

if TYPE_CHECKING:
    from measuring.scale import Scale

_TARGET = at_most(2)
_RUNS_FOR_ONE = 6
"""Runs of some 50 ms vary much and cost little."""
_FLOOR = "python -c 'import click'"
_COMMANDS = ("--help", "--version")


def start_up(scale: Scale) -> list[Figure]:
    """`--help` and `--version`, as multiples of `python -c "import click"`."""
    with tempfile.TemporaryDirectory(prefix="apparate-bench-") as home:
        environment = plain_environment(Path(home))
        contenders = {
            _FLOOR: partial(run, [PYTHON, "-c", "import click"], environment),
            **{word: partial(run, [APPARATE, word], environment) for word in _COMMANDS},
        }
        standings = contest(contenders, scale.runs * _RUNS_FOR_ONE)
    base = standings[_FLOOR].seconds
    return [
        Figure(
            name=f"`{word}`",
            value=standings[word].seconds / base,
            unit="x",
            target=_TARGET,
            detail=f"{standings[word].seconds * 1000:.0f} ms, {_FLOOR} {base * 1000:.0f} ms",
        )
        for word in _COMMANDS
    ]
