"""Which kind of file a path names, and how a file of each kind is read."""

from __future__ import annotations

from apparate_ng.discovery.files.base_environment import (
    files_included_in_environment,
    places_in_environment,
)
from apparate_ng.discovery.files.requirements_file import files_included, places_in_requirements
from apparate_ng.discovery.files.text import Text, declared_text, unicode_text
from apparate_ng.discovery.places import Place


def is_base_environment(path: str) -> bool:
    """Whether the file is YAML by its name; every other file is read as requirements."""
    return path.lower().endswith((".yaml", ".yml"))


def places_in_file(path: str, content: bytes) -> list[Place]:
    """Every place where a version can stand in the file; `location` is `PATH:LINE`.

    A place's `path` is where its text begins and ends in `content`, in bytes; where it is empty,
    the place can be reported only.

    Raises:
        NotText: the bytes are no file of that kind; the message says why, in words.
    """
    find = places_in_environment if is_base_environment(path) else places_in_requirements
    return find(path, content)


def files_included_by(path: str, content: bytes) -> list[str]:
    """The files that the file includes with `-r` and `-c`, each once.

    Raises:
        NotText: the bytes are no file of that kind; the message says why, in words.
    """
    find = files_included_in_environment if is_base_environment(path) else files_included
    return find(path, content)


def text_of_file(path: str, content: bytes) -> Text:
    """The file's characters, as files of its kind are encoded.

    Raises:
        NotText: the bytes are nothing in that encoding.
    """
    return (unicode_text if is_base_environment(path) else declared_text)(content)
