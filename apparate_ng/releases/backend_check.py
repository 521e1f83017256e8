"""Whether a project's build backend can be had, without building anything."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apparate_ng.releases.build_process import run_build
from apparate_ng.releases.checkout import environment_without_git

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_LIMIT_S = 50.0
_LEGACY = "setuptools.build_meta:__legacy__"
"""What PEP 517 gives to a project that names none."""
_LONGEST = 200
_SCRIPT = """
import subprocess, sys
from build.env import DefaultIsolatedEnv
with DefaultIsolatedEnv(installer="pip") as env:
    env.install(sys.argv[2:])
    module = sys.argv[1].partition(":")[0]
    if module:
        subprocess.run([env.python_executable, "-c", f"import {module}"], check=True)
"""
"""In a process of its own: it is stopped where it takes too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendCheck:
    """The backend, and why it cannot be had, or None."""

    backend: str
    problem: str | None


def check_backend(project: Path) -> BackendCheck:
    """Install what `[build-system]` requires into an environment of its own, and import the backend.

    Nothing of the project runs, and nothing is written to it; a backend of its own
    (`backend-path`) is not imported.
    """
    system = _build_system(project)
    backend = str(system.get("build-backend", _LEGACY))
    requires = [str(one) for one in system.get("requires", ["setuptools"])]
    module = "" if "backend-path" in system else backend
    with tempfile.TemporaryDirectory(prefix="apparate-doctor-") as folder:
        finished = run_build(
            [sys.executable, "-c", _SCRIPT, module, *requires],
            folder=Path(folder),
            environment=environment_without_git() | {"NO_COLOR": "1", "TMPDIR": folder},
            line=lambda _: None,
            limit_s=_LIMIT_S,
        )
    if finished.timed_out:
        return BackendCheck(backend=backend, problem=f"not installed within {_LIMIT_S:.0f} s")
    problem = None if finished.code == 0 else _reason(finished.output)
    return BackendCheck(backend=backend, problem=problem)


def _build_system(project: Path) -> dict[str, Any]:
    file = project / "pyproject.toml"
    if not file.is_file():
        return {}
    system = tomllib.loads(file.read_text(encoding="utf-8")).get("build-system", {})
    return system if isinstance(system, dict) else {}


def _reason(output: str) -> str:
    """The first line that says it is an error, else the last one."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if line.lower().startswith(("error:", "modulenotfounderror:"))]
    return (told or lines or ["it ended without a word"])[-1 if not told else 0][:_LONGEST]
