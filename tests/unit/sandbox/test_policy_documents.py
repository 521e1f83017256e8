from __future__ import annotations

from typing import Any

import pytest

from apparate_ng.sandbox.documents.policies import edited_policy, new_policy

_BODY: dict[str, Any] = {
    "name": "jobs",
    "definition": '{"spark_version": {"type": "fixed", "value": "15.4"}}',
    "libraries": [{"whl": "/Shared/a-1.0-py3-none-any.whl"}],
    "from_the_future": {},
}


def _policy() -> dict[str, Any]:
    return new_policy("P1", _BODY, creator="ana@example.com", now=1000)


def test_a_new_policy_keeps_every_field() -> None:
    assert _policy() == {
        **_BODY,
        "policy_id": "P1",
        "creator_user_name": "ana@example.com",
        "created_at_timestamp": 1000,
        "is_default": False,
    }


def test_an_edit_drops_what_it_leaves_out_but_not_whose_it_is() -> None:
    edited = edited_policy(_policy(), {"policy_id": "other", "name": "new", "definition": "{}"})

    assert edited == {
        "name": "new",
        "definition": "{}",
        "policy_id": "P1",
        "creator_user_name": "ana@example.com",
        "created_at_timestamp": 1000,
        "is_default": False,
    }


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"definition": "{}"}, "name"),
        ({"name": "x", "definition": "{"}, "JSON object"),
        ({"name": "x", "definition": "[]"}, "JSON object"),
        ({"name": "x", "definition": {}}, "JSON object"),
    ],
)
def test_a_wrong_policy_is_refused(body: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        edited_policy(_policy(), body)
