"""What the program says when it cannot go on: one line of what, one of where, one of what to do."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """The promises of the process's exit status; scripts rely on them."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    PARTIAL = 3
    STALE = 4
    REFUSED = 5
    RESTORED = 6
    DAMAGED = 7
    CHANGES = 10
    INTERRUPTED = 130


class ApparateError(Exception):
    """An error with something to say to the person who reads it.

    Args:
        what: one line that says what is wrong.
        where: the file, path, job or host it concerns.
        hint: what to do about it, with the command where there is one.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.ERROR

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint


class StaleError(ApparateError):
    """What was planned no longer fits the workspace; nothing was written."""

    exit_code = ExitCode.STALE


class PartialError(ApparateError):
    """Something was done, and something was not."""

    exit_code = ExitCode.PARTIAL


class RefusedError(ApparateError):
    """A limit that was set by people stands in the way; nothing was written."""

    exit_code = ExitCode.REFUSED
