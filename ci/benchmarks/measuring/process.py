"""One whole process, from its start to its end: how long, how large, and what it printed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in one unit of `ru_maxrss` (getrusage(2): kilobytes on Linux, bytes on macOS)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One run of one program."""

    seconds: float
    peak_bytes: int
    """Largest resident set. Never below this program's own: Linux keeps what the process was
    before it became another program."""
    output: str


class ProcessFailedError(Exception):
    """A program that is to be measured did not end well, so its figures mean nothing."""


def run(command: Sequence[str | Path], environment: Mapping[str, str]) -> Sample:
    """Run a program to its end. It has no terminal, and its output goes into a file.

    Raises:
        ProcessFailedError: it ended with another exit code than 0; the message has its output.
    """
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603  this checkout's own programs
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        peak_bytes = _wait(child)
        seconds = time.perf_counter() - started
        output.seek(0)
        text = output.read().decode(errors="replace")
    if child.returncode:
        words = " ".join(map(str, command))
        raise ProcessFailedError(f"exit code {child.returncode} of: {words}\n{text}")
    return Sample(seconds=seconds, peak_bytes=peak_bytes, output=text)


def _wait(child: subprocess.Popen[bytes]) -> int:
    """Wait by `wait4`, which tells what this one child used, and not all children so far."""
    try:
        _, status, usage = os.wait4(child.pid, 0)
    except BaseException:
        child.kill()
        child.wait()
        raise
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * _UNIT
