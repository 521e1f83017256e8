"""A profile that is named is what signs in, or nobody does."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from apparate_ng.workspace.credentials import find_credentials
from apparate_ng.workspace.failures import AuthenticationError

_HOST = "https://dbc-1.cloud.example.com"
_NAMES = "DATABRICKS_CONFIG_PROFILE"
_PROFILES = f"""
[DEFAULT]
host = {_HOST}
token = default-token
[adm]
host = {_HOST}/
token = adm-token
[robot]
host = {_HOST}
client_id = robot
client_secret = robot-secret
[half]
host = {_HOST}
client_id = robot
[place]
host = {_HOST}
[nowhere]
token = nowhere-token
[by-cli]
host = {_HOST}
auth_type = databricks-cli
[__settings__]
default_profile = adm
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "profiles"
    file.write_text(_PROFILES, encoding="utf-8")
    return {"DATABRICKS_CONFIG_FILE": str(file)}


def _refused(profile: str | None, environment: Mapping[str, str]) -> AuthenticationError:
    with pytest.raises(AuthenticationError) as raised:
        find_credentials(profile, environment)
    text = f"{raised.value.what} {raised.value.where} {raised.value.hint}"
    assert "-token" not in text
    assert "secret " not in text
    return raised.value


@pytest.mark.parametrize(
    ("profile", "variable", "value"),
    [
        ("adm", "DATABRICKS_TOKEN", "other-token"),
        ("adm", "DATABRICKS_CLIENT_ID", "other"),
        ("adm", "DATABRICKS_USERNAME", "other"),
        ("adm", "DATABRICKS_AUTH_TYPE", "azure-cli"),
        ("adm", "DATABRICKS_OIDC_TOKEN_FILEPATH", "/run/token"),
        ("robot", "DATABRICKS_TOKEN", "other-token"),
        ("robot", "DATABRICKS_CLIENT_ID", "other"),
        ("robot", "DATABRICKS_CLIENT_SECRET", "other-secret"),
        ("place", "DATABRICKS_TOKEN", "other-token"),
        ("by-cli", "DATABRICKS_AUTH_TYPE", "pat"),
        ("by-cli", "DATABRICKS_TOKEN", "other-token"),
    ],
)
@pytest.mark.parametrize("named_by", ["--profile", _NAMES])
def test_other_credentials_in_the_environment(
    environment: dict[str, str], profile: str, variable: str, value: str, named_by: str
) -> None:
    environment[variable] = value
    if named_by == _NAMES:
        environment[_NAMES] = profile

    said = _refused(None if named_by == _NAMES else profile, environment)

    assert said.what == f"the profile {profile} is one identity, and {variable} says another"
    assert said.where == f"[{profile}] in {environment['DATABRICKS_CONFIG_FILE']}"
    named = f"unset {_NAMES}" if named_by == _NAMES else "leave --profile out"
    assert said.hint == f"unset {variable}, or {named}"


def test_another_host_in_the_environment(environment: dict[str, str]) -> None:
    environment |= {"DATABRICKS_HOST": "https://other", "DATABRICKS_CONFIG_PROFILE": "adm"}

    assert "DATABRICKS_HOST says https://other" in _refused(None, environment).what


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"DATABRICKS_TOKEN": " adm-token\n"},
        {"DATABRICKS_HOST": f"{_HOST}/?o=1", "DATABRICKS_AUTH_TYPE": "pat"},
        {"DATABRICKS_CONFIG_PROFILE": "robot"},
        {"DATABRICKS_TOKEN": "", "DATABRICKS_CLUSTER_ID": "1", "ARM_CLIENT_ID": "terraform"},
    ],
)
def test_what_says_the_same_or_nothing_is_in_nobodys_way(
    environment: dict[str, str], same: dict[str, str]
) -> None:
    found = find_credentials("adm", environment | same)

    assert found.host == _HOST
    assert found.headers() == {"Authorization": "Bearer adm-token"}


def test_a_named_profile_of_a_plain_token_needs_no_sdk(environment: dict[str, str]) -> None:
    loaded = "databricks.sdk" in sys.modules

    find_credentials(None, environment | {"DATABRICKS_CONFIG_PROFILE": "adm"})

    assert ("databricks.sdk" in sys.modules) == loaded


@pytest.mark.parametrize("named_by", ["--profile", _NAMES])
def test_a_profile_that_is_not_there(environment: dict[str, str], named_by: str) -> None:
    environment |= {"DATABRICKS_HOST": _HOST, "DATABRICKS_TOKEN": "environment-token"}
    if named_by == _NAMES:
        environment[_NAMES] = "amd"

    said = _refused(None if named_by == _NAMES else "amd", environment)

    assert said.what == "there is no profile amd"
    assert said.where == environment["DATABRICKS_CONFIG_FILE"]
    assert said.hint == (
        "did you mean adm? there are: DEFAULT, adm, robot, half, place, nowhere, by-cli"
    )


def test_a_profile_like_no_other(environment: dict[str, str]) -> None:
    said = _refused("xyz", environment)

    assert (said.hint or "").startswith("there are: DEFAULT, adm,")


def test_a_profile_without_a_file(tmp_path: Path) -> None:
    file = str(tmp_path / "none")
    environment = {
        "DATABRICKS_CONFIG_FILE": file,
        "DATABRICKS_HOST": _HOST,
        "DATABRICKS_TOKEN": "environment-token",
    }

    said = _refused("prod", environment)

    assert said.what == "there is no profile prod"
    assert said.where == f"{file}, which is not there"
    assert said.hint == "make it: databricks auth login --profile prod; or leave --profile out"


def test_a_file_of_profiles_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "profiles"
    file.write_text("my-token\n")

    said = _refused("prod", {"DATABRICKS_CONFIG_FILE": str(file)})

    assert said.what == "the file of profiles cannot be read"
    assert said.where == str(file)


def test_a_profile_that_names_no_host(environment: dict[str, str]) -> None:
    said = _refused("nowhere", environment)

    assert said.what == "the profile nowhere names no host"
    assert said.where == f"[nowhere] in {environment['DATABRICKS_CONFIG_FILE']}"
    assert said.hint is not None


def test_a_token_without_a_host(tmp_path: Path) -> None:
    environment = {
        "DATABRICKS_TOKEN": "environment-token",
        "DATABRICKS_CONFIG_FILE": str(tmp_path / "none"),
    }

    said = _refused(None, environment)

    assert said.what == "a token, and no host to send it to"
    assert said.where == "DATABRICKS_TOKEN"
    assert said.hint == "set DATABRICKS_HOST, or name a profile with --profile"
