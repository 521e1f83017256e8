"""Text that others wrote, made harmless for a terminal."""

from __future__ import annotations

import unicodedata

_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, invisible formatting (bidi, zero-width), lone surrogates, line separators."""

_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_ONE_BYTE = 0x100
_TWO_BYTES = 0x10000


def safe(text: str) -> str:
    r"""Return `text` with every character that could steer a terminal shown as an escape.

    Controls, DEL, bidirectional overrides and isolates, zero-width characters, line and
    paragraph separators and lone surrogates become `\x1b`, `\u202e` and so on. Letters,
    accents, CJK and emoji stay. What is safe already stays as it is.
    """
    if text.isprintable():
        return text
    return "".join(_escaped(char) if is_unsafe(char) else char for char in text)


def is_unsafe(char: str) -> bool:
    """True for one character that is invisible, or that a terminal would act on."""
    return unicodedata.category(char) in _UNSAFE_CATEGORIES


def _escaped(char: str) -> str:
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if code < _ONE_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < _TWO_BYTES else f"\\U{code:08x}"
