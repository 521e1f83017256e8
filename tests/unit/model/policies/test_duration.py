"""Spans of time, as options and settings write them."""

from __future__ import annotations

import pytest

from apparate_ng.model.policies.duration import seconds_in


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0h", 0),
        ("45s", 45),
        ("90m", 5_400),
        ("24h", 86_400),
        ("7d", 604_800),
        (" 2 w ", 1_209_600),
    ],
)
def test_a_number_and_a_unit(text: str, seconds: int) -> None:
    assert seconds_in(text) == seconds


@pytest.mark.parametrize("text", ["", "24", "h", "-1h", "1.5h", "1h30m", "1y", "soon", "1234567s"])
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no span of time"):
        seconds_in(text)
