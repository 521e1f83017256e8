"""Settings written into a file that people wrote: every other byte stays as it is.

By tomlkit, which keeps comments, order and spaces; where even that would lose something, nothing
is written. What text insertion by hand would have to know of TOML (dotted keys, inline tables, a
table that is there already, further tables below it) is just what such a library is for.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.files import nearest, table_from_files

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_PROJECT_FILE = "pyproject.toml"
_OWN_FILE = "apparate.toml"


def file_to_write(folder: Path, explicit: Path | None) -> Path:
    """Where settings for a folder belong: in the file that they are read from.

    That is the nearest `apparate.toml`, else `pyproject.toml` in the folder itself, else the
    nearest one that has the table; where none is there, a new `apparate.toml` in the folder.

    Raises:
        ConfigurationError: a file cannot be read.
    """
    if explicit is not None:
        return explicit
    own, project = nearest(folder, _OWN_FILE), nearest(folder, _PROJECT_FILE)
    if own is not None:
        return own
    is_ours = project is not None and project.parent == folder.resolve()
    if project is not None and (is_ours or table_from_files(folder, project)[0]):
        return project
    return folder / _OWN_FILE


def with_settings(file: Path, settings: Mapping[str, str]) -> bytes:
    """The file's content with these settings in it; the file itself is left alone.

    Raises:
        ConfigurationError: it cannot be read, is no TOML, or cannot be changed without a loss.
    """
    old = _text_of(file)
    keys = ("tool", "apparate") if file.name == _PROJECT_FILE else ()
    before, new = _parsed(old, file), _edited(old, keys, settings, file)
    expected = _merged(before, keys, settings)
    if tomllib.loads(new) != expected or not _kept(old, new):
        listed = ", ".join(f"{key} = {value!r}" for key, value in settings.items())
        raise ConfigurationError(
            "the file cannot be changed without touching the rest of it",
            where=str(file),
            hint=f"write it there by hand: {listed}",
        )
    return new.encode()


def write_whole(file: Path, content: bytes) -> None:
    """Put the content in the file's place, whole or not at all, with the file's permissions.

    Raises:
        ConfigurationError: it cannot be written.
    """
    target = file.resolve()  # a link stays one
    temporary: str | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()
        raise ConfigurationError(
            f"the file cannot be written: {error.strerror}", where=str(file)
        ) from error


def _text_of(file: Path) -> str:
    try:
        return file.read_bytes().decode() if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError("the file cannot be read", where=str(file)) from error


def _parsed(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"the configuration is no TOML: {error}", where=str(file)
        ) from error


def _edited(text: str, keys: tuple[str, ...], settings: Mapping[str, str], file: Path) -> str:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        table: Any = document
        for key in keys:
            if key not in table:
                table[key] = tomlkit.table(is_super_table=key != keys[-1])
            table = table[key]
        for key, value in settings.items():
            table[key] = value
        return _with_line_ends(text, _ended(tomlkit.dumps(document), like=text))
    except (TOMLKitError, TypeError, ValueError) as error:
        raise ConfigurationError("the file cannot be changed", where=str(file)) from error


def _ended(new: str, like: str) -> str:
    """With a line end after the last line, if there was one, too."""
    needs_one = like.endswith("\n") or not like
    return f"{new}\n" if needs_one and not new.endswith("\n") else new


def _with_line_ends(old: str, new: str) -> str:
    """What was added ends its lines as the file does."""
    if "\r\n" not in old:
        return new
    return new.replace("\r\n", "\n").replace("\n", "\r\n")


def _kept(old: str, new: str) -> bool:
    """True where all of it is still there, but for a value in one line."""
    shorter = min(len(old), len(new))
    begin, end = _alike(old, new), _alike(old[::-1], new[::-1])
    return "\n" not in old[begin : len(old) - min(end, shorter - begin)]


def _alike(old: str, new: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _merged(
    document: dict[str, Any], keys: tuple[str, ...], settings: Mapping[str, str]
) -> dict[str, Any]:
    if not keys:
        return {**document, **settings}
    inner = document.get(keys[0], {})
    return {**document, keys[0]: _merged(inner, keys[1:], settings)}
