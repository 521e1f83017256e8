"""Output that nobody takes any more: a reader that went away, a disk that is full."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from apparate_ng.errors import ApparateError


@contextmanager
def written(stream: IO[str]) -> Iterator[None]:
    """Have what is printed inside reach `stream`.

    That its reader went away is no error: the rest is for nobody, and what the command does is
    done all the same.

    Raises:
        ApparateError: the stream takes nothing more.
    """
    try:
        yield
        stream.flush()
    except BrokenPipeError:
        lead_nowhere(stream)
    except OSError as error:
        lead_nowhere(stream)
        raise ApparateError(
            f"the output cannot be written: {error.strerror}", where=stream.name
        ) from error


def lead_nowhere(stream: IO[str]) -> None:
    """Let what is still to come be swallowed; the interpreter flushes once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
