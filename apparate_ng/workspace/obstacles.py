"""What a failed attempt means: may it be tried again, and what is said when it may not."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError
from urllib3.util.ssl_match_hostname import CertificateError

from apparate_ng.workspace.answer import Answer, TooLargeError
from apparate_ng.workspace.call import Call
from apparate_ng.workspace.failures import (
    UnavailableError,
    UnconfirmedError,
    UnreachableError,
    WorkspaceError,
    error_from_response,
)
from apparate_ng.workspace.retrying import Obstacle, Repeat, TransientFailure

_TOO_MANY = 429
_AGAIN = "run the same command again later"
_EMPTY = "NO_CERTIFICATE_OR_CRL_FOUND"
_NO_TLS = "WRONG_VERSION_NUMBER"
_PLAIN = "the server does not speak TLS; check the host: one without TLS is named with http://"
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Where requests looks for a file of certificate authorities, in its order."""


def failure_of_exchange(
    error: requests.RequestException, call: Call, where: str
) -> TransientFailure | WorkspaceError:
    """What it means that no answer came."""
    if _is_because(error, _EMPTY):
        return no_authorities()
    if _is_not_trusted(error):
        return UnreachableError(
            "no secure connection to the workspace", where=where, hint="check the certificates"
        )
    if isinstance(error, TooLargeError):
        return _too_large(call, where)
    if _was_never_sent(error):
        unreachable = UnreachableError(
            "the workspace cannot be reached", where=where, hint="check the host and the network"
        )
        return TransientFailure(unreachable, Obstacle.UNREACHED)
    if isinstance(error, (requests.ConnectionError, requests.Timeout)) or _broke_off(error):
        plain = _is_because(error, _NO_TLS)
        what = "the connection broke off: no TLS" if plain else "the connection broke off"
        return lost(call, what, where, hint=_PLAIN if plain else _AGAIN)
    return UnreachableError("the request cannot be sent", where=where, hint="check the host")


def no_authorities() -> UnreachableError:
    """The file of certificate authorities is missing, or is none."""
    named = next((name for name in _BUNDLES if os.environ.get(name)), _BUNDLES[0])
    return UnreachableError(
        "the file of certificate authorities cannot be read",
        where=f"{os.environ.get(named, 'none')} ({named})",
        hint="name a file of certificates in PEM form, or unset the variable",
    )


def _is_because(error: requests.RequestException, reason: str) -> bool:
    """Whether TLS failed for this reason, in OpenSSL's words."""
    return any(
        isinstance(one, ssl.SSLError) and getattr(one, "reason", None) == reason
        for one in _with_causes(error)
    )


def _is_not_trusted(error: requests.RequestException) -> bool:
    """Whether the server's certificate is not accepted; any other fault of TLS may pass."""
    verdicts = (ssl.SSLCertVerificationError, CertificateError)
    return isinstance(error, requests.exceptions.SSLError) and any(
        isinstance(one, verdicts) for one in _with_causes(error)
    )


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those that it was made of, which libraries put among its arguments."""
    yield error
    reasons = [*error.args, getattr(error, "reason", None), error.__cause__]
    for reason in reasons:
        if isinstance(reason, BaseException):
            yield from _with_causes(reason)


def _too_large(call: Call, where: str) -> WorkspaceError:
    """The server would say the same again."""
    kind = UnavailableError if call.repeat is Repeat.SAFE else UnconfirmedError
    return kind("the answer is larger than any document of a workspace", where=where)


def _was_never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError)):
        return True
    reason = error.args[0] if error.args else None
    return isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError)


def _broke_off(error: requests.RequestException) -> bool:
    return isinstance(
        error,
        (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError),
    )


def failure_of_status(answer: Answer, call: Call, where: str) -> TransientFailure | WorkspaceError:
    """What 429, 500, 502, 503 and 504 mean: the first was certainly not carried out."""
    error = error_from_response(answer.status, answer.body, where)
    if answer.status == _TOO_MANY:
        return TransientFailure(error, Obstacle.THROTTLED, _retry_after(answer))
    if call.repeat is Repeat.SAFE:
        return TransientFailure(error, Obstacle.FAULT, _retry_after(answer))
    return UnconfirmedError(error.what, where=where, hint=_AGAIN)


def lost(
    call: Call, what: str, where: str, hint: str = _AGAIN
) -> TransientFailure | UnconfirmedError:
    """What it means that a request was sent and its answer was lost."""
    if call.repeat is Repeat.SAFE:
        error = UnavailableError(what, where=where, hint=hint)
        return TransientFailure(error, Obstacle.FAULT)
    return UnconfirmedError(what, where=where, hint=hint)


def _retry_after(answer: Answer) -> float | None:
    """In seconds; the form that gives a date is not used by the platform and counts as absent."""
    text = answer.headers.get("Retry-After", "").strip()
    return float(text) if text.isdecimal() else None
