from __future__ import annotations

import pytest

from apparate_ng.sandbox.documents.json_text import from_text, to_text


@pytest.mark.parametrize(
    "text", ['{"a":123456789012345678901234567890,"é":[{},[],null,1.5]}', "[]"]
)
def test_nothing_is_lost_and_nothing_added(text: str) -> None:
    assert to_text(from_text(text)) == text


@pytest.mark.parametrize("text", ["", "{", "NaN", '{"a":Infinity}', r'"\ud800"', b"\xff"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the words are the decoder's
        from_text(text)
