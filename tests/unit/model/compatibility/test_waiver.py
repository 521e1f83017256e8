"""Breaks that people let pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.model.compatibility.waiver import Waiver, waiver_of, waivers


@pytest.mark.parametrize(
    ("name", "broken", "covers"),
    [
        ("lib.f", "lib.f", True),
        ("lib.f", "lib.f.g", True),
        ("lib.f", "lib.ff", False),
        ("lib.f", "lib", False),
        ("lib.f", "other.lib.f", False),
        ("lib.*", "lib.mod.f", True),
        ("lib.*.f", "lib.a.b.f", True),
        ("*.f", "lib.f", True),
        ("lib.F", "lib.f", False),
        ("lib", "lib.f", True),
    ],
)
def test_what_a_waiver_covers(name: str, broken: str, *, covers: bool) -> None:
    assert Waiver(name=name).covers(broken) is covers


def test_words_and_tables_are_both_waivers() -> None:
    whole = Waiver(name="lib.g", reason="never documented")
    assert waivers(["lib.f", whole]) == (Waiver(name="lib.f"), whole)


def test_the_first_that_covers_counts() -> None:
    given_ = waivers(["lib.a", Waiver(name="lib.*", reason="old"), "lib.f"])
    assert waiver_of("lib.f", given_) == given_[1]
    assert waiver_of("other", given_) is None


NAMES = st.lists(st.sampled_from(["lib", "mod", "f"]), min_size=1, max_size=4).map(".".join)


@given(NAMES, NAMES)
def test_a_name_without_stars_covers_itself_and_what_is_in_it(name: str, broken: str) -> None:
    assert Waiver(name=name).covers(broken) is (f"{broken}.".startswith(f"{name}."))
