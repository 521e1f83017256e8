"""When a token that stands in the headers ends, if it says so itself."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timezone

import pytest

from apparate_ng.workspace.tokens import end_of_bearer


def _jwt(claims: object) -> str:
    encoded = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"header.{encoded}.signature"


def test_a_token_that_says_so() -> None:
    end = datetime(2026, 1, 31, 12, tzinfo=timezone.utc)
    headers = {"Authorization": f"Bearer {_jwt({'exp': int(end.timestamp())})}"}

    assert end_of_bearer(headers) == end


@pytest.mark.parametrize(
    "token",
    [
        "dapi0123456789",
        "",
        "a.b",
        "a.!!!.c",
        "a.bm90IGpzb24.c",
        _jwt({}),
        _jwt([]),
        _jwt({"exp": "soon"}),
        _jwt({"exp": None}),
        _jwt({"exp": 10**30}),
    ],
)
def test_any_other(token: str) -> None:
    assert end_of_bearer({"Authorization": f"Bearer {token}"}) is None


def test_no_header() -> None:
    assert end_of_bearer({}) is None
