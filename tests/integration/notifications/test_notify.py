"""Everybody is told, side by side, and nobody holds the others up."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from apparate_ng.configuration.notify import Datadog, Notify, Smtp, When
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Deployment, Outcome
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.deployments.notifying import notify
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.interrupts import Interrupts
from apparate_ng.operations.observer import Silence
from tests.receivers.mail import MailReceiver, closed_port, mail_receiver, silent_server
from tests.receivers.web import Answer, WebReceiver, web_receiver
from tests.unit.notifications.samples import BACK, ID, deployment, job

_KEY, _SECRET = "dd-s3cret", "wh-s3cret"


class Listener(Silence):
    """Who hears what could not be done."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def noticed(self, notice: Notice) -> None:
        """Keep it."""
        self.notices.append(notice)


class Deaf(Silence):
    """Whose stderr is a disk that is full."""

    def noticed(self, notice: Notice) -> None:
        """Fail."""
        del notice
        raise OSError(28, "no space left on device")


@dataclass(kw_only=True)
class Outside:
    """All who can be told, each on a server of its own, and how long it took to tell them."""

    slack: WebReceiver
    datadog: WebReceiver
    webhook: WebReceiver
    mail: MailReceiver
    on: tuple[When, ...] = tuple(When)
    wait_s: int = 20
    took_s: float = 0
    interrupts: Interrupts = field(default_factory=Interrupts)

    def told_of(self, told: Deployment, code: ExitCode = ExitCode.DONE) -> list[str]:
        """Tell them; what the observer heard."""
        listener, began = Listener(), time.monotonic()
        deployed = Deployed(deployment=told, exit_code=code)
        notify(deployed, self.settings, self.environment, listener, self.interrupts)
        self.took_s = time.monotonic() - began
        assert {one.code for one in listener.notices} <= {"not-notified"}
        return [one.text for one in listener.notices]

    @property
    def settings(self) -> Notify:
        """What is not secret."""
        smtp = Smtp(host="127.0.0.1", port=self.mail.port, sender="a@example.com", security="none")
        datadog = Datadog(site=f"{self.datadog.url}/relay/", env="prod")
        return Notify(on=self.on, wait_s=self.wait_s, datadog=datadog, smtp=smtp)

    @property
    def environment(self) -> dict[str, str]:
        """What is secret."""
        return {
            "APPARATE_SLACK_WEBHOOK": f"{self.slack.url}/services/T0/B0/s3cret\n",
            "APPARATE_WEBHOOK_URL": f"{self.webhook.url}/hook",
            "APPARATE_WEBHOOK_SECRET": _SECRET,
            "DD_API_KEY": _KEY,
        }


@pytest.fixture
def outside() -> Iterator[Outside]:
    with ExitStack() as all_of_them:
        yield Outside(
            slack=all_of_them.enter_context(web_receiver()),
            datadog=all_of_them.enter_context(web_receiver()),
            webhook=all_of_them.enter_context(web_receiver()),
            mail=all_of_them.enter_context(mail_receiver()),
        )


def test_everybody_is_told(outside: Outside) -> None:
    assert outside.told_of(deployment(job())) == []

    [slack], [hook] = outside.slack.posted, outside.webhook.posted
    assert slack.path == "/services/T0/B0/s3cret"
    assert json.loads(slack.body)["text"] == "sales_features 1.5.0 deployed"
    assert json.loads(hook.body)["schema"] == "apparate.deployment/1"
    assert hook.headers["x-apparate-event"] == "changed"
    signed = hmac.new(_SECRET.encode(), hook.body, hashlib.sha256).hexdigest()
    assert hook.headers["x-apparate-signature-256"] == f"sha256={signed}"
    assert outside.datadog.paths == ["/relay/api/v1/events", "/relay/api/v2/dora/deployment"]
    assert {one.headers["dd-api-key"] for one in outside.datadog.posted} == {_KEY}
    assert outside.mail.recipients == ["ana@example.com"]


def test_a_rollback_by_itself_is_a_second_deployment(outside: Outside) -> None:
    told = deployment(job(outcome=Outcome.ROLLED_BACK), rolled_back_by=BACK)
    assert outside.told_of(told, ExitCode.RESTORED) == []
    sent = [json.loads(one.body)["data"]["attributes"] for one in outside.datadog.posted[1:]]
    assert [(one["id"], one["version"]) for one in sent] == [(ID, "1.5.0"), (BACK, "1.4.2")]


