"""A plan of a large workspace: its time against fetching alone, its memory against a small one."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from measures.planning_run import planning_run
from measuring.contest import contest
from measuring.figure import Figure, at_most
from measuring.local_workspace import local_workspace
from measuring.process import run
from measuring.programs import floor

if TYPE_CHECKING:
    from measuring.contest import Contender, Standing
    from measuring.local_workspace import LocalWorkspace
    from measuring.scale import Scale

_MB = 1_000_000


def plan(scale: Scale) -> list[Figure]:
    """Time as a multiple of fetching the same pages, and memory beyond that of a small plan."""
    with ExitStack() as stack:
        large, small = (
            stack.enter_context(
                local_workspace(jobs=jobs, tasks=scale.tasks, page_ms=scale.page_ms)
            )
            for jobs in (scale.jobs, scale.few_jobs)
        )
        standings = contest(_contenders(large, small, scale), scale.runs)
    return [
        _time(standings["large"], standings["fetching"]),
        _memory(standings["large"], standings["small"], scale),
    ]


def _contenders(large: LocalWorkspace, small: LocalWorkspace, scale: Scale) -> dict[str, Contender]:
    return {
        "fetching": partial(run, floor("fetch_pages"), large.environment),
        "large": partial(planning_run, large, scale.jobs),
        "small": partial(planning_run, small, scale.few_jobs),
    }


def _time(plan: Standing, fetching: Standing) -> Figure:
    return Figure(
        name="plan: time",
        value=plan.seconds / fetching.seconds,
        unit="x",
        target=at_most(1.3),
        detail=f"{plan.seconds:.2f} s, fetching the pages alone {fetching.seconds:.2f} s",
    )


def _memory(large: Standing, small: Standing, scale: Scale) -> Figure:
    return Figure(
        name="plan: memory",
        value=(large.peak_bytes - small.peak_bytes) / _MB,
        unit="MB",
        target=at_most(40),
        detail=(
            f"{large.peak_bytes / _MB:.1f} MB with {scale.jobs:,} jobs,"
            f" {small.peak_bytes / _MB:.1f} MB with {scale.few_jobs}"
        ),
    )
