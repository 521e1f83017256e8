"""Who is configured is told; whatever becomes of the message, the deployment stands as it does."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.sandbox.state.identities import ADMIN, ANA
from tests.e2e.jobs import NEW, OLD, pinning, plant, versions_of, wheel_path
from tests.e2e.program import Outcome, Program, error_of
from tests.e2e.terminal import terminal
from tests.hostile.texts import HOSTILE_TEXTS, raw_in
from tests.receivers.certificates import certificates_in
from tests.receivers.mail import MailReceiver, closed_port, mail_receiver, silent_server
from tests.receivers.web import Answer, WebReceiver, web_receiver

_UPDATE = "/api/2.2/jobs/update"
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
_KEY, _SECRET, _PASSWORD = "canary-dd", "canary-wh", "canary-mail"
_HOOK = "/services/T0/B0/canary-slack"
_TELLING_S = 5
"""How long the command waits for others, where nothing else is configured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The servers of all who are told."""

    slack: WebReceiver
    datadog: WebReceiver
    webhook: WebReceiver
    mail: MailReceiver

    def all_paths(self) -> list[str]:
        """What was asked of whom."""
        return [path for one in (self.slack, self.datadog, self.webhook) for path in one.paths]

    def slack_said(self) -> list[str]:
        """The first lines of what was posted, in order."""
        return [json.loads(one.body)["text"] for one in self.slack.posted]

    def deployed(self) -> list[tuple[str, str]]:
        """Ids and versions of the deployments that Datadog was sent, in order."""
        sent = [json.loads(one.body) for one in self.datadog.posted if "dora" in one.path]
        found = [one["data"]["attributes"] for one in sent]
        return [(one["id"], one["version"]) for one in found]


@pytest.fixture
def outside_world(tmp_path: Path) -> Iterator[Outside]:
    certificates = certificates_in(tmp_path)
    with ExitStack() as servers:
        mail = servers.enter_context(mail_receiver(starttls=certificates.server))
        mail.password = _PASSWORD
        yield Outside(
            slack=servers.enter_context(web_receiver()),
            datadog=servers.enter_context(web_receiver()),
            webhook=servers.enter_context(web_receiver()),
            mail=mail,
        )


@pytest.fixture
def telling(apparate: Program, outside_world: Outside, tmp_path: Path) -> Program:
    """The command with everything configured: what is secret in the environment."""
    (apparate.folder / "apparate.toml").write_text(
        "[notify.datadog]\n"
        f'site = "{outside_world.datadog.url}"\nenv = "test"\n'
        "[notify.smtp]\n"
        f'host = "127.0.0.1"\nport = {outside_world.mail.port}\n'
        'from = "apparate@example.com"\nuser = "apparate"\n'
    )
    return apparate.knowing(
        APPARATE_SLACK_WEBHOOK=outside_world.slack.url + _HOOK,
        APPARATE_WEBHOOK_URL=f"{outside_world.webhook.url}/hook",
        APPARATE_WEBHOOK_SECRET=_SECRET,
        APPARATE_SMTP_PASSWORD=_PASSWORD,
        DD_API_KEY=_KEY,
        SSL_CERT_FILE=str(tmp_path / "authority.pem"),
    )


@pytest.fixture
def to_slack(apparate: Program, outside_world: Outside) -> Program:
    """The command with nothing but Slack configured."""
    return apparate.knowing(APPARATE_SLACK_WEBHOOK=outside_world.slack.url + _HOOK)


def _done_all_the_same(outcome: Outcome, code: int = 0) -> str:
    """Of a run that ended as it should, the one note that somebody could not be told."""
    assert outcome.returncode == code, outcome.stderr
    assert "canary" not in outcome.stdout + outcome.stderr
    assert "Traceback" not in outcome.stderr
    [note] = [line for line in outcome.stderr.splitlines() if line.startswith("note: ")]
    return note


def test_after_a_deployment_everybody_is_told(
    telling: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    sandbox.add_job(pinning("nightly", OLD), creator=ANA)
    sandbox.add_job(pinning("hourly", OLD), creator=ADMIN)

    document = telling.document("upload-and-update", release)

    assert outside_world.slack.paths == [_HOOK]
    assert outside_world.slack_said() == ["sales-features 1.5.0 deployed"]
    [hook] = outside_world.webhook.posted
    assert json.loads(hook.body) == document
    assert hook.headers["x-apparate-signature-256"].startswith("sha256=")
    assert outside_world.datadog.paths == ["/api/v1/events", "/api/v2/dora/deployment"]
    assert outside_world.deployed() == [(document["id"], NEW)]
    assert outside_world.mail.recipients == [ADMIN, ANA]
    assert {(mail.over_tls, mail.user) for mail in outside_world.mail.mailed} == {
        (True, "apparate")
    }
    assert "job nightly" in outside_world.mail.mailed[1].message.get_content()


def test_a_rollback_is_told_as_one(
    telling: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    sandbox.add_file(wheel_path(OLD), b"old")
    plant(sandbox, 2)
    first = telling.document("upload-and-update", release)

    back = telling.document("rollback")

    assert outside_world.slack_said()[1] == "sales-features rolled back"
    assert outside_world.deployed() == [(first["id"], NEW), (back["id"], OLD)]
    assert outside_world.webhook.posted[1].headers["x-apparate-event"] == "changed,rollback"
    subject = str(outside_world.mail.mailed[1].message["Subject"])
    assert subject == "[apparate] sales-features rolled back: 2 of what you own"


def test_a_partial_failure_is_told_with_what_failed_first(
    telling: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    ids = plant(sandbox, 3)
    sandbox.fault("POST", _UPDATE, nth=2, status=403, body=_DENIED)

    outcome = telling("upload-and-update", release)

    assert (outcome.returncode, outcome.stderr) == (3, "")
    [message] = [json.loads(one.body) for one in outside_world.slack.posted]
    assert message["text"] == "sales-features 1.5.0 partly deployed"
    lines = [block["text"]["text"] for block in message["blocks"] if "text" in block]
    assert "failed" in lines[2]
    assert all("updated" in line for line in lines[3:])
    assert len(lines) == len(ids) + 2
    assert outside_world.webhook.posted[0].headers["x-apparate-event"] == "changed,failure"


def test_what_goes_back_by_itself_is_told_as_both(
    telling: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    sandbox.add_file(wheel_path(OLD), b"old")
    plant(sandbox, 3)
    sandbox.fault("POST", _UPDATE, nth=3, status=403, body=_DENIED)

    document = telling.document("upload-and-update", release, "--rollback-on-failure", code=6)

    assert outside_world.slack_said() == ["sales-features 1.5.0 failed, and was put back"]
    both = [(document["id"], NEW), (document["rolled_back_by"], OLD)]
    assert outside_world.deployed() == both
    assert outside_world.webhook.posted[0].headers["x-apparate-event"] == "changed,failure,rollback"


def test_after_apply_update_and_resume(
    to_slack: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    plant(sandbox, 2)
    assert to_slack("plan", release, "--out", "plan.json").returncode == 0
    assert outside_world.slack.posted == []
    sandbox.fault("POST", _UPDATE, nth=2, status=403, body=_DENIED)

    assert to_slack("apply", "plan.json").returncode == 3
    assert to_slack("resume").returncode == 0
    sandbox.add_job(pinning("new", OLD))
    assert to_slack("update", "sales-features").returncode == 0

    assert outside_world.slack_said() == [
        "sales-features 1.5.0 partly deployed",
        "sales-features 1.5.0 deployed",
        "sales-features 1.5.0 deployed",
    ]


def test_what_changes_nothing_is_no_news(
    telling: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    plant(sandbox, 1, NEW)
    for arguments in (
        ["plan", release],
        ["upload-and-update", release, "--dry-run"],
        ["upload", release],
        ["upload-and-update", release],
        ["inventory"],
        ["history"],
    ):
        outcome = telling(*arguments)
        assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outside_world.all_paths() == []
    assert outside_world.mail.mailed == []


def test_without_configuration_nobody_is_told(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    """A key of Datadog's is there for other programs as well."""
    plant(sandbox, 1)
    outcome = apparate("upload-and-update", release, DD_API_KEY=_KEY)
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_names_that_others_wrote(
    telling: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    """Whatever a server can keep as the name of a job: neither markup, nor headers, nor mentions."""
    names = [text for text in HOSTILE_TEXTS.values() if "\ud800" not in text and len(text) < 5_000]
    names += ["<!channel>", "x\r\nBcc: eve@evil.example\r\n\r\nhello"]
    for name in names:
        sandbox.add_job(pinning(name, OLD), creator=ANA)

    assert telling("upload-and-update", release, "-q").returncode == 0

    [slack], [mail] = outside_world.slack.posted, outside_world.mail.mailed
    assert b"<!channel" not in slack.body
    assert mail.recipients == (ANA,)
    assert "Bcc" not in mail.message
    lines = mail.message.get_content().splitlines()
    assert [line for line in lines if raw_in(line)] == []
    assert sum(line.startswith("  job ") for line in lines) == len(names)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=500), "HTTP 500"),
        (Answer(status=404, body=b"no_service"), "HTTP 404 (no_service)"),
        (Answer(breaks_off=True), "no connection, or it broke off"),
    ],
    ids=["500", "404", "breaks off"],
)
def test_a_message_that_is_not_taken(
    to_slack: Program,
    sandbox: Sandbox,
    release: Path,
    outside_world: Outside,
    answer: Answer,
    why: str,
) -> None:
    ids = plant(sandbox, 2)
    outside_world.slack.answer = answer
    note = _done_all_the_same(to_slack("upload-and-update", release, "-vv", "--debug"))
    assert note == f"note: Slack could not be told of the deployment: {why}"
    assert versions_of(sandbox, *ids) == [[NEW], [NEW]]


