"""Settings of the checks that look into files and runtimes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.loading import load_settings
from apparate_ng.configuration.settings import Settings, settings_from
from apparate_ng.model.compatibility.waiver import Waiver


def test_by_default_everything_is_checked_and_nothing_waived() -> None:
    policy = Settings().policy()
    assert (policy.checks, policy.api_check, policy.api_allow) == (True, True, ())
    assert policy.unchecked == "allow"


def test_waivers_with_and_without_a_reason() -> None:
    words: list[Any] = ["lib.f", {"name": "lib.g", "reason": "never documented"}, {"name": "l.*"}]
    assert settings_from({"api_allow": words}, "here").policy().api_allow == (
        Waiver(name="lib.f"),
        Waiver(name="lib.g", reason="never documented"),
        Waiver(name="l.*"),
    )


@pytest.mark.parametrize(
    "table",
    [
        {"api_allow": "lib.f"},
        {"api_allow": [3]},
        {"api_allow": [""]},
        {"api_allow": ["*"]},
        {"api_allow": [{"name": "*.*"}]},
        {"api_allow": [{"reason": "x"}]},
        {"api_allow": [{"name": "lib.f", "why": "x"}]},
        {"unchecked": "maybe"},
        {"checks": "no"},
        {"api_check": 1},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(table: dict[str, Any]) -> None:
    [key] = table
    with pytest.raises(ConfigurationError) as caught:
        settings_from(table, "apparate.toml")
    assert key in caught.value.what
    assert caught.value.where == "apparate.toml"


def test_the_environment_says_them_too(tmp_path: Path) -> None:
    environment = {
        "APPARATE_CHECKS": "yes",
        "APPARATE_API_CHECK": "false",
        "APPARATE_API_ALLOW": "lib.f, lib.g",
        "APPARATE_UNCHECKED": "hold",
    }
    found = load_settings(tmp_path, explicit=None, environment=environment, options={})
    policy = found.policy()
    assert (policy.checks, policy.api_check, policy.unchecked) == (True, False, "hold")
    assert [one.name for one in policy.api_allow] == ["lib.f", "lib.g"]
