"""A request over HTTP: in bounded time, a few times at most, and without a word of its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

import requests
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
)
from urllib3.exceptions import HTTPError, ProtocolError

from apparate_ng.__about__ import __version__
from apparate_ng.notifications.delivery_errors import DeliveryError

TIMEOUT_S = 5.0
"""For the connection, and for each part of the answer."""
_ATTEMPTS = 3
_LONGEST_PAUSE_S = 5.0
_BACKOFF = wait_exponential(multiplier=0.25, max=2.0)
_WORD = re.compile(rb"[a-z][a-z_]{2,40}")
"""What Slack answers to what it does not take, such as `invalid_payload` or `no_service`."""
_TOO_MANY, _SERVER_FAULT = 429, 500
_AGENT = f"apparate-ng/{__version__}"


class _MayPassError(DeliveryError):
    """It may be tried again: it was certainly not taken."""

    def __init__(self, words: str, pause_s: float | None = None) -> None:
        super().__init__(words)
        self.pause_s = pause_s


def post(address: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
    """Send JSON. What may have been taken is not sent again, so that nobody is told twice.

    Raises:
        DeliveryError: it was not taken.
    """
    _attempts()(_send, address, body, headers or {})


def require_safe(address: str, name: str) -> None:
    """Hold an address that is secret, or is sent a secret, to TLS; on this machine to nothing.

    Raises:
        DeliveryError: it goes elsewhere in the clear, or it is no address; only `name` is named.
    """
    scheme, host = _parts(address, name)
    if scheme != "https" and not (scheme == "http" and is_here(host)):
        raise DeliveryError(f"{name} does not begin with https://")


def require_web(address: str, name: str) -> None:
    """Hold an address to being one of the web.

    Raises:
        DeliveryError: it is none; only `name` is named.
    """
    if _parts(address, name)[0] not in {"https", "http"}:
        raise DeliveryError(f"{name} begins with neither https:// nor http://")


def _parts(address: str, name: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # a port that is none is found out here
    except ValueError:
        host = None
    if not host:
        raise DeliveryError(f"{name} is no web address")
    return parts.scheme, host


def is_here(host: str) -> bool:
    """True for this machine."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _attempts() -> Retrying:
    return Retrying(
        retry=retry_if_exception_type(_MayPassError),
        wait=_pause,
        stop=stop_after_attempt(_ATTEMPTS),
        reraise=True,
    )


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.pause_s if isinstance(error, _MayPassError) else None
    return _BACKOFF(state) if asked is None else min(asked, _LONGEST_PAUSE_S)


def _send(address: str, body: bytes, headers: Mapping[str, str]) -> None:
    try:
        with requests.Session() as session, _answer(session, address, body, headers) as got:
            _require_taken(got)
    except requests.Timeout:
        raise DeliveryError(f"no answer within {TIMEOUT_S:.0f} s") from None
    except requests.exceptions.SSLError:
        raise DeliveryError("its certificate is not trusted") from None
    except requests.ConnectionError as error:
        # broken off after it was sent, it may have been taken
        kind = DeliveryError if _was_sent(error) else _MayPassError
        raise kind("no connection, or it broke off") from None
    except (requests.RequestException, ValueError):
        raise DeliveryError("its address or key cannot be used") from None
    except OSError:  # which requests raises as it is
        raise DeliveryError("the file of certificate authorities cannot be read") from None


def _answer(
    session: requests.Session, address: str, body: bytes, headers: Mapping[str, str]
) -> requests.Response:
    """The answer without its body, of which nobody knows how long it is."""
    return session.post(
        address,
        data=body,
        headers={"Content-Type": "application/json", "User-Agent": _AGENT, **headers},
        timeout=TIMEOUT_S,
        allow_redirects=False,
        stream=True,
    )


def _was_sent(error: requests.ConnectionError) -> bool:
    """True where the connection was there: urllib3 says `ProtocolError` of one that broke."""
    cause = error.args[0] if error.args else None
    return isinstance(cause, ProtocolError)


def _require_taken(answer: requests.Response) -> None:
    status = answer.status_code
    if 200 <= status < 300:  # noqa: PLR2004  what HTTP calls success
        return
    words = f"HTTP {status}{_said(answer)}"
    if status == _TOO_MANY or status >= _SERVER_FAULT:
        raise _MayPassError(words, _seconds(answer.headers.get("Retry-After")))
    raise DeliveryError(words)


def _said(answer: requests.Response) -> str:
    """A word of the answer, where it is one; anything else may repeat what is secret."""
    try:
        text = bytes(answer.raw.read(100, decode_content=True)).strip()
    except (HTTPError, OSError):
        return ""
    return f" ({text.decode()})" if _WORD.fullmatch(text) else ""


def _seconds(text: str | None) -> float | None:
    return float(text) if text is not None and text.strip().isdecimal() else None
