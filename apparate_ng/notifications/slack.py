"""What an incoming webhook of Slack is sent: Block Kit, ten dependents at most, and a link."""

from __future__ import annotations

from typing import Any, TypeAlias

from apparate_ng.model.deployments.deployment import DeployedDependent
from apparate_ng.notifications.news import News
from apparate_ng.notifications.words import (
    change_of,
    commands_of,
    plain,
    summary_of,
    title_of,
    web_address,
    word_of,
)

Json: TypeAlias = Any
MOST_NAMED = 10
LONGEST_HEADER = 150
LONGEST_TEXT = 3000
"""Slack's limits: https://docs.slack.dev/reference/block-kit/blocks (header and section)."""
_NAME, _ERROR, _URL_LABEL = 80, 100, 60
_MARKS = "*_~`"
_NO_SPACE = "\N{ZERO WIDTH SPACE}"


def slack_message(news: News) -> Json:
    """The message; `text` is what a phone shows of it.

    Its parts are cut before they are escaped, so that no part comes near `LONGEST_TEXT` and no
    escape is cut in two: an escaped character is five characters at most.
    """
    named = news.worth_naming
    blocks = [
        _header(title_of(news)),
        _section(escaped(summary_of(news))),
        *(_section(_line(news, one)) for one in named[:MOST_NAMED]),
    ]
    if len(named) > MOST_NAMED:
        blocks.append(_section(f"… and {len(named) - MOST_NAMED:,} more"))
    blocks.append({"type": "context", "elements": [_markup(_closing(news))]})
    return {"text": escaped(title_of(news)), "blocks": blocks}


def escaped(text: str) -> str:
    """`text` as Slack shows it literally.

    `&`, `<` and `>` are all that has to be escaped, and with it no mention (`<!channel>`) and no
    link can be written: https://docs.slack.dev/messaging/formatting-message-text. Where a mark
    could begin or end bold, italic, struck or code, zero-width spaces keep it from doing so.
    """
    safe = _no_markup(text)
    return "".join(_loose(safe, index) for index in range(len(safe)))


def _no_markup(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _code(text: str) -> str:
    """What may stand between two backticks."""
    return _no_markup(text.replace("`", "'"))


def _loose(text: str, index: int) -> str:
    char = text[index]
    if char not in _MARKS:
        return char
    inside = text[index - 1 : index].isalnum() and text[index + 1 : index + 2].isalnum()
    return char if inside else f"{_NO_SPACE}{char}{_NO_SPACE}"


def _line(news: News, one: DeployedDependent) -> str:
    name = _link(one.url, one.name or f"{one.kind.value} {one.id}", _NAME)
    parts = [f"• {name}: {word_of(news, one.outcome)}", escaped(change_of(one))]
    line = "  ".join(part for part in parts if part)
    return f"{line}\n{escaped(plain(one.error, _ERROR))}" if one.error else line


def _link(url: str | None, label: str, longest: int) -> str:
    shown = escaped(plain(label, longest)).replace("|", "¦")
    address = web_address(url)
    return shown if address is None else f"<{address.replace('&', '&amp;')}|{shown}>"


def _closing(news: News) -> str:
    deployment = news.deployment
    context = deployment.context
    page = None if context is None else context.ci_url
    where = (page, "the CI run") if web_address(page) else (deployment.workspace.host, "workspace")
    who = escaped(plain(deployment.workspace.identity or "somebody", _URL_LABEL))
    commands = "  ".join(f"`{_code(command)}`" for command in commands_of(news))
    return f"{_link(*where, _URL_LABEL)}, by {who}\n{commands}"


def _header(text: str) -> Json:
    shown = {"type": "plain_text", "text": plain(text, LONGEST_HEADER), "emoji": False}
    return {"type": "header", "text": shown}


def _section(text: str) -> Json:
    return {"type": "section", "text": _markup(text)}


def _markup(text: str) -> Json:
    """Text in which Slack finds nothing by itself: no names of channels, no addresses."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}
