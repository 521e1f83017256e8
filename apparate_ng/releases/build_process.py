"""A build in a process of its own, which leaves none behind when it is stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_GRACE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a process ended."""

    code: int
    output: str
    timed_out: bool


def run_build(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    line: Callable[[str], None],
    limit_s: float,
) -> Finished:
    """Run a command to its end; each line of its output is handed to `line` as it comes.

    Every process that it started is stopped after `limit_s` seconds, and when this call is
    left by an exception, an interrupt included.
    """
    with _started(command, folder, environment) as process:
        too_late = threading.Event()
        clock = threading.Timer(limit_s, _time_out, (process, too_late))
        clock.daemon = True
        clock.start()
        try:
            output = _collected(process, line)
        finally:
            clock.cancel()
        return Finished(code=process.wait(), output=output, timed_out=too_late.is_set())


@contextlib.contextmanager
def _started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603  the command is ours, no shell
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # one group, so that one signal reaches the backend's children
    )
    try:
        with process:
            try:
                yield process
            except BaseException:
                _stop(process)
                raise
    finally:
        _signal(process, signal.SIGKILL)


def _collected(process: subprocess.Popen[str], line: Callable[[str], None]) -> str:
    assert process.stdout is not None  # noqa: S101  for the type checker: it is a pipe
    lines = []
    for text in process.stdout:
        lines.append(text)
        line(text.rstrip("\n"))
    return "".join(lines)


def _time_out(process: subprocess.Popen[str], too_late: threading.Event) -> None:
    too_late.set()
    _signal(process, signal.SIGKILL)


def _stop(process: subprocess.Popen[str]) -> None:
    """Let it clean up its temporary folders, for a short while."""
    _signal(process, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE_S)
    _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[str], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
