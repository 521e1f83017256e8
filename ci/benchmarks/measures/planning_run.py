"""A run of `apparate plan` for a new release of the library that generated jobs pin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from apparate_ng.sandbox.seeds.wheels import wheel
from measuring.local_workspace import STORE
from measuring.process import ProcessFailedError, run
from measuring.programs import APPARATE

if TYPE_CHECKING:
    from pathlib import Path

    from measuring.local_workspace import LocalWorkspace
    from measuring.process import Sample

LIBRARY = "sales-features"
"""What the sandbox's generated jobs pin, about three in a hundred."""
_VERSION = "1.5.0"


def new_wheel_name(version: str) -> str:
    """The file name of a wheel of the library."""
    return f"{LIBRARY.replace('-', '_')}-{version}-py3-none-any.whl"


def new_wheel(folder: Path, version: str = _VERSION) -> Path:
    """Write a small valid wheel of the library."""
    file = folder / new_wheel_name(version)
    file.write_bytes(wheel(LIBRARY, version))
    return file


def planning_run(workspace: LocalWorkspace, jobs: int) -> Sample:
    """Plan the release on a workspace of so many jobs, for people to read.

    Raises:
        ProcessFailedError: the plan failed, or did not look at every job.
    """
    sample = _planned(workspace)
    if f"{jobs:,} jobs scanned" not in " ".join(sample.output.split()):
        raise ProcessFailedError(f"not {jobs} jobs were scanned:\n{sample.output}")
    return sample


def scanning_run(workspace: LocalWorkspace, jobs: int) -> Sample:
    """The same for a program to read: nothing is laid out.

    Raises:
        ProcessFailedError: the plan failed, or did not look at every job.
    """
    sample = _planned(workspace, "--output", "json")
    if (scanned := json.loads(sample.output)["summary"]["scanned"]["job"]) != jobs:
        raise ProcessFailedError(f"not {jobs} jobs were scanned, but {scanned}")
    return sample


def _planned(workspace: LocalWorkspace, *options: str) -> Sample:
    """A plan that looks into no files; what that takes is measured on its own, as `checks`."""
    file = new_wheel(workspace.folder)
    command: list[str | Path] = [APPARATE, "plan", file, "--store", STORE, "--no-checks", *options]
    return run(command, workspace.environment)
