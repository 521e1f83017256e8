"""A run of `apparate plan` for a new release of the library that generated jobs pin."""

from __future__ import annotations

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
    """Plan the release on a workspace of so many jobs.

    Raises:
        ProcessFailedError: the plan failed, or did not look at every job.
    """
    file = new_wheel(workspace.folder)
    sample = run([APPARATE, "plan", file, "--store", STORE], workspace.environment)
    if f"{jobs:,} jobs scanned" not in " ".join(sample.output.split()):
        raise ProcessFailedError(f"not {jobs} jobs were scanned:\n{sample.output}")
    return sample
