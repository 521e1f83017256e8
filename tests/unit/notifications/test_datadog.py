from __future__ import annotations

import json
import re

import pytest

from apparate_ng.configuration.notify import Datadog
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Context, Outcome
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.notifications.datadog import (
    LONGEST_KEY,
    LONGEST_TEXT,
    LONGEST_TITLE,
    deployments_of,
    event_of,
)
from tests.hostile.texts import HOSTILE_TEXTS, raw_in
from tests.unit.notifications.samples import BACK, CI_URL, HOST, ID, job, news, pin, rollback

_PLAIN = Datadog()
_FULL = Datadog(service="features", env="prod", repository="https://git.example.com/features.git")
_STARTED, _FINISHED = 1769860860, 1769860869
_ID = re.compile(r"[a-zA-Z0-9_.:-]{16,128}")
"""https://docs.datadoghq.com/api/latest/dora-metrics/send-a-deployment-event/"""


def test_an_event() -> None:
    told = news(job("a"), job("b", Outcome.FAILED), code=ExitCode.PARTIAL)
    assert event_of(told, _FULL) == {
        "title": "sales_features 1.5.0 partly deployed",
        "text": "\n".join(
            [
                f"1 updated, 1 failed; 2 in all, in {HOST}",
                "- b: failed 1.4.2 → 1.5.0",
                "- a: updated 1.4.2 → 1.5.0",
                f"apparate show {ID}",
                f"apparate rollback {ID}",
                CI_URL,
            ]
        ),
        "alert_type": "warning",
        "aggregation_key": "apparate:sales-features",
        "date_happened": _FINISHED,
        "tags": [
            "service:features",
            "env:prod",
            "library:sales-features",
            "library_version:1.5.0",
            "deployment_kind:deploy",
            "deployment_status:succeeded",
            f"deployment_id:{ID}",
        ],
    }


@pytest.mark.parametrize(
    ("code", "alert"),
    [
        (ExitCode.DONE, "success"),
        (ExitCode.INTERRUPTED, "warning"),
        (ExitCode.RESTORED, "error"),
        (ExitCode.DAMAGED, "error"),
    ],
)
def test_how_grave_an_event_is(code: ExitCode, alert: str) -> None:
    assert event_of(news(job(), code=code), _PLAIN)["alert_type"] == alert


def test_twenty_at_most_are_named() -> None:
    text = event_of(news(*(job(f"job-{number}") for number in range(25))), _PLAIN)["text"]
    assert text.count("- job-") == 20
    assert "- and 5 more" in text


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_an_event_of_hostile_text_keeps_within_its_limits(text: str) -> None:
    told = news(
        *[job(text, error=text)] * 30,
        context=Context(ci_url=text),
        workspace=WorkspaceIdentity(host=text, identity=text),
    )
    event = event_of(told, Datadog(service=text, env=text))

    assert json.dumps(event)
    assert raw_in(event["title"]) == []
    assert raw_in(event["text"]) == []
    assert len(event["title"]) <= LONGEST_TITLE
    assert len(event["text"]) <= LONGEST_TEXT
    assert len(event["aggregation_key"]) <= LONGEST_KEY
    assert all(re.fullmatch(r"[A-Za-z0-9_.:/-]{1,200}", tag) for tag in event["tags"])


def test_a_text_that_would_be_too_long_is_cut() -> None:
    long = tuple(pin(str(number) * 30, "9" * 30) for number in range(3))
    text = event_of(news(*[job("x" * 80, pins=long)] * 20), _PLAIN)["text"]
    assert (len(text), text[-1]) == (LONGEST_TEXT, "…")


def test_a_deployment_with_its_commit() -> None:
    [sent] = deployments_of(news(job()), _FULL)
    attributes = sent["data"]["attributes"]
    assert attributes.pop("custom_tags")[0] == "service:features"
    assert attributes == {
        "id": ID,
        "service": "features",
        "env": "prod",
        "version": "1.5.0",
        "started_at": _STARTED * 1000,
        "finished_at": _FINISHED * 1000,
        "git": {
            "commit_sha": "c" * 40,
            "repository_url": "https://git.example.com/features.git",
        },
    }


def test_of_a_deployment_what_is_not_known_is_left_out() -> None:
    [sent] = deployments_of(news(job(), context=None, finished_at=None), _PLAIN)
    attributes = sent["data"]["attributes"]
    assert (attributes["service"], attributes["finished_at"]) == ("sales-features", _STARTED * 1000)
    assert not {"git", "env"} & set(attributes)


def test_a_rollback_is_sent_as_one() -> None:
    """A deployment of the version from before, without a commit: so it is recognised."""
    [sent] = deployments_of(rollback(job(pins=(pin("1.5.0", "1.4.2"),))), _FULL)
    attributes = sent["data"]["attributes"]
    assert (attributes["id"], attributes["version"]) == (BACK, "1.4.2")
    assert "git" not in attributes
    assert f"rolls_back:{ID}" in attributes["custom_tags"]
    assert "deployment_kind:rollback" in attributes["custom_tags"]


@pytest.mark.parametrize(("by", "id_"), [(BACK, BACK), (None, f"{ID}:back")])
def test_what_went_back_at_once_is_two_deployments(by: str | None, id_: str) -> None:
    told = news(job(outcome=Outcome.ROLLED_BACK), code=ExitCode.RESTORED, rolled_back_by=by)
    first, second = (sent["data"]["attributes"] for sent in deployments_of(told, _FULL))
    assert (first["id"], first["version"]) == (ID, "1.5.0")
    assert (second["id"], second["version"]) == (id_, "1.4.2")
    assert all(_ID.fullmatch(one["id"]) for one in (first, second))
    assert "git" not in second
    assert first["finished_at"] <= second["started_at"] < second["finished_at"]


def test_what_is_still_there_in_part_has_not_gone_back() -> None:
    told = news(job(), job(outcome=Outcome.ROLLED_BACK), code=ExitCode.RESTORED)
    assert len(deployments_of(told, _PLAIN)) == 1


def test_nothing_written_is_no_deployment() -> None:
    assert deployments_of(news(job(outcome=Outcome.FAILED)), _PLAIN) == ()
    assert deployments_of(news(job()), Datadog(dora=False)) == ()
