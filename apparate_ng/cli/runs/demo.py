"""`apparate demo`: what it does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.globals import globals_of
from apparate_ng.errors import ApparateError, ExitCode

_LIBRARY = "sales-features"
_SCENES = (
    ("Which versions run where, before?", ("inventory", _LIBRARY)),
    ("What would the new release change?", ("plan",)),
    ("Build it, upload it, move the jobs.", ("upload-and-update", "--yes", "--quiet")),
    ("And after?", ("inventory", _LIBRARY)),
    ("The same plan again: nothing is left to do.", ("plan", "--detailed-exitcode")),
)
_START_S = 30.0
_EXPORT = re.compile(r"export (\w+)=(\S+)")


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    del options
    color = globals_of(context).color
    project = example_project()
    with _local_workspace() as workspace:
        environment = _plain_environment() | workspace
        for number, (words, arguments) in enumerate(_SCENES, start=1):
            _announce(f"{number}. {words}", arguments, color)
            code = _run((*arguments, "--color", color), project, environment)
            if code != ExitCode.DONE:
                click.echo(f"(exit code {code})", err=True)
                return code
    return ExitCode.DONE


def example_project() -> Path:
    """The library that the demo releases: beside the package, or in the checkout.

    Raises:
        ApparateError: it is in neither place.
    """
    package = Path(__file__).parents[2]
    places = (package / "demo" / _LIBRARY, package.parent / "examples" / _LIBRARY)
    for place in places:
        if (place / "pyproject.toml").is_file():
            return place
    raise ApparateError("the example project is not part of this installation")


@contextmanager
def _local_workspace() -> Iterator[dict[str, str]]:
    """Serve the sandbox for as long as the context is open; gives how to connect to it."""
    server = subprocess.Popen(  # noqa: S603  this very program
        [*_program(), "sandbox", "serve", "--seed", "demo"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    alarm = threading.Timer(_START_S, server.kill)
    alarm.start()
    try:
        connection = _connection(server)
        alarm.cancel()
        yield connection
    finally:
        alarm.cancel()
        server.terminate()
        server.communicate()


def _connection(server: subprocess.Popen[str]) -> dict[str, str]:
    """What the sandbox says of itself when it is ready: how to connect, as a shell would."""
    found: dict[str, str] = {}
    for line in server.stdout or ():
        match = _EXPORT.fullmatch(line.strip())
        if match:
            found[match[1]] = match[2]
        if found.keys() >= {"DATABRICKS_HOST", "DATABRICKS_TOKEN"}:
            return found
    _, said = server.communicate()
    lines = said.strip().splitlines() or ["it said nothing"]
    raise ApparateError(
        "the local workspace did not start",
        where=lines[0].removeprefix("error: "),
        hint="pip install 'apparate-ng[sandbox]'",
    )


def _program() -> list[str]:
    return [sys.executable, "-m", "apparate_ng"]


def _plain_environment() -> dict[str, str]:
    """The environment without what would lead to a real workspace."""
    prefixes = ("DATABRICKS_", "APPARATE_")
    return {key: value for key, value in os.environ.items() if not key.startswith(prefixes)}


def _announce(title: str, arguments: tuple[str, ...], color: str) -> None:
    line = f"$ {shlex.join(['apparate', *arguments])}"
    plain = False if color == "never" else None
    click.secho(f"\n{title}", bold=True, color=plain)
    click.secho(f"{line}\n", fg="cyan", color=plain)
    sys.stdout.flush()


def _run(arguments: tuple[str, ...], project: Path, environment: dict[str, str]) -> int:
    finished = subprocess.run(  # noqa: S603  this very program
        [*_program(), *arguments], cwd=project, env=environment, check=False
    )
    return finished.returncode
