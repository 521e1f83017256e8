"""Fingerprints are equal exactly where documents are equal."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.model.dependents.fingerprint import fingerprint

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)


@given(JSON, JSON)
@settings(deadline=None)
def test_equal_exactly_where_documents_are(left: object, right: object) -> None:
    assert (fingerprint(left) == fingerprint(right)) == (canonical(left) == canonical(right))


def test_the_order_of_keys_makes_no_difference() -> None:
    assert fingerprint({"a": 1, "b": {"c": 2, "d": 3}}) == fingerprint(
        {"b": {"d": 3, "c": 2}, "a": 1}
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([1, 2], [2, 1]),
        ({"a": None}, {}),
        ({"a": {}}, {}),
        (0, False),
        (1, True),
        (1, "1"),
        ([], {}),
        (620000000000000017, 620000000000000018),
        (2**63, 2**63 + 1),
    ],
)
def test_what_differs_is_told_apart(left: object, right: object) -> None:
    assert fingerprint(left) != fingerprint(right)


def test_it_is_the_sha256_of_the_canonical_json() -> None:
    expected = hashlib.sha256(b'{"a":[1,null],"b":"\\u00e9"}').hexdigest()
    assert fingerprint({"b": "é", "a": [1, None]}) == f"sha256:{expected}"


def test_half_a_character_is_no_obstacle() -> None:
    assert fingerprint("\ud800") != fingerprint("\ud801")
