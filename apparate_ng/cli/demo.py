"""`apparate demo`: the whole job, with the real commands, on a local workspace."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from apparate_ng.cli.globals import global_options, globals_of
from apparate_ng.errors import ApparateError, ExitCode

_LIBRARY = "sales-features"
_SCENES = (
    ("Which versions run where, before?", ("inventory", _LIBRARY)),
    ("What would the new release change?", ("plan",)),
    ("Build it, upload it, move the jobs.", ("upload-and-update", "--yes")),
    ("And after?", ("inventory", _LIBRARY)),
    ("The same plan again: nothing is left to do.", ("plan", "--detailed-exitcode")),
)
_START_S = 30.0
_EXPORT = re.compile(r"^export (\w+)=(\S+)$", re.MULTILINE)


@click.command("demo")
@global_options
@click.pass_context
def command(context: click.Context, /) -> int:
    """Watch the whole job: build a real library, and move the right jobs to it.

    Starts a local workspace of about 40 jobs, runs the real commands against it, and leaves
    nothing behind. No account is needed, and nothing leaves this machine.
    """
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
    package = Path(__file__).parent.parent
    places = (package / "demo" / _LIBRARY, package.parent / "examples" / _LIBRARY)
    for place in places:
        if (place / "pyproject.toml").is_file():
            return place
    raise ApparateError("the example project is not part of this installation")


@contextmanager
def _local_workspace() -> Iterator[dict[str, str]]:
    """Serve the sandbox for as long as the context is open; gives how to connect to it."""
    with tempfile.TemporaryDirectory(prefix="apparate-demo-") as folder:
        ready = Path(folder) / "ready"
        server = subprocess.Popen(  # noqa: S603  this very program
            [*_program(), "sandbox", "serve", "--seed", "demo", "--ready-file", str(ready)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield _wait(server, ready)
        finally:
            server.terminate()
            server.communicate()


def _wait(server: subprocess.Popen[str], ready: Path) -> dict[str, str]:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        if ready.is_file() and (found := dict(_EXPORT.findall(ready.read_text()))):
            return found
        if server.poll() is not None:
            break
        time.sleep(0.02)
    server.terminate()
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
