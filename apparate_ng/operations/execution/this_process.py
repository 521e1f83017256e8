"""This process, as its own machine will know it again, and whether another one is gone."""

from __future__ import annotations

import hashlib
import os
import platform
import uuid
from contextlib import suppress
from pathlib import Path

from apparate_ng.model.deployments.lease import Holder

_PROC = Path("/proc")
_RANDOM_NODE = 1 << 40
"""The bit that Python sets where it found no network card and made a number up."""
_STATE, _STARTED = 0, 19
"""Of what stands behind the name in /proc/PID/stat: see proc_pid_stat(5)."""
_DEAD = frozenset("ZXx")


def this_holder(identity: str | None, ci_url: str | None) -> Holder:
    """Who takes a lease here: as whom of the workspace, and in which CI run."""
    process = os.getpid()
    found = _stat(process)
    return Holder(
        identity=identity,
        machine=platform.node() or "unknown",
        process=process,
        ci_url=ci_url,
        realm=_realm(),
        process_started=found[1] if found else None,
    )


def is_gone(holder: Holder) -> bool:
    """True only where it is certain that the holder's process has ended.

    That can be told on the same machine, since the same start of it, in the same table of
    processes: containers have their own. Elsewhere, and on Windows, it is False.
    """
    if holder.realm is None or holder.realm != _realm():
        return False
    if holder.process is None or holder.process <= 0:
        return False
    found = _stat(holder.process)
    if found is None:
        return not _answers(holder.process)
    return found[0] in _DEAD or found[1] != holder.process_started


def _answers(process: int) -> bool:
    """Whether it can be signalled; also told of the processes that /proc may hide."""
    try:
        os.kill(process, 0)  # asks only: POSIX, kill(2)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _realm() -> str | None:
    """A name for this machine, its start and its table of processes; None where there is none."""
    system = platform.system()
    if system == "Windows":
        return None  # os.kill would end the process there
    parts = _linux_realm() if system == "Linux" else _hardware()
    if not parts:
        return None
    return hashlib.sha256("\n".join((platform.node(), *parts)).encode()).hexdigest()[:32]


def _linux_realm() -> tuple[str, ...]:
    with suppress(OSError):
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        table = str((_PROC / "self/ns/pid").readlink())  # pid_namespaces(7)
        if _stat(os.getpid()) is not None:
            return (boot, table)
    return ()


def _hardware() -> tuple[str, ...]:
    node = uuid.getnode()
    return () if node & _RANDOM_NODE else (f"{node:x}",)


def _stat(process: int) -> tuple[str, str] | None:
    """State and start (in ticks since the machine's) of a process; None where there is none."""
    try:
        text = (_PROC / str(process) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    values = text.rpartition(")")[2].split()
    return (values[_STATE], values[_STARTED]) if len(values) > _STARTED else None
