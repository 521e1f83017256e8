"""Places in init scripts and notebooks. None of them is rewritten: a script is somebody's program."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator

from apparate_ng.discovery.files.text import unicode_text
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.scripts.commands import commands
from apparate_ng.discovery.scripts.installed import Installed, installed_by
from apparate_ng.discovery.scripts.lines import lines_of_notebook
from apparate_ng.discovery.secrets_in_urls import without_passwords

_OBSTACLES = {
    True: "what a notebook installs is only reported",
    False: "what a script installs is only reported",
}


def places_in_script(path: str, content: bytes, *, is_notebook: bool) -> list[Place]:
    """Every word that names a library to install; `location` is `PATH:LINE`, or `PATH:LINE#2`.

    Raises:
        NotText: the bytes are no text.
    """
    counts: Counter[int] = Counter()
    places: list[Place] = []
    for one in _installed(content, is_notebook=is_notebook):
        if one.is_file_of_requirements:
            continue
        counts[one.line] += 1
        more = f"#{counts[one.line]}" if counts[one.line] > 1 else ""
        places.append(_place(path, one, f"{one.line}{more}", is_notebook=is_notebook))
    return places


def files_named_by(content: bytes, *, is_notebook: bool) -> list[str]:
    """The files of requirements that are installed from, as written there.

    Raises:
        NotText: the bytes are no text.
    """
    found = _installed(content, is_notebook=is_notebook)
    return [one.text for one in found if one.is_file_of_requirements]


def _installed(content: bytes, *, is_notebook: bool) -> Iterator[Installed]:
    text = _text(content)
    lines = lines_of_notebook(text) if is_notebook else enumerate(text.splitlines(), 1)
    for command in commands(lines):
        yield from installed_by(command)


def _text(content: bytes) -> str:
    """A stray byte in a comment is no reason not to read the rest: nothing is written back."""
    if b"\0" in content:
        return unicode_text(content).characters
    return content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")


def _place(path: str, one: Installed, line: str, *, is_notebook: bool) -> Place:
    return Place(
        location=f"{path}:{line}",
        path=(),
        slot=one.slot,
        text=without_passwords(one.text),
        obstacle=_OBSTACLES[is_notebook],
        remedy=f"change line {one.line} of {path}",
    )
