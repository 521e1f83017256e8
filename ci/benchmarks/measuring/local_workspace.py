"""A local workspace as a process of its own, so that serving is not measured with the client."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from apparate_ng.sandbox.handle import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import IO

STORE = "/Workspace/Shared/libraries"
"""The library store of all benchmarks."""
_PATIENCE_S = 60.0
_MEMORY = Path("/dev/shm")  # noqa: S108  the folder made in it has a name of its own
_URL = re.compile(r"http://\S+(?=\n)")
_STRANGE = ("DATABRICKS_", "APPARATE_")


class NoWorkspaceError(Exception):
    """The local workspace did not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalWorkspace:
    """A workspace that is being served."""

    sandbox: Sandbox
    environment: Mapping[str, str]
    """What a program needs in its environment to use the workspace, and no other one."""
    folder: Path
    """For files of the benchmark; gone at the end. It is also HOME."""


@contextmanager
def local_workspace(
    *, jobs: int = 0, tasks: int = 5, page_ms: float = 0.0, in_memory: bool = False
) -> Iterator[LocalWorkspace]:
    """Serve a workspace of generated jobs for as long as the context is open.

    `in_memory` keeps files where no disk is slower than the network, if the machine has such a place.

    Raises:
        NoWorkspaceError: it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="apparate-bench-", dir=_memory(in_memory)) as name:
        folder = Path(name)
        with (folder / "server.log").open("wb") as log:
            server = _started(folder, log, jobs, tasks, page_ms)
            try:
                yield _workspace(_url(server, folder), folder)
            finally:
                server.kill()  # by its pid; nothing of it is to be kept
                server.wait()


def _memory(is_wanted: bool) -> str | None:  # noqa: FBT001  a switch handed on
    return str(_MEMORY) if is_wanted and _MEMORY.is_dir() else None


def _started(
    folder: Path, log: IO[bytes], jobs: int, tasks: int, page_ms: float
) -> subprocess.Popen[bytes]:
    options = {
        "--seed": "empty",
        "--jobs": str(jobs),
        "--tasks": str(tasks),
        "--page-delay": str(page_ms),
        "--ready-file": str(folder / "ready"),
    }
    words = [word for option in options.items() for word in option]
    return subprocess.Popen(  # noqa: S603  this checkout's own program
        [sys.executable, "-m", "apparate_ng", "sandbox", "serve", *words],
        env=plain_environment(folder) | {"TMPDIR": str(folder)},  # nothing of it stays
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=log,
    )


def _url(server: subprocess.Popen[bytes], folder: Path) -> str:
    ready, end = folder / "ready", time.monotonic() + _PATIENCE_S
    while server.poll() is None and time.monotonic() < end:
        if ready.exists() and (found := _URL.search(ready.read_text())):
            return found.group()
        time.sleep(0.02)
    raise NoWorkspaceError((folder / "server.log").read_text(errors="replace"))


def _workspace(url: str, folder: Path) -> LocalWorkspace:
    sandbox = Sandbox(url)
    connected = {"DATABRICKS_HOST": url, "DATABRICKS_TOKEN": sandbox.token}
    return LocalWorkspace(
        sandbox=sandbox, environment=plain_environment(folder) | connected, folder=folder
    )


def plain_environment(home: Path) -> dict[str, str]:
    """The environment without what leads to another workspace or brings settings along."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_STRANGE)}
    return kept | {"HOME": str(home)}
