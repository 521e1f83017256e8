"""References that are paths of library files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apparate_ng.model.dependents.reference import Form, Reference, Span
from apparate_ng.model.releases.file_names import NamedFile, is_variable, read_file_name
from apparate_ng.model.releases.kinds import ArtifactKind

_LIBRARY = r"\.(?:whl|egg|jar|wheelhouse\.zip)"
_EXTRAS = r"(?:\s*\[[^\]]*\])?"
_REST = rf"{_EXTRAS}(?P<tail>(?:\s*[;#]|\s+--).*)?\s*"
_FILE = re.compile(rf"(?P<path>.*?{_LIBRARY}){_REST}", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(
    rf"(?P<path>\s*https?://[^\s?#]*?{_LIBRARY})\?[^\s#]*{_REST}", re.IGNORECASE | re.DOTALL
)
"""An address with a query, as signed ones have."""
_BETWEEN = re.compile(rf"(?<=\S){_LIBRARY}{_EXTRAS}(?P<gap>\s*[,:]\s*|\s+)", re.IGNORECASE)
"""Where one library file ends, and something follows that is no folder."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
SEVERAL_FILES = "it names several files in one text"
"""Why such a text is only reported: as one path it is none of them."""
_HASH = re.compile(r"--hash|#(?:md5|sha\d+)=")
_SCHEMES_TO_KEEP = ("file://", "file:")


def read_path(text: str) -> Reference | None:
    """Read a path of a library file, with or without `[extras]` behind it; None for others."""
    return read_url(text, 0)


def read_url(text: str, start: int) -> Reference | None:
    """Read the URL that begins at `start`, as in `name @ URL`; None where it is no library file."""
    match = _ADDRESS.fullmatch(text, start) or _FILE.fullmatch(text, start)
    if match is None:
        return None
    has_hash = _HASH.search(match["tail"] or "") is not None
    return _reference(text, start, match.end("path"), has_hash=has_hash)


def kind_named(text: str) -> ArtifactKind | None:
    """What kind of file a text names by its path, whatever stands around that; None for others."""
    found = read_path(text)
    return None if found is None else found.kind


def files_within(text: str, span: Span) -> Iterator[Span]:
    """Of a path that is several, each one."""
    start = span.start
    for match in _BETWEEN.finditer(text, span.start, span.end):
        yield Span(start=start, end=match.start("gap"))
        start = match.end("gap")
    yield Span(start=start, end=span.end)


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
        obstacle=_obstacle(path, named, has_hash=has_hash),
    )


def _obstacle(path: str, named: NamedFile, *, has_hash: bool) -> str | None:
    if _BETWEEN.search(path):
        return SEVERAL_FILES
    if _CONTROL.search(path):
        return "a character that nobody sees stands in its path"
    if named.is_bundle:
        return "a wheelhouse holds many wheels in one file"
    return "its hash stands for one file" if has_hash else None
