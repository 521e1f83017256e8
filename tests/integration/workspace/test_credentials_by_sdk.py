"""What is not a plain host and token is the official SDK's affair; it talks to the sandbox here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import find_credentials
from apparate_ng.workspace.failures import AuthenticationError
from apparate_ng.workspace.identity import who_am_i

_CLIENT, _SECRET = "sandbox-client", "sandbox-secret"


@contextmanager
def _connected(profile: str | None = None) -> Iterator[Connection]:
    connection = Connection(find_credentials(profile, os.environ))
    try:
        yield connection
    finally:
        connection.close()


def _set(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"DATABRICKS_{name}", value)


def test_a_service_principal_signs_in(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, HOST=sandbox.url, CLIENT_ID=_CLIENT, CLIENT_SECRET=_SECRET)

    with _connected() as connection:
        assert connection.host == sandbox.url
        assert who_am_i(connection) == "ci@example.com"
        assert who_am_i(connection) == "ci@example.com"

    assert len(sandbox.journal("POST", "/oidc/v1/token")) == 1


def test_a_service_principal_with_a_wrong_secret(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, HOST=sandbox.url, CLIENT_ID=_CLIENT, CLIENT_SECRET="wrong")

    with pytest.raises(AuthenticationError, match="no usable credentials") as raised:
        find_credentials(None, os.environ)

    assert raised.value.where
    assert "Config:" not in raised.value.where
    assert "Env:" not in raised.value.where
    assert "databricks auth login" in (raised.value.hint or "")


def test_a_service_principal_of_a_profile(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = tmp_path / "profiles"
    profiles.write_text(
        f"[robot]\nhost = {sandbox.url}\nclient_id = {_CLIENT}\nclient_secret = {_SECRET}\n"
    )
    _set(monkeypatch, CONFIG_FILE=str(profiles))

    with _connected("robot") as connection:
        assert who_am_i(connection) == "ci@example.com"


def test_the_profile_that_a_variable_names(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = tmp_path / "profiles"
    profiles.write_text(f"[ana]\nhost = {sandbox.url}/?o=1\ntoken = {sandbox.ana_token}\n")
    _set(monkeypatch, CONFIG_FILE=str(profiles), CONFIG_PROFILE="ana")

    with _connected() as connection:
        assert who_am_i(connection) == "ana@example.com"


def test_several_ways_to_sign_in_are_not_guessed_between(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, HOST=sandbox.url, TOKEN=sandbox.token, CLIENT_ID="x", CLIENT_SECRET="y")

    with pytest.raises(AuthenticationError, match="no usable credentials") as raised:
        find_credentials(None, os.environ)
    assert raised.value.where == (
        "validate: more than one authorization method configured: oauth and pat"
    )
    assert "DATABRICKS_AUTH_TYPE" in (raised.value.hint or "")


def test_a_secret_in_the_environment_completes_the_profile(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = tmp_path / "profiles"
    profiles.write_text(f"[robot]\nhost = {sandbox.url}\nclient_id = {_CLIENT}\n")
    _set(monkeypatch, CONFIG_FILE=str(profiles), CLIENT_SECRET=_SECRET)

    with _connected("robot") as connection:
        assert who_am_i(connection) == "ci@example.com"


def test_a_host_without_any_credentials(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, HOST=sandbox.url)

    with pytest.raises(AuthenticationError) as raised:
        find_credentials(None, os.environ)

    assert raised.value.what == f"no credentials for {sandbox.url}"
    assert raised.value.where is None
    assert raised.value.hint == (
        "set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET,"
        f" or run: databricks auth login --host {sandbox.url}, or name a profile with --profile"
    )


def test_a_profile_without_any_credentials(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = tmp_path / "profiles"
    profiles.write_text(f"[place]\nhost = {sandbox.url}\n")
    _set(monkeypatch, CONFIG_FILE=str(profiles))

    with pytest.raises(AuthenticationError) as raised:
        find_credentials("place", os.environ)

    assert raised.value.what == "no credentials in the profile place"
    assert raised.value.where == f"[place] in {profiles}"
    assert "databricks auth login --profile place" in (raised.value.hint or "")


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\nhost = https://other\ntoken = secret\n[prod]\nhost = HOST\n",
        "[DEFAULT]\ntoken = secret\n[prod]\nhost = HOST\n",
        "[other]\nhost = HOST\ntoken = secret\n",
        "no profiles at all",
        "[prod]\nhost = HOST\n",
        "[prod]\ntoken = secret\n",
    ],
)
def test_a_profile_takes_nothing_from_another(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    profiles = tmp_path / "profiles"
    profiles.write_text(text.replace("HOST", sandbox.url))
    _set(monkeypatch, CONFIG_FILE=str(profiles))

    with pytest.raises(AuthenticationError) as raised:
        find_credentials("prod", os.environ)
    assert "secret" not in f"{raised.value} {raised.value.where}"


@pytest.mark.parametrize(("status", "body"), [(400, ""), (403, ""), (404, ""), (200, [])])
def test_a_workspace_that_does_not_tell_who_we_are(
    sandbox: Sandbox, connection: Connection, status: int, body: object
) -> None:
    sandbox.fault("GET", "/api/2.0/preview/scim/v2/Me", status=status, body=body)

    assert who_am_i(connection) is None
