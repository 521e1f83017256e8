"""The command on a terminal that a test reads and types on."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from tests.e2e.program import Program

_PATIENCE_S = 60.0
_ANSWER_S = 3.0
_CHUNK = 1 << 16
QUESTION = "[y/N]"


@dataclass(slots=True, kw_only=True)
class Terminal:
    """A running command and the terminal that it runs on."""

    process: Popen[str]
    descriptor: int
    shown: bytes = field(default=b"")

    def read_until(self, words: str) -> None:
        """Read until the words are on the screen."""
        while words not in self.text:
            assert self._read(), f"it ended without {words!r}: {self.text}"

    def read_on(self) -> None:
        """Read what comes next."""
        assert self._read(), f"it ended: {self.text}"

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.descriptor, keys.encode())

    def interrupt(self) -> None:
        """What Ctrl-C does; again where it came between a question and the wait for an answer."""
        for _ in range(10):
            self.process.send_signal(signal.SIGINT)
            if select.select([self.descriptor], [], [], _ANSWER_S)[0]:
                return

    def end(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        return self.process.wait(_PATIENCE_S)

    @property
    def text(self) -> str:
        """Everything that reached the screen so far, raw."""
        return self.shown.decode(errors="replace")

    def _read(self) -> bool:
        ready, _, _ = select.select([self.descriptor], [], [], _PATIENCE_S)
        assert ready, f"it says nothing any more: {self.text}"
        try:
            chunk = os.read(self.descriptor, _CHUNK)
        except OSError:  # how Linux says that the other side is closed
            return False
        self.shown += chunk
        return bool(chunk)


@contextmanager
def terminal(
    program: Program, *arguments: str | Path, columns: int = 80, **streams: int
) -> Iterator[Terminal]:
    """Start the command on a terminal; `streams` lead elsewhere instead."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    given = {"stdin": theirs, "stdout": theirs, "stderr": theirs, **streams}
    environment = {"TERM": "xterm-256color", **program.environment}
    process = program.knowing(**environment).start(*arguments, start_new_session=True, **given)
    os.close(theirs)
    try:
        yield Terminal(process=process, descriptor=ours)
    finally:
        os.close(ours)
        process.kill()
        process.communicate()


def run_on_terminal(
    program: Program, *arguments: str | Path, answer: str = "", columns: int = 80
) -> tuple[int, str]:
    """Run it to its end, with an answer to its question where one is given."""
    with terminal(program, *arguments, columns=columns) as screen:
        if answer:
            screen.read_until(QUESTION)
            screen.type(answer)
        return screen.end(), screen.text
