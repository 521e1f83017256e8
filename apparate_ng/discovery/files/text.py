"""From a file's bytes to its characters, and from positions of characters to positions of bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(rb"coding[:=]\s*([-\w.]+)")
"""PEP 263's, as pip reads it: https://pip.pypa.io/en/stable/reference/requirements-file-format/#encoding"""
_STATELESS = re.compile(
    r"ascii|iso8859-\d+|cp\d+|koi8-[a-z]|mac-[a-z]+|shift_jis|euc_jp|euc_kr|gbk|gb2312|gb18030|big5"
)
"""Encodings in which a part of the text has the same bytes as it has within the whole."""


class NotText(ValueError):  # noqa: N818  says what the bytes are, not that something went wrong
    """The bytes are nothing in which a pin could be found; the message says why, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A file's characters, and how they are written as bytes."""

    characters: str
    """Without the byte order mark."""
    codec: str
    first_byte: int
    """Where the characters begin: behind the byte order mark."""

    def byte_offsets(self, positions: Iterable[int]) -> dict[int, int]:
        """For each position of a character, the position of its first byte in the file."""
        offsets: dict[int, int] = {}
        character, byte = 0, self.first_byte
        for position in sorted(set(positions)):
            byte += len(self.characters[character:position].encode(self.codec))
            character = position
            offsets[position] = byte
        return offsets


def unicode_text(content: bytes) -> Text:
    """Read UTF-8, with or without a byte order mark, or UTF-16 with one.

    Raises:
        NotText: the bytes are something else.
    """
    for bom, codec in _BOMS:
        if content.startswith(bom):
            return _decoded(content, codec, len(bom))
    return _decoded(content, "utf-8", 0)


def declared_text(content: bytes) -> Text:
    """Read as `unicode_text` does, unless a comment in the first two lines names an encoding.

    Raises:
        NotText: the bytes are something else, or the encoding cannot be rewritten in part.
    """
    codec = _declared_codec(content)
    return unicode_text(content) if codec is None else _decoded(content, codec, 0)


def _declared_codec(content: bytes) -> str | None:
    if any(content.startswith(bom) for bom, _ in _BOMS):
        return None
    lines = content.split(b"\n", 2)[:2]
    named = next((found for line in lines if (found := _declaration(line))), None)
    return None if named is None else _rewritable(named)


def _declaration(line: bytes) -> str | None:
    match = _DECLARATION.search(line) if line.startswith(b"#") else None
    return match[1].decode("ascii") if match else None


def _rewritable(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        raise NotText(f"the encoding that it names, {name}, is not known") from None
    if codec in {"utf-8", "utf-8-sig"}:
        return "utf-8"
    if _STATELESS.fullmatch(codec) is None:
        raise NotText(f"the encoding that it names, {name}, cannot be rewritten in part")
    return codec


def _decoded(content: bytes, codec: str, first_byte: int) -> Text:
    if not codec.startswith("utf-16") and b"\0" in content:
        raise NotText("it is no text: there are NUL bytes in it")
    body = content[first_byte:]
    try:
        characters = body.decode(codec)
    except UnicodeDecodeError as error:
        where = first_byte + error.start
        raise NotText(f"it is not {codec.upper()}: byte {where} cannot be read") from None
    if "\0" in characters:
        raise NotText("it is no text: there are NUL characters in it")
    if characters.encode(codec, "replace") != body:
        raise NotText(f"it is not {codec.upper()} as that is usually written")
    return Text(characters=characters, codec=codec, first_byte=first_byte)
