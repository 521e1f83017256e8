"""The installed command as a script or a person calls it: another process, a clean environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

APPARATE = Path(sys.executable).with_name("apparate")
_KEPT = ("PATH", "LANG", "PIP_", "SSL_CERT_FILE", "COVERAGE_", "SYSTEMROOT")
"""Of this process's environment: what programs, a package index and coverage need."""

Outcome = subprocess.CompletedProcess[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The command, in a folder and an environment of its own."""

    folder: Path
    environment: Mapping[str, str]
    executable: Path = APPARATE

    def __call__(self, *arguments: str | Path, **variables: str) -> Outcome:
        """Run it to its end; `variables` are added to its environment."""
        return subprocess.run(
            [str(self.executable), *map(str, arguments)],
            cwd=self.folder,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def start(self, *arguments: str | Path, **streams: Any) -> subprocess.Popen[str]:  # noqa: ANN401  handed on to Popen
        """Start it and come back at once."""
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            [str(self.executable), *map(str, arguments)],
            cwd=self.folder,
            env=dict(self.environment),
            encoding="utf-8",
            **{**pipes, **streams},
        )

    def document(self, *arguments: str | Path, code: int = 0) -> Any:  # noqa: ANN401  JSON
        """What it prints with `--output json`, where it ends with `code` and says no more."""
        outcome = self(*arguments, "--output", "json")
        assert (outcome.returncode, outcome.stderr) == (code, "")
        return json.loads(outcome.stdout)

    def inside(self, folder: Path) -> Program:
        """The same, called from another folder."""
        folder.mkdir(parents=True, exist_ok=True)
        return replace(self, folder=folder)

    def knowing(self, **variables: str) -> Program:
        """The same, with more in its environment."""
        return replace(self, environment={**self.environment, **variables})

    def without(self, *names: str) -> Program:
        """The same, with less in its environment."""
        left = {name: text for name, text in self.environment.items() if name not in names}
        return replace(self, environment=left)


def program_in(folder: Path, host: str, token: str) -> Program:
    """The command with a home, a temporary folder and a working folder below `folder`."""
    places = {name: folder / name for name in ("home", "tmp", "work")}
    for place in places.values():
        place.mkdir()
    environment = {
        **{name: text for name, text in os.environ.items() if name.startswith(_KEPT)},
        "HOME": str(places["home"]),
        "TMPDIR": str(places["tmp"]),
        "DATABRICKS_HOST": host,
        "DATABRICKS_TOKEN": token,
    }
    return Program(folder=places["work"], environment=environment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An error as it was said on stderr."""

    what: str
    where: str | None
    hint: str | None
    text: str


def error_of(outcome: Outcome, code: int) -> Said:
    """The one error of a run that ended with `code` and printed no data."""
    lines = outcome.stderr.splitlines()
    assert outcome.returncode == code, outcome.stderr
    assert outcome.stdout == ""
    assert "Traceback" not in outcome.stderr
    assert [line for line in lines if line.startswith("error: ")] == lines[:1], outcome.stderr
    return Said(
        what=lines[0].removeprefix("error: "),
        where=_after("  --> ", lines),
        hint=_after("hint: ", lines),
        text=outcome.stderr,
    )


def _after(mark: str, lines: list[str]) -> str | None:
    found = [line.removeprefix(mark) for line in lines if line.startswith(mark)]
    assert len(found) < 2, lines
    return found[0] if found else None
