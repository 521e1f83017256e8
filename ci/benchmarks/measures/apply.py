"""Changing many jobs on a server that takes its time, against one request after the other."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from measures.dependents import add_dependents, require_moved
from measures.planning_run import new_wheel
from measuring.contest import contest
from measuring.figure import Figure, at_least
from measuring.local_workspace import STORE, local_workspace
from measuring.process import Sample, run
from measuring.programs import APPARATE, floor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring.contest import Standing
    from measuring.local_workspace import LocalWorkspace
    from measuring.scale import Scale

_SECOND = 1000
_LOOP = "one after the other"


def apply(scale: Scale) -> list[Figure]:
    """How many times faster a saved plan, and the whole main job, are than a plain loop."""
    with local_workspace() as workspace:
        add_dependents(workspace.sandbox, scale.changes, scale.tasks)
        workspace.sandbox.latency("/api/2.2/jobs/*", scale.request_ms / _SECOND)
        versions = (f"1.4.{patch}" for patch in count(start=1))
        contenders = {
            _LOOP: partial(_loop, workspace, scale),
            "apply": partial(_apply, workspace, versions, scale),
            "upload-and-update": partial(_upload_and_update, workspace, versions, scale),
        }
        standings = contest(contenders, scale.runs)
    names = ("apply", "upload-and-update")
    return [_figure(name, standings[name], standings[_LOOP], scale) for name in names]


def _loop(workspace: LocalWorkspace, scale: Scale) -> Sample:
    """A loop over some of the jobs, its time scaled up to all of them."""
    sample = run(floor("one_after_the_other", str(scale.sequential_changes)), workspace.environment)
    seconds = float(sample.output) * scale.changes / scale.sequential_changes
    return Sample(seconds=seconds, peak_bytes=sample.peak_bytes, output=sample.output)


def _apply(workspace: LocalWorkspace, versions: Iterator[str], scale: Scale) -> Sample:
    """Apply a saved plan; making the plan is not part of it."""
    file, saved = new_wheel(workspace.folder, next(versions)), workspace.folder / "plan.json"
    run([APPARATE, "plan", file, "--store", STORE, "--out", saved], workspace.environment)
    sample = run([APPARATE, "apply", saved], workspace.environment)
    require_moved(workspace.sandbox, file.name, scale.changes)
    return sample


def _upload_and_update(workspace: LocalWorkspace, versions: Iterator[str], scale: Scale) -> Sample:
    """The main job, from a wheel: scan, plan, upload, change."""
    file = new_wheel(workspace.folder, next(versions))
    sample = run([APPARATE, "upload-and-update", file, "--store", STORE], workspace.environment)
    require_moved(workspace.sandbox, file.name, scale.changes)
    return sample


def _figure(name: str, ours: Standing, loop: Standing, scale: Scale) -> Figure:
    return Figure(
        name=name,
        value=loop.seconds / ours.seconds,
        unit="x",
        target=at_least(6),
        detail=(
            f"{ours.seconds:.2f} s for {scale.changes} jobs, {_LOOP} {loop.seconds:.1f} s"
            f" (measured on {scale.sequential_changes} and scaled)"
        ),
    )
