"""Rewriting a file: some places get other texts, and every other byte stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from apparate_ng.discovery.files.continuation import joined, replaced_in_lines
from apparate_ng.discovery.files.kinds import places_in_file, text_of_file
from apparate_ng.discovery.files.text import NotText
from apparate_ng.discovery.places import Place


class CannotRewriteError(ValueError):
    """A text cannot be put where it should stand; the message says why, in words."""


def rewritten_bytes(content: bytes, changes: Iterable[tuple[Place, str]]) -> bytes:
    """The file with each place's text replaced, written in the file's own encoding.

    The places are those that were found in `content`, in any order. The result is read again:
    it has all places of `content`, with the new texts where they should be, or it is not given.

    Raises:
        CannotRewriteError: a place can be reported only, is not what stands in `content`, comes
            twice, or would not be read as the new text.
        NotText: the bytes are no file of that kind.
    """
    ordered = sorted(changes, key=lambda change: change[0].path)
    if not ordered:
        return content
    path = _file_of(ordered[0][0])
    codec = text_of_file(path, content).codec
    pieces: list[bytes] = []
    position = 0
    for place, new in ordered:
        start, end = _bytes_of(place)
        if start < position:
            raise CannotRewriteError(f"{place.location}: two changes for one place")
        pieces += [content[position:start], _replaced(content[start:end], place, new, codec)]
        position = end
    result = b"".join([*pieces, content[position:]])
    _check(path, content, result, ordered)
    return result


def _file_of(place: Place) -> str:
    return place.location.rpartition(":")[0]


def _bytes_of(place: Place) -> tuple[int, int]:
    match place.path:
        case (int(start), int(end)):
            return start, end
        case _:
            raise CannotRewriteError(f"{place.location}: it stands there in a form of its own")


def _replaced(raw: bytes, place: Place, new: str, codec: str) -> bytes:
    try:
        standing = raw.decode(codec)
    except UnicodeError:
        standing = ""
    if joined(standing)[0] != place.text:
        raise CannotRewriteError(f"{place.location}: something else stands there by now")
    replaced = replaced_in_lines(standing, new)
    if replaced is None:
        raise CannotRewriteError(
            f"{place.location}: what should be replaced goes on in another line"
        )
    try:
        return replaced.encode(codec)
    except UnicodeError:
        raise CannotRewriteError(f"{place.location}: {codec.upper()} cannot write {new}") from None


def _check(path: str, before: bytes, after: bytes, changes: list[tuple[Place, str]]) -> None:
    """A comment sign, a comma in a YAML list: the new text might be read as something else."""
    new = {place.path: text for place, text in changes}
    expected = [new.get(place.path, place.text) for place in places_in_file(path, before)]
    try:
        read = [place.text for place in places_in_file(path, after)]
    except NotText as error:
        raise CannotRewriteError(f"{path}: with the new text, {error}") from None
    if read != expected:
        named = ", ".join(place.location for place, _ in changes)
        raise CannotRewriteError(f"{named}: the new text would be read as something else")
