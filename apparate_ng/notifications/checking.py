"""Checking: what is wrong with the configuration of notifications, without sending anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apparate_ng.configuration.notify import Notify
from apparate_ng.notifications.channels import Channel, channels_of
from apparate_ng.notifications.delivery_errors import DeliveryError
from apparate_ng.notifications.secrets import SMTP_PASSWORD, WEBHOOK, WEBHOOK_SECRET, Secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A channel that is configured, or was meant to be; `problem` is None where all is well."""

    channel: str
    problem: str | None = None


def states_of(settings: Notify, secrets: Secrets) -> tuple[State, ...]:
    """All that is configured, in the order in which it is told; pure, and without any secret."""
    channels = channels_of(settings, secrets)
    states = [State(channel=one.name, problem=_problem_of(one)) for one in channels]
    return (*states, *_half_configured(settings, secrets))


def _problem_of(channel: Channel) -> str | None:
    try:
        channel.require_usable()
    except DeliveryError as error:
        return str(error)
    return None


def _half_configured(settings: Notify, secrets: Secrets) -> Iterator[State]:
    """A secret that nobody uses. A Datadog key is none: it is there for other programs, too."""
    if secrets.webhook_secret is not None and secrets.webhook is None:
        yield State(channel="the webhook", problem=f"{WEBHOOK_SECRET} is set, and {WEBHOOK} is not")
    if secrets.smtp_password is not None and settings.smtp is None:
        problem = f"{SMTP_PASSWORD} is set, and there is no table notify.smtp"
        yield State(channel="e-mail", problem=problem)
