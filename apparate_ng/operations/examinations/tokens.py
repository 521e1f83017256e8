"""Whether what one signs in with is about to end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import (
    Case,
    SignedIn,
    fine,
    signed_in,
    skipped,
    warned,
)
from apparate_ng.workspace.failures import WorkspaceError
from apparate_ng.workspace.tokens import PersonalToken, end_of_bearer, personal_tokens

NAME = "tokens"
_SOON = timedelta(days=14)
_VERY_SOON = timedelta(hours=1)
_RENEW = "make a new one in time, or sign in by OAuth: databricks auth login --host {host}"


def examine(case: Case) -> Check:
    """Look at the ends of the identity's tokens, by the server's clock."""
    here = signed_in(case)
    now = here.workspace.connection.clock.now()
    ends_at = end_of_bearer(here.credentials.headers())
    if here.credentials.way != "pat":
        return fine(NAME, f"{here.credentials.way}: renewed by itself")
    if ends_at is not None:
        return _of_bearer(here, ends_at - now)
    try:
        return _of_personal(here, personal_tokens(here.workspace.connection), now)
    except WorkspaceError as error:
        return skipped(NAME, f"the workspace does not list them: {error.what}")


def _of_bearer(here: SignedIn, left: timedelta) -> Check:
    """An OAuth token that stands where a personal one would: nobody renews it."""
    text = f"the OAuth token in use ends in {_span(left)}, and nobody renews it"
    return fine(NAME, text) if left > _VERY_SOON else warned(NAME, text, _renew(here))


def _of_personal(here: SignedIn, tokens: Sequence[PersonalToken], now: datetime) -> Check:
    ends = sorted(token.ends_at for token in tokens if token.ends_at is not None)
    if not tokens:
        return skipped(NAME, "the workspace lists none of this identity")
    if not ends:
        return fine(NAME, f"{_counted(tokens)}; no end is set")
    text = f"{_counted(tokens)}; the first ends in {_span(ends[0] - now)}"
    return fine(NAME, text) if ends[0] - now > _SOON else warned(NAME, text, _renew(here))


def _renew(here: SignedIn) -> str:
    return _RENEW.format(host=here.workspace.connection.host)


def _counted(tokens: Sequence[PersonalToken]) -> str:
    number = len(tokens)
    return "1 personal token" if number == 1 else f"{number:,} personal tokens"


def _span(left: timedelta) -> str:
    hours = max(0, int(left.total_seconds() // 3600))
    if hours < 1:
        return "less than an hour"
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"  # noqa: PLR2004  two days
