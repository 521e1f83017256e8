"""References that are paths of library files."""

from __future__ import annotations

import re

from apparate_ng.model.dependents.reference import Form, Reference, Span
from apparate_ng.model.releases.file_names import NamedFile, is_variable, read_file_name

_FILE = re.compile(
    r"(?P<path>.*?\.(?:whl|egg|jar|wheelhouse\.zip))"
    r"(?:\s*\[[^\]]*\])?(?P<tail>(?:\s*[;#]|\s+--).*)?\s*",
    re.IGNORECASE | re.DOTALL,
)
_HASH = re.compile(r"--hash|#(?:md5|sha\d+)=")
_SCHEMES_TO_KEEP = ("file://", "file:")


def read_path(text: str) -> Reference | None:
    """Read a path of a library file, with or without `[extras]` behind it; None for others."""
    return read_url(text, 0)


def read_url(text: str, start: int) -> Reference | None:
    """Read the URL that begins at `start`, as in `name @ URL`; None where it is no library file."""
    match = _FILE.fullmatch(text, start)
    if match is None:
        return None
    has_hash = _HASH.search(match["tail"] or "") is not None
    return _reference(text, start, match.end("path"), has_hash=has_hash)


def _reference(text: str, start: int, end: int, *, has_hash: bool) -> Reference | None:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    start += next((len(one) for one in _SCHEMES_TO_KEEP if text.startswith(one, start)), 0)
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
        obstacle=_obstacle(named, has_hash=has_hash),
    )


def _obstacle(named: NamedFile, *, has_hash: bool) -> str | None:
    if named.is_bundle:
        return "a wheelhouse holds many wheels in one file"
    return "its hash stands for one file" if has_hash else None
