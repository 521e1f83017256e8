"""The channels: who can be told, each off unless it is configured."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Protocol

import msgspec

from apparate_ng.configuration.notify import Datadog, Notify, Smtp
from apparate_ng.notifications import mail_server
from apparate_ng.notifications.datadog import DORA, EVENT, deployments_of, event_of
from apparate_ng.notifications.delivery_errors import DeliveryError
from apparate_ng.notifications.mail import mails_of
from apparate_ng.notifications.news import News
from apparate_ng.notifications.posting import post, require_safe, require_web
from apparate_ng.notifications.secrets import DATADOG, SLACK, WEBHOOK, Secrets
from apparate_ng.notifications.slack import slack_message
from apparate_ng.notifications.webhook import posting_of


class Channel(Protocol):
    """One that can be told."""

    @property
    def name(self) -> str:
        """What people call it."""

    def require_usable(self) -> None:
        """Look at what is configured; nothing is sent.

        Raises:
            DeliveryError: nobody could be told with that.
        """

    def tell(self, news: News) -> None:
        """Tell it.

        Raises:
            DeliveryError: it could not be told.
        """


@dataclass(frozen=True, slots=True)
class Slack:
    """A channel of Slack, by its incoming webhook."""

    address: str = field(repr=False)
    name: str = "Slack"

    def require_usable(self) -> None:
        """Whoever knows the address can post: it is never sent in the clear."""
        require_safe(self.address, SLACK)

    def tell(self, news: News) -> None:
        """Post a message."""
        self.require_usable()
        post(self.address, msgspec.json.encode(slack_message(news)))


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook of your own, which may well be `http://` inside a network of your own."""

    address: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    name: str = "the webhook"

    def require_usable(self) -> None:
        """It has to be an address of the web."""
        require_web(self.address, WEBHOOK)

    def tell(self, news: News) -> None:
        """Post the document."""
        self.require_usable()
        posting = posting_of(news, self.secret)
        post(self.address, posting.body, posting.headers)


@dataclass(frozen=True, slots=True)
class DatadogAccount:
    """Datadog: an event, then deployments. One that is refused does not keep the others back."""

    settings: Datadog
    key: str | None = field(repr=False)
    name: str = "Datadog"

    def require_usable(self) -> None:
        """There has to be a key, and it is never sent in the clear."""
        if self.key is None:
            raise DeliveryError(f"{DATADOG} is not set")
        require_safe(self._address(""), "notify.datadog.site")

    def tell(self, news: News) -> None:
        """Send an event, and what there is for DORA Metrics."""
        self.require_usable()
        sent = [(EVENT, event_of(news, self.settings))]
        sent += [(DORA, one) for one in deployments_of(news, self.settings)]
        troubles = [self._trouble_with(path, document) for path, document in sent]
        said = dict.fromkeys(trouble for trouble in troubles if trouble)
        if said:
            raise DeliveryError("; ".join(said))

    def _trouble_with(self, path: str, document: object) -> str | None:
        headers = {"DD-API-KEY": self.key or ""}
        try:
            post(self._address(path), msgspec.json.encode(document), headers)
        except DeliveryError as error:
            return f"{path}: {error}"
        return None

    def _address(self, path: str) -> str:
        site = self.settings.site
        whole = site.rstrip("/") if "://" in site else f"https://api.{site}"
        return whole + path


@dataclass(frozen=True, slots=True)
class Owners:
    """The owners of what was changed, by e-mail."""

    settings: Smtp
    password: str | None = field(repr=False)
    name: str = "e-mail"

    def require_usable(self) -> None:
        """Who signs in needs a password, and a connection that nobody listens to."""
        mail_server.require_password(self.settings, self.password)

    def tell(self, news: News) -> None:
        """Send each their message; where nobody has an address, not even a connection is made."""
        mails = mails_of(news, self.settings.sender, datetime.now(timezone.utc))
        if mails:
            self.require_usable()
            mail_server.send(mails, self.settings, self.password)


def channels_of(settings: Notify, secrets: Secrets) -> tuple[Channel, ...]:
    """Those that are configured: by their variable, or by their table."""
    channels: list[Channel] = []
    if secrets.slack is not None:
        channels.append(Slack(secrets.slack))
    if settings.datadog is not None:
        channels.append(DatadogAccount(settings.datadog, secrets.datadog))
    if secrets.webhook is not None:
        channels.append(Webhook(secrets.webhook, secrets.webhook_secret))
    if settings.smtp is not None:
        channels.append(Owners(settings.smtp, secrets.smtp_password))
    return tuple(channels)
