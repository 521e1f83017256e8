"""What can go wrong between here and the workspace, as errors that people can act on."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from apparate_ng.errors import ApparateError

_LONGEST_MESSAGE = 500
_CHECK_HOST = "check DATABRICKS_HOST or the profile's host: is it a workspace that answers there?"


class WorkspaceError(ApparateError):
    """The workspace, or the way to it, said no."""


class UnreachableError(WorkspaceError):
    """No server answers at the host's address; nothing was sent."""


class UnavailableError(WorkspaceError):
    """The server answered with a passing fault until patience ran out."""


class BrokenOffError(UnavailableError):
    """A download ended before its end; another try begins anew."""


class UnconfirmedError(WorkspaceError):
    """A write was sent and its answer lost: it may have taken effect, or not."""


class AuthenticationError(WorkspaceError):
    """The workspace does not accept the credentials, or there are none."""


class PermissionDeniedError(WorkspaceError):
    """The identity may not do this."""


class NotFoundError(WorkspaceError):
    """The object is not there, or is not shown to this identity."""


class AlreadyExistsError(WorkspaceError):
    """The object is there already."""


class ConflictError(WorkspaceError):
    """The object changed since it was read; nothing was written."""


class BadRequestError(WorkspaceError):
    """The workspace refuses the request as it stands."""

    def __init__(self, what: str, *, code: str, where: str | None = None) -> None:
        super().__init__(what, where=where)
        self.code = code


class NotAWorkspaceError(WorkspaceError):
    """Something else answers at the host's address: a sign-in page, a proxy."""


def error_from_response(
    status: int, body: bytes, where: str, asked_for: Collection[str] = ()
) -> WorkspaceError:
    """The error that an answer with an error status stands for; `asked_for` is what the request named.

    The usual body is `{"error_code": …, "message": …}`, but empty bodies, HTML and plain text
    occur. A deleted job is 400 INVALID_PARAMETER_VALUE on older deployments, 404 on newer ones; 400
    also answers a write for which something else is missing.
    """
    code, message = _code_and_message(body)
    what = message or f"the workspace answered with status {status}"
    if message and status >= 500:  # noqa: PLR2004  HTTP's own numbers
        what = f"the server answered {status}: {message}"
    if status == 401:  # noqa: PLR2004  HTTP's own numbers
        return AuthenticationError(
            "the workspace does not accept these credentials",
            where=where,
            hint="check the token or the profile (databricks auth profiles), and --profile",
        )
    if status == 403:  # noqa: PLR2004  the same
        return PermissionDeniedError(what, where=where)
    if status == 404 or (status == 400 and _is_gone(message, asked_for)):  # noqa: PLR2004  the same
        return NotFoundError(what, where=where, hint=None if message else _CHECK_HOST)
    if status == 409 or code == "RESOURCE_ALREADY_EXISTS":  # noqa: PLR2004  the same
        return AlreadyExistsError(what, where=where)
    if status in {429, 500, 502, 503, 504}:
        return UnavailableError(what, where=where, hint="run the same command again later")
    return BadRequestError(what, code=code, where=where)


def _is_gone(message: str, asked_for: Collection[str]) -> bool:
    """Whether a sentence says "Job 7 does not exist" of what was asked for, and not of a part of it."""
    kind = r"(?:^|[.:\]]\s)(?:The )?\w+(?: \w+)?(?: with id)?"
    return any(
        re.search(rf"{kind} ['\"`(]?{re.escape(name)}['\"`)]? does not exist", message)
        for name in asked_for
        if name and name in message
    )


def _code_and_message(body: bytes) -> tuple[str, str]:
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(document, dict):
        return "", ""
    code, message = document.get("error_code"), document.get("message")
    return (
        code if isinstance(code, str) else "",
        message[:_LONGEST_MESSAGE] if isinstance(message, str) else "",
    )
