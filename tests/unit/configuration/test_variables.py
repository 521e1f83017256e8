"""Variables that somebody may have meant for settings are named, and no others."""

from __future__ import annotations

import pytest

from apparate_ng.configuration.settings import KEYS
from apparate_ng.configuration.variables import passed_over, variable_of


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("APPARATE_ALOW", "APPARATE_ALOW is not read; did you mean APPARATE_ALLOW?"),
        ("APPARATE_STROE", "APPARATE_STROE is not read; did you mean APPARATE_STORE?"),
        (
            "APPARATE_SLACK_WEBHOK",
            "APPARATE_SLACK_WEBHOK is not read; did you mean APPARATE_SLACK_WEBHOOK?",
        ),
        ("APPARATE_SOAK", "APPARATE_SOAK is not read: soak stands in files only"),
    ],
)
def test_a_slip(name: str, said: str) -> None:
    assert list(passed_over({name: "x", "PATH": "/bin"})) == [said]


@pytest.mark.parametrize(
    "name",
    [
        *(variable_of(key) or "PATH" for key in KEYS),
        "APPARATE_APPROVED_BY",
        "APPARATE_COMPLETE",
        "APPARATE_REGENERATE_GOLDENS",
        "APPARATE_STATUS",
        "APPARATE_DEPLOYMENT",
        "APPARATE_HAS_CHANGES",
        "APPARATE_LIBRARY",
        "APPARATE_NAME",
        "APPARATE_PLAN",
        "APPARATE_UPDATED",
        "APPARATE_VERSION",
        "ALLOW",
        "apparate_alow",
    ],
)
def test_what_is_no_slip(name: str) -> None:
    assert list(passed_over({name: "x"})) == []


def test_a_slip_that_is_empty_says_nothing() -> None:
    assert list(passed_over({"APPARATE_ALOW": ""})) == []
