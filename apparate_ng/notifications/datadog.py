"""What Datadog is sent: an event, and deployments for DORA Metrics; a rollback is one, too."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, TypeAlias

from apparate_ng.configuration.notify import Datadog
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Deployment, Outcome
from apparate_ng.notifications.news import News
from apparate_ng.notifications.words import (
    change_of,
    commands_of,
    plain,
    summary_of,
    title_of,
    version_gone_back_to,
    web_address,
    word_of,
)

Json: TypeAlias = Any
EVENT = "/api/v1/events"
DORA = "/api/v2/dora/deployment"
LONGEST_TITLE = 100
LONGEST_TEXT = 4000
LONGEST_KEY = 100
"""https://docs.datadoghq.com/api/latest/events/post-an-event/: a longer text is cut there."""
_NAMED = 20
_TAG = 200
_NOT_IN_TAGS = re.compile(r"[^A-Za-z0-9_.:/-]")
_ALERTS = {ExitCode.DONE: "success", ExitCode.PARTIAL: "warning", ExitCode.INTERRUPTED: "warning"}


def event_of(news: News, settings: Datadog) -> Json:
    """The event; those of one library stand together."""
    deployment = news.deployment
    library = deployment.release.comparable_name
    return {
        "title": plain(title_of(news), LONGEST_TITLE),
        "text": _text(news),
        "alert_type": _ALERTS.get(news.exit_code, "error"),
        "aggregation_key": f"apparate:{library}"[:LONGEST_KEY],
        "date_happened": _seconds(deployment.finished_at or deployment.started_at),
        "tags": _tags(news, settings),
    }


def deployments_of(news: News, settings: Datadog) -> tuple[Json, ...]:
    """The deployments, as they followed each other; none where nothing was written.

    Datadog finds that one is a rollback by its version, which was deployed to the service and
    environment before: https://docs.datadoghq.com/dora_metrics/change_failure_detection. The
    fields: https://docs.datadoghq.com/api/latest/dora-metrics/send-a-deployment-event/.
    """
    if not news.touched or not settings.dora:
        return ()
    deployment = news.deployment
    back = version_gone_back_to(news)
    if news.is_rollback:
        return (_deployment(news, settings, deployment.id, back),)
    first = _deployment(news, settings, deployment.id, deployment.release.version)
    way_back = _way_back(deployment)
    if way_back is None:
        return (first,)
    return (first, _deployment(news, settings, way_back, back, follows=True))


def _way_back(deployment: Deployment) -> str | None:
    """The id of what put it back at once: a rollback, or the deployment itself, for its damage."""
    if deployment.rolled_back_by is None and not deployment.count(Outcome.UPDATED):
        return f"{deployment.id}:back"
    return deployment.rolled_back_by


def _deployment(
    news: News, settings: Datadog, id_: str, version: str | None, *, follows: bool = False
) -> Json:
    """One of them. When a rollback that followed began was not kept: it counts as a second long."""
    deployment = news.deployment
    began = _seconds(deployment.started_at)
    ended = max(began, _seconds(deployment.finished_at or deployment.started_at))
    attributes: dict[str, Json] = {
        "id": id_,
        "service": service_of(deployment, settings),
        "started_at": (ended if follows else began) * 1000,
        "finished_at": (ended + 1 if follows else ended) * 1000,
        "custom_tags": _tags(news, settings),
        "version": version,
        "env": settings.env,
        "git": None if follows or news.is_rollback else _git(deployment, settings),
    }
    filled = {key: value for key, value in attributes.items() if value is not None}
    return {"data": {"attributes": filled}}


def service_of(deployment: Deployment, settings: Datadog) -> str:
    """The name that the library goes by in Datadog."""
    return settings.service or deployment.release.comparable_name


def _git(deployment: Deployment, settings: Datadog) -> Json:
    """Both of its fields are required, so it is left out where one is not known."""
    commit = deployment.context.commit if deployment.context else None
    if commit is None or settings.repository is None:
        return None
    return {"commit_sha": commit, "repository_url": settings.repository}


def _text(news: News) -> str:
    lines = [summary_of(news)]
    named = news.worth_naming
    for one in named[:_NAMED]:
        name = plain(one.name or one.id, 80)
        lines.append(f"- {name}: {word_of(news, one.outcome)} {change_of(one)}".rstrip())
    if len(named) > _NAMED:
        lines.append(f"- and {len(named) - _NAMED:,} more")
    context = news.deployment.context
    page = web_address(None if context is None else context.ci_url)
    text = "\n".join([*lines, *commands_of(news), *([page] if page else [])])
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _tags(news: News, settings: Datadog) -> list[str]:
    deployment = news.deployment
    pairs = {
        "service": service_of(deployment, settings),
        "env": settings.env,
        "library": deployment.release.comparable_name,
        "library_version": deployment.release.version,
        "deployment_kind": deployment.kind.value,
        "deployment_status": deployment.status.value,
        "deployment_id": deployment.id,
        "rolls_back": deployment.rolls_back,
    }
    tags = (f"{key}:{value}" for key, value in pairs.items() if value)
    return [_NOT_IN_TAGS.sub("_", tag)[:_TAG] for tag in tags]


def _seconds(moment: str) -> int:
    """Of a moment such as `2026-01-31T12:00:00Z`, the Unix time."""
    return int(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp())
