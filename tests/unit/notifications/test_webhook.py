from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path
from typing import Any

import msgspec

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Deployment, Outcome
from apparate_ng.notifications.webhook import posting_of
from tests.unit.notifications.samples import ID, job, news


def test_the_document_and_what_kind_of_news_it_is() -> None:
    told = news(job(), job(outcome=Outcome.FAILED), code=ExitCode.PARTIAL)
    posting = posting_of(told, None)
    assert msgspec.json.decode(posting.body, type=Deployment) == told.deployment
    assert posting.headers == {"X-Apparate-Event": "changed,failure", "X-Apparate-Delivery": ID}


def test_with_a_secret_it_is_signed() -> None:
    posting = posting_of(news(job()), "s3cret-\u00e4")
    expected = hmac.new("s3cret-\u00e4".encode(), posting.body, hashlib.sha256).hexdigest()
    assert posting.headers["X-Apparate-Signature-256"] == f"sha256={expected}"
    assert "s3cret" not in str(posting)


def test_an_id_that_is_no_text_of_a_header() -> None:
    posting = posting_of(news(job(), id="a\r\nX-Evil: \u00e4"), None)
    assert posting.headers["X-Apparate-Delivery"] == "a??X-Evil: ?"


def test_the_receiver_that_the_page_shows_knows_what_is_ours() -> None:
    page = Path(__file__).parents[3] / "docs" / "notifications.md"
    [(_, example)] = re.findall(r"```(python)\n(.*?)```", page.read_text(), re.DOTALL)
    receiver: dict[str, Any] = {}
    exec(example, receiver)  # noqa: S102  our own page
    posting = posting_of(news(job()), "s3cret")
    signature = posting.headers["X-Apparate-Signature-256"]
    assert receiver["is_ours"](posting.body, signature, "s3cret")
    assert not receiver["is_ours"](posting.body + b" ", signature, "s3cret")
    assert not receiver["is_ours"](posting.body, signature, "another")
