"""References that are paths of library files."""

from __future__ import annotations

import re

from apparate_ng.model.file_names import is_variable, read_file_name
from apparate_ng.model.reference import Form, Reference, Span

_FILE = re.compile(
    r"(?P<path>.*?\.(?:whl|egg|jar|wheelhouse\.zip))(?P<tail>\s*\[[^\]]*\])?(?:\s*[;#].*)?\s*",
    re.IGNORECASE | re.DOTALL,
)
_SCHEME_TO_KEEP = "file://"


def read_path(text: str) -> Reference | None:
    """Read a path of a library file, with or without `[extras]` behind it; None for others."""
    match = _FILE.fullmatch(text)
    return _reference(text, match.start("path"), match.end("path")) if match else None


def read_url(text: str, start: int) -> Reference | None:
    """Read the URL that begins at `start`, as in `name @ URL`; None where it is no library file."""
    match = _FILE.fullmatch(text, start)
    return _reference(text, start, match.end("path")) if match else None


def _reference(text: str, start: int, end: int) -> Reference | None:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if text.startswith(_SCHEME_TO_KEEP, start):
        start += len(_SCHEME_TO_KEEP)
    path = text[start:end]
    named = read_file_name(path.rsplit("/", 1)[-1])
    if named is None:
        return None
    return Reference(
        name=named.name,
        ecosystem=named.kind.ecosystem,
        form=Form.PATH,
        span=Span(start=start, end=end),
        kind=named.kind,
        version=None if is_variable(path) else named.version,
        obstacle="a wheelhouse holds many wheels in one file" if named.is_bundle else None,
    )
