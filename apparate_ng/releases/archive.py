"""Reading zip files that somebody else made: bounded, and without trust."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from apparate_ng.releases.failures import ArtifactError

LARGEST_METADATA = 10 << 20
"""In bytes: no honest METADATA comes near it."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,  # a compression that the standard library does not know
    RuntimeError,  # a password is needed
    EOFError,
    ValueError,
)
"""What the standard library raises for archives that are damaged, odd or meant to harm."""


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, for reading; whatever goes wrong with it inside the block counts too.

    Raises:
        ArtifactError: it cannot be read, is no zip, or has members that lead outside of it.
    """
    if file.is_dir():
        raise ArtifactError("this is a folder, not a built library", where=str(file))
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_outsiders(archive, file)
            yield archive
    except OSError as error:
        raise ArtifactError(
            f"the file cannot be read: {error.strerror or error}", where=str(file)
        ) from error
    except _BROKEN as error:
        raise ArtifactError(
            f"this is no proper {file.suffix or 'library'} file: {error}",
            where=str(file),
            hint="build it again",
        ) from error


def _refuse_outsiders(archive: zipfile.ZipFile, file: Path) -> None:
    for name in archive.namelist():
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or PureWindowsPath(name).drive or ".." in path.parts:
            raise ArtifactError(f"its member {name!r} leads outside of it", where=str(file))


def refuse_duplicates(archive: zipfile.ZipFile, file: Path) -> None:
    """Wheels and eggs hold each member once; of two, nobody knows which one gets installed.

    Raises:
        ArtifactError: a member is there more than once.
    """
    twice = [name for name, number in Counter(archive.namelist()).items() if number > 1]
    if twice:
        raise ArtifactError(f"it has the member {twice[0]!r} more than once", where=str(file))


def read_text(archive: zipfile.ZipFile, name: str, file: Path) -> str:
    """A member's text; never more of it is unpacked than is sane.

    Raises:
        ArtifactError: it is too large.
    """
    with archive.open(name) as member:
        content = member.read(LARGEST_METADATA + 1)
    if len(content) > LARGEST_METADATA:
        raise ArtifactError(f"its {name} is too large to be one", where=str(file))
    return content.decode("utf-8", "replace")