@pytest.mark.parametrize(
    ("on", "code", "told"),
    [
        ((When.FAILURE,), ExitCode.DONE, False),
        ((When.FAILURE,), ExitCode.PARTIAL, True),
        ((When.ROLLBACK,), ExitCode.PARTIAL, False),
        ((), ExitCode.DAMAGED, False),
    ],
)
def test_only_of_what_somebody_wants_to_hear(
    outside: Outside, on: tuple[When, ...], code: ExitCode, *, told: bool
) -> None:
    outside.on = on
    assert outside.told_of(deployment(job()), code) == []
    assert bool(outside.slack.posted) is told
    assert bool(outside.mail.mailed) is told


def test_nothing_to_do_is_no_news(outside: Outside) -> None:
    assert outside.told_of(deployment(job(outcome=Outcome.UNCHANGED))) == []
    assert outside.slack.posted == outside.datadog.posted == outside.webhook.posted == []


def test_without_anything_configured_nobody_is_looked_for() -> None:
    deployed = Deployed(deployment=deployment(job()), exit_code=ExitCode.DONE)
    before = threading.active_count()
    notify(deployed, Notify(), {}, Listener(), Interrupts())
    assert threading.active_count() == before


def test_who_fails_is_named_and_the_others_are_told(outside: Outside) -> None:
    outside.slack.answer = Answer(status=404, body=b"no_service")
    outside.datadog.answer = Answer(status=403)
    outside.mail.refused = {"ana@example.com"}
    both = "/api/v1/events: HTTP 403; /api/v2/dora/deployment: HTTP 403"
    assert outside.told_of(deployment(job())) == [
        "Slack could not be told of the deployment: HTTP 404 (no_service)",
        f"Datadog could not be told of the deployment: {both}",
        "e-mail could not be told of the deployment: 1 of 1 messages were refused by the server",
    ]
    assert len(outside.webhook.posted) == 1


def test_an_event_that_is_refused_does_not_keep_the_deployment_back(outside: Outside) -> None:
    outside.datadog.answers.append(Answer(status=400))
    [said] = outside.told_of(deployment(job()))
    assert said.endswith("/api/v1/events: HTTP 400")
    assert len(outside.datadog.posted) == 2


@pytest.mark.parametrize("answer", [Answer(hangs=True), Answer(drips=True)], ids=["hangs", "drips"])
def test_who_never_answers_holds_nobody_up(outside: Outside, answer: Answer) -> None:
    outside.slack.answer = answer
    outside.wait_s = 1
    assert outside.told_of(deployment(job())) == [
        "Slack could not be told of the deployment: no answer within 1 s"
    ]
    assert 1 <= outside.took_s < 3
    assert len(outside.webhook.posted) == 1


def test_a_mail_server_that_says_nothing_holds_nobody_up(outside: Outside) -> None:
    outside.wait_s = 1
    with silent_server() as port:
        outside.mail.port = port
        [said] = outside.told_of(deployment(job()))
    assert said == "e-mail could not be told of the deployment: no answer within 1 s"
    assert outside.took_s < 3


def test_where_nobody_has_an_address_no_mail_server_is_asked(outside: Outside) -> None:
    with closed_port() as port:
        outside.mail.port = port
        assert outside.told_of(deployment(job(owner="data-platform"))) == []


def test_an_interrupt_ends_the_waiting(outside: Outside) -> None:
    outside.webhook.answer = Answer(hangs=True)
    timer = threading.Timer(0.5, outside.interrupts.arrive)
    timer.start()
    [said] = outside.told_of(deployment(job()))
    timer.join()
    assert said == "the webhook could not be told of the deployment: nobody waited any longer"
    assert outside.took_s < 5


def test_where_even_the_trouble_cannot_be_said_it_goes_on(outside: Outside) -> None:
    outside.slack.answer = outside.webhook.answer = Answer(status=400)
    deployed = Deployed(deployment=deployment(job()), exit_code=ExitCode.DONE)
    notify(deployed, outside.settings, outside.environment, Deaf(), outside.interrupts)
    assert len(outside.webhook.posted) == 1


def test_what_nobody_expected_is_a_warning_without_words_of_its_own(outside: Outside) -> None:
    """A time that is none: no message to Datadog can be made of it."""
    [said] = outside.told_of(deployment(job(), finished_at="s3cret"))
    assert said == "Datadog could not be told of the deployment: it failed: ValueError"
    assert len(outside.slack.posted) == 1
