"""The indefinite article before words of the program's own."""

from __future__ import annotations

_VOWELS = tuple("aeiou")


def with_article(words: str) -> str:
    """`a wheel`, `an egg`: by the first letter, which is enough for kinds and steps."""
    return f"{'an' if words.startswith(_VOWELS) else 'a'} {words}"
