"""Block Kit: its limits, and text that tries to be markup."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Context, Outcome
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.notifications.slack import LONGEST_HEADER, LONGEST_TEXT, escaped, slack_message
from tests.hostile.texts import HOSTILE_TEXTS, raw_in
from tests.unit.notifications.samples import CI_URL, HOST, ID, job, news, rollback

_HOSTILE = {
    **HOSTILE_TEXTS,
    "everybody": "<!channel> <!here> <!everyone> <@U012AB3CD> <#C012AB3CD>",
    "a link": "<https://evil.example|ops page>",
    "entities": "&lt;!channel&gt; &amp;",
    "marks": "*bold* _italic_ ~struck~ `code` ```block```",
    "a quote": "> quoted",
}
_ALLOWED = re.compile(r"<https?://[^<>|]+\|[^<>]*>")


def _texts(message: Any) -> list[str]:  # noqa: ANN401  JSON
    found = [block["text"]["text"] for block in message["blocks"] if "text" in block]
    elements = [each["text"] for block in message["blocks"] for each in block.get("elements", ())]
    return [*found, *elements]


def test_a_deployment_as_slack_gets_it() -> None:
    message = slack_message(
        news(
            job("etl <eu>"),
            job("b", Outcome.FAILED, error="HTTP 500", url=None),
            code=ExitCode.PARTIAL,
        )
    )
    assert message["text"] == "sales_features 1.5.0 partly deployed"
    kinds = [block["type"] for block in message["blocks"]]
    assert kinds == ["header", "section", "section", "section", "context"]
    header, summary, failed, updated, closing = _texts(message)
    assert header == "sales_features 1.5.0 partly deployed"
    assert summary == f"1 updated, 1 failed; 2 in all, in {HOST}"
    assert failed == "• b: failed  1.4.2 → 1.5.0\nHTTP 500"
    link = f"<{HOST}/jobs/1001?o=77&amp;x=1|etl &lt;eu&gt;>"
    assert updated == f"• {link}: updated  1.4.2 → 1.5.0"
    assert closing == (
        f"<{CI_URL}|the CI run>, by ci@example.com\n`apparate show {ID}`  `apparate rollback {ID}`"
    )


def test_ten_at_most_are_named() -> None:
    message = slack_message(news(*(job(f"job-{number}") for number in range(1011))))
    lines = [text for text in _texts(message) if text.startswith("•")]
    assert len(lines) == 10
    assert "… and 1,001 more" in _texts(message)
    assert len(message["blocks"]) == 14
    assert "more" not in str(slack_message(news(*(job() for _ in range(10)))))


def test_without_a_ci_run_the_link_leads_to_the_workspace() -> None:
    told = news(job(), context=None, workspace=WorkspaceIdentity(host=HOST, identity=None))
    assert _texts(slack_message(told))[-1].startswith(f"<{HOST}|workspace>, by somebody\n")


def test_a_rollback_says_so() -> None:
    header, summary, line, closing = _texts(slack_message(rollback(job())))
    assert header == "sales_features rolled back"
    assert (summary[:10], "put back" in line) == ("1 put back", True)
    assert "rollback" not in closing


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE)
def test_text_that_others_wrote_is_no_markup(text: str) -> None:
    one = job(text, Outcome.FAILED, error=text, url=text or None)
    context = Context(ci_url=text)
    identity = WorkspaceIdentity(host=text, identity=text)
    message = slack_message(
        news(one, id=text, context=context, workspace=identity, code=ExitCode.PARTIAL)
    )

    assert json.dumps(message)
    for block in message["blocks"]:
        parts = [block.get("text"), *block.get("elements", ())]
        assert all(part["verbatim"] for part in parts if part and part["type"] == "mrkdwn")
    for shown in _texts(message):
        assert len(shown) <= LONGEST_TEXT
        assert set(raw_in(shown)) <= {"\u200b"}
        assert not set(_ALLOWED.sub("", shown)) & {"<", ">"}
    assert len(_texts(message)[0]) <= LONGEST_HEADER


def test_a_line_as_long_as_it_can_be_is_within_the_limit() -> None:
    worst = "&" * 10_000
    message = slack_message(
        news(
            *[job(worst, Outcome.FAILED, error=worst)] * 11,
            workspace=WorkspaceIdentity(host=worst, identity=worst),
        )
    )
    assert max(map(len, _texts(message))) < LONGEST_TEXT
    assert "&am&" not in str(message)


def _shown(text: str) -> str:
    """What Slack shows of escaped text, without what cannot be seen."""
    plain = text.replace("\u200b", "")
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@given(st.text(alphabet=st.sampled_from("a1 *_~`<>&;lgtamp|!@#\u00e4")))
def test_what_is_escaped_is_shown_as_it_was(text: str) -> None:
    assert _shown(escaped(text)) == text
    assert not set(escaped(text)) & {"<", ">"}
    assert not re.search(r"(?:^|[^\w\u200b])[*_~`]\w", escaped(text))
