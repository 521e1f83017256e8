from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.errors import ExitCode
from apparate_ng.model.dependents.dependent import DependentKind, Unreadable
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.notifications.news import News
from apparate_ng.notifications.words import (
    change_of,
    commands_of,
    plain,
    summary_of,
    title_of,
    version_gone_back_to,
    web_address,
)
from tests.hostile.texts import HOSTILE_TEXTS, raw_in
from tests.unit.notifications.samples import BACK, HOST, ID, job, news, pin, rollback


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (news(job()), "sales_features 1.5.0 deployed"),
        (news(job(), code=ExitCode.PARTIAL), "sales_features 1.5.0 partly deployed"),
        (
            news(job(), code=ExitCode.DAMAGED),
            "sales_features 1.5.0 failed, and could not be put back",
        ),
        (
            news(job(outcome=Outcome.ROLLED_BACK), code=ExitCode.RESTORED),
            "sales_features 1.5.0 failed, and was put back",
        ),
        (
            news(job(), job(outcome=Outcome.ROLLED_BACK), code=ExitCode.RESTORED),
            "sales_features 1.5.0 stopped, since a change failed and was put back",
        ),
        (
            rollback(job(), job(outcome=Outcome.ROLLED_BACK), code=ExitCode.RESTORED),
            "sales_features rollback stopped, since a change failed and was put back",
        ),
        (news(job(), code=ExitCode.ERROR), "sales_features 1.5.0 failed"),
        (rollback(job()), "sales_features rolled back"),
        (rollback(job(), code=ExitCode.PARTIAL), "sales_features partly rolled back"),
        (rollback(job(), code=ExitCode.ERROR), "sales_features rollback failed"),
    ],
)
def test_the_title_says_what_happened(told: News, title: str) -> None:
    assert title_of(told) == title


def test_the_summary_adds_up() -> None:
    unread = Unreadable(kind=DependentKind.JOB, id="9", name="x", error="forbidden")
    told = news(
        *[job()] * 1200, job(outcome=Outcome.FAILED), unreadable=(unread,), code=ExitCode.PARTIAL
    )
    assert summary_of(told) == (
        f"1,200 updated, 1 failed; 1,201 in all, in {HOST}; 1 could not be read"
    )
    assert summary_of(news()) == f"nothing to do; 0 in all, in {HOST}"
    assert summary_of(rollback(job())) == f"1 put back; 1 in all, in {HOST}"


def test_a_change_names_each_move_once_and_three_at_most() -> None:
    assert change_of(job(pins=(pin(), pin()))) == "1.4.2 → 1.5.0"
    assert change_of(job(pins=(pin(None),))) == "? → 1.5.0"
    assert change_of(job(pins=())) == ""
    many = change_of(job(pins=tuple(pin(f"1.{minor}.0") for minor in range(4))))
    assert many == "1.0.0 → 1.5.0, 1.1.0 → 1.5.0, 1.2.0 → 1.5.0, …"


def test_the_version_that_most_of_it_went_back_to() -> None:
    jobs = [job(pins=(pin("1.5.0", after),)) for after in ("1.4.2", "1.4.1", "1.4.2")]
    assert version_gone_back_to(rollback(*jobs)) == "1.4.2"
    put_back = job(outcome=Outcome.ROLLED_BACK, pins=(pin("1.4.1"),))
    assert version_gone_back_to(news(job(), put_back, rolled_back_by=BACK)) == "1.4.1"
    assert version_gone_back_to(rollback(job(pins=(pin("1.5.0", None),)))) is None


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (news(job()), ["show", "rollback"]),
        (news(job(), code=ExitCode.INTERRUPTED), ["show", "resume", "rollback"]),
        (news(job(outcome=Outcome.FAILED), code=ExitCode.PARTIAL), ["show"]),
        (news(job(), code=ExitCode.RESTORED, rolled_back_by=BACK), ["show"]),
    ],
)
def test_what_may_be_typed_next(told: News, words: list[str]) -> None:
    assert commands_of(told) == tuple(f"apparate {word} {ID}" for word in words)


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_plain_text_is_one_short_line_that_steers_nothing(text: str) -> None:
    shown = plain(text, 80)
    assert raw_in(shown) == []
    assert len(shown) <= 80
    assert len(shown.splitlines()) <= 1


@given(st.text())
def test_plain_text_stays_as_it_is_where_it_is_harmless(text: str) -> None:
    shown = plain(text, 10_000)
    assert shown.isprintable()
    assert not text.isprintable() or shown == text


@pytest.mark.parametrize(
    "text",
    [
        "https://ci.example.com/job/a%20b/17/?x=1&y=2#end",
        "http://127.0.0.1:8080/",
        f"{HOST}/jobs/1",
    ],
)
def test_addresses_of_pages(text: str) -> None:
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "javascript:alert(1)",
        "https://",
        "https://user@evil.example/",
        "https://evil.example/|x",
        "https://evil.example/>",
        "https://evil.example/ x",
        "https://evil.example/\n",
        "https://\u0435vil.example/",
        "https://[::1/",
        f"https://evil.example/{'x' * 200}",
    ],
)
def test_what_is_no_address_of_a_page(text: str | None) -> None:
    assert web_address(text) is None
