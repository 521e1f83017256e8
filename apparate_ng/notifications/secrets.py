"""What is secret about notifications: it comes from the environment, and is never shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SLACK, WEBHOOK, WEBHOOK_SECRET = (
    "APPARATE_SLACK_WEBHOOK",
    "APPARATE_WEBHOOK_URL",
    "APPARATE_WEBHOOK_SECRET",
)
DATADOG, SMTP_PASSWORD = "DD_API_KEY", "APPARATE_SMTP_PASSWORD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Each is None where its variable is not set, or empty."""

    slack: str | None = field(default=None, repr=False)
    webhook: str | None = field(default=None, repr=False)
    webhook_secret: str | None = field(default=None, repr=False)
    datadog: str | None = field(default=None, repr=False)
    smtp_password: str | None = field(default=None, repr=False)


def secrets_from(environment: Mapping[str, str]) -> Secrets:
    """Those that are set. A line end that a CI server put behind one is none of it."""

    def of(name: str) -> str | None:
        return environment.get(name, "").strip() or None

    return Secrets(
        slack=of(SLACK),
        webhook=of(WEBHOOK),
        webhook_secret=of(WEBHOOK_SECRET),
        datadog=of(DATADOG),
        smtp_password=of(SMTP_PASSWORD),
    )
