"""What owners are sent: one message each, in plain text, that lists only what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from apparate_ng.configuration.notify import is_mail_address
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.notifications.news import TOUCHED, News
from apparate_ng.notifications.words import change_of, commands_of, plain, title_of, word_of

_MAYBE_WRITTEN = TOUCHED | {Outcome.FAILED}
_NAME, _ERROR, _URL = 120, 300, 300


def mails_of(news: News, sender: str, at: datetime) -> tuple[EmailMessage, ...]:
    """The messages, by address. An owner that is a group or a service principal has none.

    Args:
        news: what happened.
        sender: the address that they come from.
        at: now, with its zone.
    """
    owned: dict[str, list[DeployedDependent]] = {}
    for one in news.deployment.dependents:
        if one.outcome in _MAYBE_WRITTEN and one.owner and is_mail_address(one.owner):
            owned.setdefault(one.owner.lower(), []).append(one)
    return tuple(_mail(news, owned[owner], owner, sender, at) for owner in sorted(owned))


def _mail(
    news: News, theirs: list[DeployedDependent], owner: str, sender: str, at: datetime
) -> EmailMessage:
    """One message. Headers get plain text only, and the library that writes them refuses others."""
    subject = f"[apparate] {title_of(news)}: {len(theirs):,} of what you own"
    return mail(owner, sender, subject, "\n".join(_lines(news, theirs)), at)


def mail(to: str, sender: str, subject: str, body: str, at: datetime) -> EmailMessage:
    """A message that no program answers: `Auto-Submitted`, RFC 3834."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    # seven bits only: what every server takes
    message.set_content(body + "\n", cte="quoted-printable")
    return message


def _lines(news: News, theirs: list[DeployedDependent]) -> Iterator[str]:
    deployment = news.deployment
    yield f"{title_of(news)}, in {plain(deployment.workspace.host, _URL)}."
    yield "This is what became of what you own:"
    for one in theirs:
        yield ""
        yield f"  {one.kind.value} {plain(one.name or one.id, _NAME)}"
        yield f"    {word_of(news, one.outcome)}  {change_of(one)}".rstrip()
        if one.url:
            yield f"    {plain(one.url, _URL)}"
        if one.error:
            yield f"    {plain(one.error, _ERROR)}"
    yield ""
    yield f"Deployment {plain(deployment.id, 64)}, at {plain(deployment.started_at, 40)}"
    yield f"by {plain(deployment.workspace.identity or 'somebody', _NAME)}"
    if deployment.context and deployment.context.ci_url:
        yield plain(deployment.context.ci_url, _URL)
    yield ""
    yield from commands_of(news)
