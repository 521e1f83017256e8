"""Paths of library files in any text, wherever they stand in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from apparate_ng.discovery.places import Json

_APART = re.compile(r"[\s\"',;=()<>|`\\]+")
"""What ends a path in JSON, command lines, shell scripts and lists."""
_END = re.compile(r"\.(?:whl|egg|jar)(?![A-Za-z0-9_-])", re.IGNORECASE)

_VARIABLE = re.compile(r'"(?:whl|egg|jar|jar_uri)"\s*:\s*"(?P<path>[^"\\]*(?:\{\{|\$\{)[^"\\]*)"')
_ESCAPED = re.compile(r"\\(?:[\\/bfnrt]|(?:u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4})*))")
"""In a text of JSON: a backslash or stroke, white space, and characters by their numbers."""
_COLON = re.compile(r"(?<!dbfs):(?=/(?!/))", re.IGNORECASE)
"""Between two paths of a list, as in `PYTHONPATH`; also part of a folder's name, seldom."""


def library_paths(text: str) -> Iterator[str]:
    """Every piece of a text that ends as a library file does, with the path before it.

    Of a path with blanks only the end is given, of `name@/path` perhaps too much, and of lists with
    colons both readings: whoever asks has to compare the file's name, and doubt the rest.
    """
    if _END.search(text) is None:
        return
    for word in _APART.split(text):
        start = 0
        for end in _END.finditer(word):
            path = word[start : end.end()].lstrip(":@")
            yield path
            *before, last = _COLON.split(path)
            if before:
                yield last
            start = end.end()


def variable_paths(text: str) -> Iterator[str]:
    """Libraries in JSON of which not even the end is known before a run starts."""
    for match in _VARIABLE.finditer(text):
        if _END.search(match["path"]) is None:
            yield match["path"]


def text_of_json(raw: bytes) -> str:
    """A JSON document as text in which paths can be searched: without escapes in them.

    It need not be sound: what no parser takes may yet name a file.
    """
    return _ESCAPED.sub(_unescaped, raw.decode("utf-8", "replace"))


def text_of(document: Json) -> str:
    """The same, of a document that has been read."""
    return _ESCAPED.sub(_unescaped, json.dumps(document, ensure_ascii=False))


def _unescaped(found: re.Match[str]) -> str:
    """What stands for it; a backslash stays as it is, so that it cannot escape what follows."""
    escape = found[0]
    if escape[1] == "u":
        return bytes.fromhex(escape.replace("\\u", "")).decode("utf-16-be", "replace")
    return {"\\": escape, "/": "/"}.get(escape[1], " ")
