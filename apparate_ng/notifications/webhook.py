"""What a webhook of your own is sent: the deployment document, signed where there is a secret."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

import msgspec

from apparate_ng.notifications.news import News

SIGNATURE = "X-Apparate-Signature-256"
EVENT = "X-Apparate-Event"
DELIVERY = "X-Apparate-Delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A body, and the headers that say what it is."""

    body: bytes
    headers: dict[str, str]


def posting_of(news: News, secret: str | None) -> Posting:
    """The document as `apparate show --output json` gives it, and what kind of news it is."""
    body = msgspec.json.encode(news.deployment)
    words = ",".join(sorted(moment.value for moment in news.moments))
    signed = {} if secret is None else {SIGNATURE: signature(body, secret)}
    return Posting(
        body=body, headers={EVENT: words, DELIVERY: _ascii(news.deployment.id), **signed}
    )


def signature(body: bytes, secret: str) -> str:
    """`sha256=` and the HMAC-SHA256 (RFC 2104) of the body with the secret, in hexadecimal."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def _ascii(text: str) -> str:
    """What a header can hold."""
    return "".join(char if char.isascii() and char.isprintable() else "?" for char in text)