def test_a_server_that_leads_elsewhere(
    telling: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    """Nobody else gets the document or the key."""
    plant(sandbox, 1)
    with web_receiver() as elsewhere:
        headers = {"Location": f"{elsewhere.url}/x"}
        outside_world.datadog.answer = Answer(status=307, headers=headers)
        note = _done_all_the_same(telling("upload-and-update", release))
        assert elsewhere.posted == []
    assert note.endswith("/api/v1/events: HTTP 307; /api/v2/dora/deployment: HTTP 307")


@pytest.mark.parametrize("answer", [Answer(hangs=True), Answer(drips=True)], ids=["hangs", "drips"])
def test_a_server_that_never_answers(
    to_slack: Program, sandbox: Sandbox, release: Path, outside_world: Outside, answer: Answer
) -> None:
    ids = plant(sandbox, 1)
    outside_world.slack.answer = answer
    began = time.monotonic()
    note = _done_all_the_same(to_slack("upload-and-update", release))
    assert time.monotonic() - began < _TELLING_S + 10
    assert note.endswith(f"no answer within {_TELLING_S} s")
    assert versions_of(sandbox, *ids) == [[NEW]]


def test_mail_servers_that_are_silent_or_gone(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    config = apparate.folder / "apparate.toml"
    table = '[notify]\nwait_s = 2\n[notify.smtp]\nhost = "127.0.0.1"\nfrom = "a@example.com"\n'
    with silent_server() as silent, closed_port() as closed:
        config.write_text(f"{table}port = {silent}\n")
        note = _done_all_the_same(apparate("upload-and-update", release))
        assert note.endswith("e-mail could not be told of the deployment: no answer within 2 s")

        sandbox.add_job(pinning("new", OLD))
        config.write_text(f"{table}port = {closed}\n")
        note = _done_all_the_same(apparate("upload-and-update", release))
        assert note.endswith("no connection, or it broke off")


def test_a_failure_keeps_its_own_exit_code_and_words(
    to_slack: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    plant(sandbox, 2)
    outside_world.slack.answer = Answer(status=400)
    sandbox.fault("POST", _UPDATE, nth=2, status=403, body=_DENIED)
    outcome = to_slack("upload-and-update", release)
    _done_all_the_same(outcome, 3)
    assert "1 updated, 1 failed" in outcome.stdout


def test_quiet_says_nothing_of_it(
    to_slack: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    plant(sandbox, 1)
    outside_world.slack.answer = Answer(status=400)
    outcome = to_slack("upload-and-update", release, "-q")
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_the_document_is_on_stdout_before_anybody_is_waited_for(
    to_slack: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    plant(sandbox, 1)
    outside_world.slack.answer = Answer(hangs=True)
    process = to_slack.start("upload-and-update", release, "--output", "json")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, json.loads(out)["status"]) == (0, "succeeded")
    assert err.startswith("note: Slack")


def test_nobody_else_waits_for_a_message(
    to_slack: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    """The lease was given back before."""
    plant(sandbox, 1)
    outside_world.slack.answer = Answer(hangs=True)
    (to_slack.folder / "apparate.toml").write_text("[notify]\nwait_s = 60\n")
    process = to_slack.start("upload-and-update", release)
    while not outside_world.slack.posted:
        time.sleep(0.05)
    sandbox.add_job(pinning("new", OLD))
    other = to_slack.without("APPARATE_SLACK_WEBHOOK")("upload-and-update", release)
    assert (other.returncode, process.poll()) == (0, None)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_ctrl_c_ends_the_waiting(
    to_slack: Program, sandbox: Sandbox, release: Path, outside_world: Outside
) -> None:
    ids = plant(sandbox, 1)
    outside_world.slack.answer = Answer(hangs=True)
    (to_slack.folder / "apparate.toml").write_text("[notify]\nwait_s = 60\n")
    with terminal(to_slack, "upload-and-update", release, "--yes") as screen:
        screen.read_until("Done")
        while not outside_world.slack.posted:
            time.sleep(0.05)
        screen.interrupt()
        assert screen.end() == 0
        assert "nobody waited any longer" in screen.text
    assert versions_of(sandbox, *ids) == [[NEW]]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[notify]\nslak = 1\n", "unknown setting in notify: slak"),
        ('[notify.smtp]\nhost = "h"\nfrom = "a b"\n', "notify.smtp.from is no plain address"),
        ("[notify]\nwait_s = 3600\n", "notify.wait_s is not from 1 to 60"),
    ],
)
def test_a_wrong_table_is_an_error_before_anything_changes(
    apparate: Program, sandbox: Sandbox, release: Path, table: str, words: str
) -> None:
    (apparate.folder / "apparate.toml").write_text(table)
    assert words in error_of(apparate("upload-and-update", release), 1).what
    assert sandbox.journal() == []
