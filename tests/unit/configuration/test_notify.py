from __future__ import annotations

from typing import Any

import pytest

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.notify import Datadog, Notify, Smtp, When
from apparate_ng.configuration.settings import settings_from


def _notify(table: dict[str, Any]) -> Notify:
    return settings_from({"notify": table}, "apparate.toml").notify


def test_nothing_said_is_everything_off() -> None:
    assert settings_from({}, "x").notify == Notify()
    assert (Notify().datadog, Notify().smtp, set(Notify().on)) == (None, None, set(When))


def test_everything_said() -> None:
    table = {
        "on": ["failure", "rollback"],
        "wait_s": 20,
        "datadog": {"site": "datadoghq.eu", "service": "features", "env": "prod", "dora": False},
        "smtp": {
            "host": "mail.example.com",
            "from": "a@example.com",
            "port": 465,
            "security": "tls",
        },
    }
    assert _notify(table) == Notify(
        on=(When.FAILURE, When.ROLLBACK),
        wait_s=20,
        datadog=Datadog(site="datadoghq.eu", service="features", env="prod", dora=False),
        smtp=Smtp(host="mail.example.com", sender="a@example.com", port=465, security="tls"),
    )


@pytest.mark.parametrize(
    "site",
    ["datadoghq.com", "us5.datadoghq.com", "http://127.0.0.1:8126", "https://relay.example/dd/"],
)
def test_sites(site: str) -> None:
    assert _notify({"datadog": {"site": site}}) == Notify(datadog=Datadog(site=site))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"slack": "https://hooks"}, "unknown setting in notify: slack"),
        ({"smtp": {"host": "h", "from": "a@b", "password": "x"}}, "in notify.smtp: password"),
        ({"datadog": {"api_key": "x"}}, "in notify.datadog: api_key"),
        ({"datadog": {"site": "a b"}}, "notify.datadog.site is no host: 'a b'"),
        ({"datadog": {"site": "https://me:secret@relay"}}, "notify.datadog.site is no host"),
        ({"datadog": {"site": "ftp://relay"}}, "notify.datadog.site is no host"),
        ({"smtp": {"host": "a\r\nb", "from": "a@b"}}, "notify.smtp.host is no host"),
        ({"smtp": {"host": "h", "from": "A <a@b>"}}, "notify.smtp.from is no plain address"),
        ({"smtp": {"host": "h", "from": "a@b", "port": 0}}, "notify.smtp.port is no port: 0"),
        ({"wait_s": 0}, "notify.wait_s is not from 1 to 60: 0"),
        ({"wait_s": 61}, "notify.wait_s is not from 1 to 60: 61"),
        ({"wait_s": True}, "notify.wait_s"),
        ({"on": ["success"]}, "notify.on"),
        ({"smtp": {"from": "a@b"}}, "notify.smtp has no host"),
        ({"smtp": {"host": "h", "from": "a@b", "security": "ssl"}}, "notify.smtp.security"),
        ({"smtp": 3}, "notify.smtp"),
    ],
)
def test_what_is_wrong_is_named(table: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        _notify(table)
    assert words in raised.value.what


def test_a_table_that_is_none() -> None:
    with pytest.raises(ConfigurationError, match="notify"):
        settings_from({"notify": "slack"}, "apparate.toml")
