"""Notify: who is configured to be told of a deployment is told, when it is over.

It is over when its record is closed and the lease given back: nobody waits for a chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from threading import Event

from apparate_ng.configuration.notify import Notify
from apparate_ng.model.plans.plan import Notice
from apparate_ng.notifications.channels import channels_of
from apparate_ng.notifications.checking import State, states_of
from apparate_ng.notifications.news import News
from apparate_ng.notifications.secrets import secrets_from
from apparate_ng.notifications.telling import Trouble, tell_all
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.interrupts import Interrupts
from apparate_ng.operations.observer import Observer

NOT_TOLD = "not-notified"


def notify(
    deployed: Deployed,
    settings: Notify,
    environment: Mapping[str, str],
    observer: Observer,
    interrupts: Interrupts,
) -> None:
    """Tell everybody who is configured, within `settings.wait_s` seconds. It never fails.

    Whoever could not be told is named to the observer. An interrupt ends the waiting.
    """
    news = News(deployment=deployed.deployment, exit_code=deployed.exit_code)
    channels = channels_of(settings, secrets_from(environment))
    if not channels or not news.moments & set(settings.on):
        return
    stop = Event()
    with interrupts.told_to(stop.set):
        troubles = tell_all(channels, news, longest_s=settings.wait_s, stop=stop)
    for trouble in troubles:
        with suppress(OSError):  # where even that cannot be said, the deployment is as good
            observer.noticed(_notice(trouble))


def _notice(trouble: Trouble) -> Notice:
    text = f"{trouble.channel} could not be told of the deployment: {trouble.why}"
    return Notice(code=NOT_TOLD, text=text)


def notification_states(settings: Notify, environment: Mapping[str, str]) -> tuple[State, ...]:
    """What is configured, and what is wrong with it as far as can be seen without sending."""
    return states_of(settings, secrets_from(environment))
