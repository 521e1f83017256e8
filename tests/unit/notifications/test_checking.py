"""What is wrong with the configuration, seen without sending anything."""

from __future__ import annotations

import pytest

from apparate_ng.configuration.notify import Datadog, Notify, Smtp
from apparate_ng.operations.deployments.notifying import notification_states

_SECRET = "T0-B0-s3cret"
_SMTP = Smtp(host="mail.example.com", sender="apparate@example.com")
_TO_SIGN_IN = Smtp(host="mail.example.com", sender="apparate@example.com", user="apparate")
_IN_THE_CLEAR = Smtp(
    host="mail.example.com", sender="apparate@example.com", user="a", security="none"
)
_ALL = Notify(datadog=Datadog(), smtp=_TO_SIGN_IN)
_ALL_SECRETS = {
    "APPARATE_SLACK_WEBHOOK": f"https://hooks.slack.com/services/{_SECRET}\n",
    "APPARATE_WEBHOOK_URL": f"http://alerts.internal:8080/{_SECRET}",
    "APPARATE_WEBHOOK_SECRET": _SECRET,
    "DD_API_KEY": _SECRET,
    "APPARATE_SMTP_PASSWORD": _SECRET,
}


def _seen(settings: Notify, environment: dict[str, str]) -> list[tuple[str, str | None]]:
    return [(one.channel, one.problem) for one in notification_states(settings, environment)]


def test_nothing_configured_is_nothing_to_say() -> None:
    assert _seen(Notify(), {}) == []
    blank = dict.fromkeys(_ALL_SECRETS, "  ")
    assert _seen(Notify(), blank) == []
    assert _seen(Notify(), {"DD_API_KEY": _SECRET}) == []


def test_everything_configured_well() -> None:
    names = ["Slack", "Datadog", "the webhook", "e-mail"]
    assert _seen(_ALL, _ALL_SECRETS) == [(name, None) for name in names]
    assert _seen(Notify(smtp=_SMTP), {}) == [("e-mail", None)]


@pytest.mark.parametrize(
    ("settings", "environment", "problem"),
    [
        (
            Notify(),
            {"APPARATE_SLACK_WEBHOOK": f"http://hooks.slack.com/{_SECRET}"},
            "APPARATE_SLACK_WEBHOOK does not begin with https://",
        ),
        (Notify(), {"APPARATE_SLACK_WEBHOOK": _SECRET}, "APPARATE_SLACK_WEBHOOK is no web address"),
        (
            Notify(),
            {"APPARATE_SLACK_WEBHOOK": f"https://[{_SECRET}"},
            "APPARATE_SLACK_WEBHOOK is no web address",
        ),
        (
            Notify(),
            {"APPARATE_WEBHOOK_URL": f"https://alerts.internal:{_SECRET}/"},
            "APPARATE_WEBHOOK_URL is no web address",
        ),
        (
            Notify(),
            {"APPARATE_WEBHOOK_URL": f"ftp://alerts.internal/{_SECRET}"},
            "APPARATE_WEBHOOK_URL begins with neither https:// nor http://",
        ),
        (
            Notify(),
            {"APPARATE_WEBHOOK_SECRET": _SECRET},
            "APPARATE_WEBHOOK_SECRET is set, and APPARATE_WEBHOOK_URL is not",
        ),
        (Notify(datadog=Datadog()), {}, "DD_API_KEY is not set"),
        (
            Notify(datadog=Datadog(site="http://relay.internal")),
            {"DD_API_KEY": _SECRET},
            "notify.datadog.site does not begin with https://",
        ),
        (Notify(smtp=_TO_SIGN_IN), {}, "APPARATE_SMTP_PASSWORD is not set"),
        (
            Notify(smtp=_IN_THE_CLEAR),
            {"APPARATE_SMTP_PASSWORD": _SECRET},
            "a password is not sent without TLS: see notify.smtp.security",
        ),
        (
            Notify(),
            {"APPARATE_SMTP_PASSWORD": _SECRET},
            "APPARATE_SMTP_PASSWORD is set, and there is no table notify.smtp",
        ),
    ],
)
def test_what_cannot_work(settings: Notify, environment: dict[str, str], problem: str) -> None:
    [(_, seen)] = _seen(settings, environment)
    assert seen == problem
    assert _SECRET not in problem


def test_on_this_machine_nothing_is_in_the_clear_for_others() -> None:
    here = Smtp(host="localhost", sender="a@example.com", user="a", security="none")
    settings = Notify(smtp=here, datadog=Datadog(site="http://[::1]:8126"))
    environment = {
        "APPARATE_SLACK_WEBHOOK": "http://127.0.0.1:1/x",
        "DD_API_KEY": _SECRET,
        "APPARATE_SMTP_PASSWORD": _SECRET,
    }
    assert [problem for _, problem in _seen(settings, environment)] == [None, None, None]


def test_what_holds_secrets_does_not_show_them() -> None:
    from apparate_ng.notifications.channels import channels_of
    from apparate_ng.notifications.secrets import secrets_from

    secrets = secrets_from(_ALL_SECRETS)
    assert _SECRET not in repr(secrets)
    assert _SECRET not in repr(channels_of(_ALL, secrets))
