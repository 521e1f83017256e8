"""Files that an entry of a requirements file names: `-r FILE`, `-c FILE`, in all their forms."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

_OPTIONS = (("-r", "--requirement"), ("-c", "--constraint"))
_LONGEST = 10_000
"""Characters of a line; no path is longer, and reading quotes takes long."""
_LOCAL = re.compile(r"file:(?://(?:localhost)?)?(?=/)", re.IGNORECASE)
_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def file_in_option(entry: str) -> str | None:
    """The file that `entry` includes, as written there; None where it is no such option.

    As with pip, only the first one counts of several in one line, requirements before constraints.
    """
    if not entry.lstrip().startswith("-") or len(entry) > _LONGEST:
        return None
    try:
        words = shlex.split(entry)
    except ValueError:  # quotes that nothing closes: pip refuses the line as well
        return None
    named = (next(_values(words, *names), None) for names in _OPTIONS)
    return next((file for file in named if file), None)


def _values(words: list[str], short: str, long: str) -> Iterator[str]:
    followers = [*words[1:], ""]
    for word, follower in zip(words, followers, strict=True):
        if word in {short, long}:
            yield follower
        elif word.startswith(f"{long}="):
            yield word.removeprefix(f"{long}=")
        elif word.startswith(short):
            yield word.removeprefix(short)


def included_from(path: str, entries: Iterable[str]) -> list[str]:
    """The files that the entries of the file at `path` include, each once, in their order.

    What is relative is taken from the folder of `path`. A URL is given as it stands, and so is a
    name with a variable in it (`${HOME}/a.txt`): only the platform knows the value.
    """
    named = (file_in_option(entry) for entry in entries)
    return list(dict.fromkeys(_resolved(path, file) for file in named if file))


def _resolved(path: str, file: str) -> str:
    local = _LOCAL.match(file)
    if local:
        return posixpath.normpath(unquote(file[local.end() :]))
    if file.startswith("dbfs:/"):
        return posixpath.normpath(file)
    if _URL.match(file):
        return file
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
