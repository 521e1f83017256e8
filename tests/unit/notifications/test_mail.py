from __future__ import annotations

from datetime import datetime, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from apparate_ng.configuration.notify import is_mail_address
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Context, Outcome
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.notifications.mail import mails_of
from apparate_ng.notifications.news import News
from tests.hostile.texts import HOSTILE_TEXTS, raw_in
from tests.unit.notifications.samples import CI_URL, HOST, ID, job, news, rollback

_AT = datetime(2026, 1, 31, 12, 1, 10, tzinfo=timezone.utc)
_SENDER = "apparate@example.com"


def _sent(told: News) -> list[EmailMessage]:
    """The messages as they are read at the other end."""
    mails = mails_of(told, _SENDER, _AT)
    return [message_from_bytes(mail.as_bytes(), policy=policy.default) for mail in mails]


def test_a_message() -> None:
    [mail] = _sent(news(job("nightly"), job("etl", Outcome.FAILED, error="HTTP 500", url=None)))

    assert (mail["From"], mail["To"]) == (_SENDER, "ana@example.com")
    assert mail["Subject"] == "[apparate] sales_features 1.5.0 deployed: 2 of what you own"
    assert mail["Date"] == "Sat, 31 Jan 2026 12:01:10 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.com>")
    assert mail.get_content().splitlines() == [
        f"sales_features 1.5.0 deployed, in {HOST}.",
        "This is what became of what you own:",
        "",
        "  job nightly",
        "    updated  1.4.2 → 1.5.0",
        f"    {HOST}/jobs/1001?o=77&x=1",
        "",
        "  job etl",
        "    failed  1.4.2 → 1.5.0",
        "    HTTP 500",
        "",
        f"Deployment {ID}, at 2026-01-31T12:01:00Z",
        "by ci@example.com",
        CI_URL,
        "",
        f"apparate show {ID}",
        f"apparate rollback {ID}",
    ]


def test_each_owner_gets_one_message_with_what_is_theirs() -> None:
    jobs = [
        job("a", owner="ben@example.com"),
        job("b", owner="ana@example.com"),
        job("c", owner="Ben@Example.com"),
    ]
    ana, ben = _sent(news(*jobs))
    assert (ana["To"], ben["To"]) == ("ana@example.com", "ben@example.com")
    assert "job b" in ana.get_content()
    assert "job a" not in ana.get_content()
    assert "job a" in ben.get_content()
    assert "job c" in ben.get_content()


def test_who_owns_nothing_that_may_be_changed_gets_nothing() -> None:
    untouched = [job(outcome=one) for one in (Outcome.UNCHANGED, Outcome.DRIFTED, Outcome.PENDING)]
    assert _sent(news(*untouched, code=ExitCode.PARTIAL)) == []
    assert len(_sent(news(job(outcome=Outcome.ROLLED_BACK)))) == 1


@pytest.mark.parametrize(
    "owner",
    [
        None,
        "",
        "data-platform",
        "1f2e3d4c-0000-0000-0000-000000000000",
        "ana@example.com, eve@evil.example",
        "ana@example.com\r\nBcc: eve@evil.example",
        "Ana <ana@example.com>",
        '"a b"@example.com',
        "an\u00e4@example.com",
        "@example.com",
        "ana@example..com",
        "ana@example.com.",
        "ana@-example.com",
        ".ana@example.com",
        "ana..b@example.com",
        "=?utf-8?q?eve?=@example.com",
        f"{'a' * 65}@example.com",
        f"ana@{'example.' * 32}com",
        "ana@",
    ],
)
def test_who_has_no_plain_address_gets_nothing(owner: str | None) -> None:
    assert _sent(news(job(owner=owner))) == []


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_text_that_others_wrote_writes_no_header_and_no_line(text: str) -> None:
    usual = news(job("x", error="x", url="x"), id="x", context=Context(ci_url="x"))
    told = news(
        job(text, error=text or "x", url=text or "x"),
        id=text,
        context=Context(ci_url=text or "x"),
        workspace=WorkspaceIdentity(host=text, identity=text),
    )
    [plain], [mail] = _sent(usual), _sent(told)

    assert mail.keys() == plain.keys()
    assert mail["To"] == "ana@example.com"
    assert len(mail.get_content().split("\n")) == len(plain.get_content().split("\n"))
    assert raw_in(mail.get_content()) == []
    assert raw_in(str(mail["Subject"])) == []


def test_a_rollback_says_so_and_without_a_ci_run_there_is_no_line_for_it() -> None:
    [mail] = _sent(rollback(job()))
    assert mail["Subject"] == "[apparate] sales_features rolled back: 1 of what you own"
    [mail] = _sent(news(job(), context=None))
    assert CI_URL not in mail.get_content()


@pytest.mark.parametrize(
    "owner", ["a@b", "ana.b+jobs@mail-1.example.com", "o'neil_2@example.co.uk", f"{'a' * 64}@x.y"]
)
def test_plain_addresses(owner: str) -> None:
    [mail] = _sent(news(job(owner=owner)))
    assert mail["To"] == owner


def test_a_long_text_that_is_no_address_is_seen_at_once() -> None:
    assert not is_mail_address("a" * 1_000_000)
    assert not is_mail_address("a@" + "a-" * 1_000_000)


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_a_release_writes_no_header_either(text: str) -> None:
    usual = news(job())
    release = structs.replace(usual.deployment.release, name=text, version=text)
    [plain], [mail] = _sent(usual), _sent(news(job(), release=release))
    assert mail.keys() == plain.keys()
    assert raw_in(str(mail["Subject"])) == []
    assert len(str(mail["Subject"])) < 200


@pytest.mark.parametrize("length", [1, 10_000])
def test_it_goes_through_every_server(length: int) -> None:
    one = job("\u00e4" * length, error="\u8449" * length)
    [mail] = mails_of(news(one), _SENDER, _AT)
    raw = mail.as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998


_NEARLY = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,60}"


@given(st.one_of(st.emails(), st.from_regex(_NEARLY, fullmatch=True)).filter(is_mail_address))
def test_every_plain_address_arrives_as_it_is(owner: str) -> None:
    [mail] = _sent(news(job(owner=owner)))
    assert str(mail["To"]) == owner.lower()
