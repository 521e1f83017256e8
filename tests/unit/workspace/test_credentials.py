"""A plain host and token are used as they stand; every doubt is left to the SDK."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from apparate_ng.workspace.credentials import find_credentials
from apparate_ng.workspace.failures import AuthenticationError
from apparate_ng.workspace.host_names import normalized_host

_HOST = "https://dbc-1.cloud.example.com"


@pytest.mark.parametrize(
    ("pasted", "host"),
    [
        ("https://dbc-1.cloud.example.com", _HOST),
        ("https://dbc-1.cloud.example.com/", _HOST),
        ("dbc-1.cloud.example.com", _HOST),
        ("  https://dbc-1.cloud.example.com/?o=123#job/5  ", _HOST),
        ("https://dbc-1.cloud.example.com/jobs/1", _HOST),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("localhost:8080", "https://localhost:8080"),
        ("http://[::1]:80", "http://[::1]:80"),
        ("HTTPS://x", "https://x"),
    ],
)
def test_a_host_as_it_is_pasted(pasted: str, host: str) -> None:
    assert normalized_host(pasted) == host
    assert find_credentials(None, _environment(host=pasted)).host == host


@pytest.mark.parametrize(
    "host",
    ["ftp://x", "https://", "https:///jobs", "http://[::1", "https://x:99999", "https://x:y"],
)
def test_what_is_no_host(host: str) -> None:
    with pytest.raises(AuthenticationError, match="no host of a workspace") as raised:
        normalized_host(host)
    assert "DATABRICKS_HOST" in (raised.value.hint or "")


def _environment(host: str = _HOST, **others: str) -> Mapping[str, str]:
    return {"DATABRICKS_HOST": host, "DATABRICKS_TOKEN": "secret", "PATH": "/bin", **others}


def test_a_token_is_sent_as_bearer() -> None:
    credentials = find_credentials(None, _environment(DATABRICKS_TOKEN=" secret\n"))

    assert credentials.headers() == {"Authorization": "Bearer secret"}


@pytest.mark.parametrize("token", ["se\ncret", "secret…", "secret\u200b", "se\x1bcret"])
def test_a_token_that_no_header_can_carry(token: str) -> None:
    with pytest.raises(AuthenticationError, match="token has characters") as raised:
        find_credentials(None, _environment(DATABRICKS_TOKEN=token))
    assert "cret" not in str(raised.value)


def test_a_variable_that_is_empty_is_not_set() -> None:
    environment = _environment(DATABRICKS_CLIENT_ID="", ARM_CLIENT_ID="")

    assert find_credentials(None, environment).host == _HOST


def _profiles(folder: Path, text: str) -> Mapping[str, str]:
    file = folder / "profiles"
    file.write_text(text, encoding="utf-8")
    return {"DATABRICKS_CONFIG_FILE": str(file)}


@pytest.mark.parametrize("name", ["DEFAULT", "prod", "mit ä"])
def test_a_profile_of_host_and_token(tmp_path: Path, name: str) -> None:
    environment = _profiles(tmp_path, f"[{name}]\nhost = {_HOST}/\ntoken = a%b\n[other]\nhost=x\n")

    credentials = find_credentials(name, environment)

    assert credentials.host == _HOST
    assert credentials.headers() == {"Authorization": "Bearer a%b"}


def test_profiles_in_their_usual_place() -> None:
    place = Path("~/.databrickscfg").expanduser()
    place.write_text(f"[prod]\nhost = {_HOST}\ntoken = t\n")

    try:
        assert find_credentials("prod", {}).host == _HOST
    finally:
        place.unlink()


def test_without_anything_it_is_said_what_to_set() -> None:
    with pytest.raises(AuthenticationError, match="no credentials") as raised:
        find_credentials(None, {"PATH": "/bin"})
    assert "DATABRICKS_TOKEN" in (raised.value.hint or "")
