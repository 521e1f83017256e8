from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.sandbox.answers import ApiError
from apparate_ng.sandbox.api.page_tokens import name_of, name_token_of, numbers_of, token_of


@given(st.lists(st.integers(min_value=0), min_size=1))
def test_numbers_come_back(numbers: list[int]) -> None:
    assert numbers_of(token_of("jobs", *numbers), "jobs") == numbers


@given(st.text(st.characters(codec="utf-8")))
def test_a_name_comes_back(name: str) -> None:
    assert name_of(name_token_of("folder", name), "folder") == name


@pytest.mark.parametrize("token", ["", "x", "ä", token_of("runs", 1), name_token_of("jobs", "a")])
def test_a_token_that_was_not_handed_out_is_refused(token: str) -> None:
    with pytest.raises(ApiError, match="page token"):
        numbers_of(token, "jobs")
