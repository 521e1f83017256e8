"""A large upload to a volume: its time against one bare PUT, its memory against a small one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import requests

from measures.large_wheel import large_wheel
from measuring.contest import contest
from measuring.figure import Figure, Target, at_most
from measuring.local_workspace import local_workspace
from measuring.process import ProcessFailedError, Sample, run
from measuring.programs import APPARATE, floor

if TYPE_CHECKING:
    from pathlib import Path

    from measuring.contest import Standing
    from measuring.local_workspace import LocalWorkspace
    from measuring.scale import Scale

_MB = 1_000_000
_VOLUME = "main.libs.wheels"
_STORE = "/Volumes/main/libs/wheels"
_TOOK = re.compile(r"PUT \S+\.whl -> \d+ in (\d+) ms")


def _target(file: Path) -> str:
    return f"{_STORE}/{file.name}"


@dataclass(frozen=True, slots=True)
class _Uploads:
    """Uploads of files by turns, each into a store that does not have the file."""

    workspace: LocalWorkspace

    def bare(self, file: Path) -> Sample:
        """One PUT, and nothing else."""
        sample = run(floor("put_file", str(file), _target(file)), self.workspace.environment)
        self._forget(file)
        return Sample(
            seconds=float(sample.output), peak_bytes=sample.peak_bytes, output=sample.output
        )

    def whole(self, file: Path) -> Sample:
        """The command, from its start to its end; what was sent is read back and compared."""
        sample = run([APPARATE, "upload", file, "--store", _STORE], self.workspace.environment)
        self._forget(file)
        return sample

    def request(self, file: Path) -> Sample:
        """The PUT of the command alone, as it says itself how long that took."""
        command: list[str | Path] = [APPARATE, "upload", file, "--store", _STORE, "--debug"]
        sample = run(command, self.workspace.environment)
        self._forget(file)
        took = _TOOK.search(sample.output)
        if took is None:
            raise ProcessFailedError(f"no PUT was logged:\n{sample.output}")
        return Sample(
            seconds=int(took[1]) / 1000, peak_bytes=sample.peak_bytes, output=sample.output
        )

    def _forget(self, file: Path) -> None:
        """Remove what was uploaded; it must be there whole."""
        url = f"{self.workspace.sandbox.url}/api/2.0/fs/files{_target(file)}"
        headers = {"Authorization": f"Bearer {self.workspace.sandbox.token}"}
        there = requests.head(url, headers=headers, timeout=60)
        if there.headers.get("Content-Length") != str(file.stat().st_size):
            raise ProcessFailedError(f"{file.name} was not uploaded whole")
        requests.delete(url, headers=headers, timeout=60).raise_for_status()


def upload(scale: Scale) -> list[Figure]:
    """The request alone and the whole command, as multiples of a bare PUT; and peak memory."""
    with local_workspace(in_memory=True) as workspace:
        workspace.sandbox.add_volume(_VOLUME)
        large = large_wheel(workspace.folder, "1.5.0", scale.upload_mb * _MB)
        small = large_wheel(workspace.folder, "1.5.1", _MB)
        uploads = _Uploads(workspace)
        contenders = {
            "bare": partial(uploads.bare, large),
            "request": partial(uploads.request, large),
            "whole": partial(uploads.whole, large),
            "small": partial(uploads.whole, small),
        }
        standings = contest(contenders, scale.runs)
    return [
        _time("upload: request", standings["request"], standings["bare"], scale, at_most(1.2)),
        _time("upload: whole", standings["whole"], standings["bare"], scale, None),
        _memory(standings["whole"], standings["small"], scale),
    ]


def _time(name: str, ours: Standing, bare: Standing, scale: Scale, target: Target | None) -> Figure:
    return Figure(
        name=name,
        value=ours.seconds / bare.seconds,
        unit="x",
        target=target,
        detail=f"{ours.seconds:.2f} s for {scale.upload_mb:,} MB, a bare PUT {bare.seconds:.2f} s",
    )


def _memory(large: Standing, small: Standing, scale: Scale) -> Figure:
    return Figure(
        name="upload: memory",
        value=(large.peak_bytes - small.peak_bytes) / _MB,
        unit="MB",
        target=at_most(40),
        detail=(
            f"{large.peak_bytes / _MB:.1f} MB with {scale.upload_mb:,} MB,"
            f" {small.peak_bytes / _MB:.1f} MB with 1"
        ),
    )
