"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Sizes of the workspaces, and how often each program is run."""

    runs: int
    jobs: int = 10_000
    """Jobs of the workspace that is scanned; each has `tasks` tasks."""
    few_jobs: int = 10
    """Jobs of the workspace whose peak memory is the base."""
    tasks: int = 5
    page_ms: float = 20.0
    """How long the server takes for a page of jobs."""
    changes: int = 500
    """Jobs that move to the new release."""
    sequential_changes: int = 50
    """Jobs that are changed one after the other; the time is scaled up to `changes`."""
    request_ms: float = 50.0
    """How long the server takes for a request, while jobs are changed."""
    planted: int = 5_000
    """Dependents of the workspace in which references and near-misses were planted."""
    upload_mb: int = 1_000
    """Size of the upload whose peak memory and time are measured, in millions of bytes."""
    versions: int = 40
    """Versions of a library that are pinned, each by `jobs_of_version` jobs."""
    jobs_of_version: int = 5
    races: int = 1_000
    """Deployments that begin at once, two by two."""


def full(runs: int) -> Scale:
    """What the targets are about."""
    return Scale(runs=runs)


def quick() -> Scale:
    """Just enough to see that the benchmarks run; the figures say nothing about the targets."""
    return Scale(
        runs=1, jobs=250, changes=20, sequential_changes=5, planted=200, upload_mb=20, races=20
    )
