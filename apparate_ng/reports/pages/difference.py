"""Where two texts differ, for showing them side by side."""

from __future__ import annotations

from dataclasses import dataclass

_PART_OF_A_WORD = frozenset(".+!_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two texts that are `head`, then one's own middle, then `tail`."""

    head: str
    old: str
    new: str
    tail: str


def difference(before: str, after: str) -> Difference:
    """Return the shortest difference whose middle begins and ends with whole words.

    `1.4.2` and `1.5.0` differ as wholes, and not from their second number on.
    """
    start = _common_length(before, after)
    while start and _in_word(before[start - 1]):
        start -= 1
    rest_before, rest_after = before[start:], after[start:]
    end = _common_length(rest_before[::-1], rest_after[::-1])
    while end and _in_word(rest_before[-end]):
        end -= 1
    stop = -end or None
    return Difference(
        head=before[:start],
        old=rest_before[:stop],
        new=rest_after[:stop],
        tail=before[len(before) - end :],
    )


def _common_length(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _in_word(char: str) -> bool:
    return char.isalnum() or char in _PART_OF_A_WORD
