"""The door: the one place where errors become words and exit codes."""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType

import click

from apparate_ng.cli.globals import Globals
from apparate_ng.cli.runs.streams import lead_nowhere
from apparate_ng.cli.unanswered import UnansweredError
from apparate_ng.errors import ApparateError, ExitCode

_ROOM = "make room there, or name another folder in TMPDIR"
_COLLECT_AFTER = 50_000
"""Objects; documents are trees, and looking for cycles in them is lost time."""


def run(command: click.Command, program: str) -> int:
    """Run the command line; the exit code is returned, and every error has been said."""
    said = Globals()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            _interrupt_on(getattr(signal, name), said)
    gc.set_threshold(_COLLECT_AFTER)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal cannot show is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    code = _code_of(command, program, said)
    for end in said.at_end:
        with contextlib.suppress(KeyboardInterrupt, OSError):  # all that matters is done
            end(code)
    return code


def _code_of(command: click.Command, program: str, said: Globals) -> int:
    try:
        result = command.main(prog_name=program, standalone_mode=False, obj=said)
    except BaseException as error:  # noqa: BLE001  the one place where all errors end
        return int(_exit_code_of(error, said))
    return int(result) if isinstance(result, int) else int(ExitCode.DONE)


def _interrupt_on(number: int, said: Globals) -> None:
    """A CI server's stop, and a terminal that is closed, end the run as Ctrl-C does."""

    def interrupt(received: int, frame: FrameType | None) -> None:
        del received, frame
        if said.interrupts.number:
            _stop_at_once(said)
        if not said.interrupts.arrive():
            raise KeyboardInterrupt
        if said.screen is None or not said.screen.say(_STOPPING):
            _tell(_STOPPING)

    with contextlib.suppress(ValueError):  # not in the main thread: the host's own affair
        signal.signal(number, interrupt)


_STOPPING = "stopping: what is under way is finished; Ctrl-C again stops at once"
_STOPPED = "error: stopped at once\nhint: apparate resume finishes what was begun"


def _stop_at_once(said: Globals) -> None:
    """Leave without waiting for the threads; the workspace holds whole documents at any instant."""
    _tell(_STOPPED, above=0 if said.screen is None else said.screen.height - 1)
    os._exit(ExitCode.INTERRUPTED)


def _tell(words: str, above: int = 0) -> None:
    """Say it from within a signal handler, in the place of what is drawn there.

    Progress may stand in this line and so many above it, and have hidden the cursor.
    """
    stderr = 2
    with contextlib.suppress(OSError):
        up = f"\x1b[{above}A" if above > 0 else ""
        clear = f"\r{up}\x1b[J\x1b[?25h" if os.isatty(stderr) else ""
        os.write(stderr, f"{clear}{words}\n".encode())


def _exit_code_of(error: BaseException, said: Globals) -> ExitCode:
    for kind, answer in _ANSWERS:
        if isinstance(error, kind):
            return answer(error, said)
    return _internal(error, said)


def _usage(error: BaseException, said: Globals) -> ExitCode:
    assert isinstance(error, click.ClickException)  # noqa: S101  for the type checker
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        with contextlib.suppress(OSError):
            error.show()  # the help itself, and no error
    else:
        context = error.ctx if isinstance(error, click.UsageError) else None
        path = context.command_path if context else None
        hint = f"{path} --help" if path else None
        _say(ApparateError(error.format_message(), where=path, hint=hint), said, error)
    return ExitCode(error.exit_code) if error.exit_code in {1, 2} else ExitCode.ERROR


def _ours(error: BaseException, said: Globals) -> ExitCode:
    assert isinstance(error, ApparateError)  # noqa: S101  for the type checker
    _say(error, said)
    return error.exit_code


def _interrupted(error: BaseException, said: Globals) -> ExitCode:
    asked = isinstance(error, UnansweredError)
    what = "interrupted at the question; nothing of it was changed" if asked else "interrupted"
    _say(
        ApparateError(what, hint="run the same command again to go on from here"),
        said,
        cause=error,
    )
    return ExitCode.INTERRUPTED


def _of_the_system(error: BaseException, said: Globals) -> ExitCode:
    """Of a file or a socket: a name that is too long for any file, say."""
    assert isinstance(error, OSError)  # noqa: S101  for the type checker
    what, where, hint = error.strerror or type(error).__name__, error.filename, None
    if what.startswith("No usable temporary directory"):  # in none of a list that Python has
        what, where = "there is no temporary folder with room", os.environ.get("TMPDIR")
        hint = _ROOM
    elif error.errno in {errno.ENOSPC, errno.EFBIG}:
        hint = _ROOM
    shown = where if isinstance(where, str) else None
    _say(ApparateError(what, where=shown, hint=hint), said, error)
    return ExitCode.ERROR


def _internal(error: BaseException, said: Globals) -> ExitCode:
    if isinstance(error, SystemExit):
        return ExitCode(error.code) if isinstance(error.code, int) else ExitCode.ERROR
    what = f"this is a fault of apparate itself: {type(error).__name__}"
    _say(
        ApparateError(what, hint="run it again with --debug and report what it shows"), said, error
    )
    return ExitCode.ERROR


def _say(error: ApparateError, said: Globals, cause: BaseException | None = None) -> None:
    try:
        if said.debug:
            traceback.print_exception(cause or error)
        _print(error, said)
    except OSError:  # nobody can be told; the exit code still says it
        lead_nowhere(sys.stderr)


def _print(error: ApparateError, said: Globals) -> None:
    from apparate_ng.cli.runs.terminal import stderr_console
    from apparate_ng.reports.text.error import error_report

    stderr_console(said.color).print(error_report(error), soft_wrap=True)


_ANSWERS: tuple[tuple[type[BaseException], Callable[[BaseException, Globals], ExitCode]], ...] = (
    (click.exceptions.Abort, _interrupted),
    (KeyboardInterrupt, _interrupted),
    (click.ClickException, _usage),
    (ApparateError, _ours),
    (OSError, _of_the_system),
)
