"""Names of deployments: they sort by time, so that the newest is found without reading any."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_ID = re.compile(r"\d{8}T\d{6}\d{3}Z-[0-9a-f]{4,16}")
_MOMENT = re.compile(r"(\d{8}T\d{6})(\d{3})Z-")
_FORM = "%Y%m%dT%H%M%S"


def deployment_id(now: datetime, token: str, newest: str | None = None) -> str:
    """A name for a deployment that begins now: `20260131T120000123Z-1a2b3c4d`.

    Args:
        now: by one clock for all who use a store: the server's.
        token: hexadecimal, and nobody else's.
        newest: the newest there is; the new name sorts behind it, also if the clock went back.
    """
    after = None if newest is None else _moment(newest)
    moment = now if after is None else max(now, after + timedelta(milliseconds=1))
    return f"{moment.strftime(_FORM)}{moment.microsecond // 1000:03d}Z-{token}"


def is_deployment_id(text: str) -> bool:
    """True for what can name a deployment, and so a file: no path, no pattern."""
    return _ID.fullmatch(text) is not None


def _moment(id_: str) -> datetime | None:
    match = _MOMENT.match(id_)
    if match is None:
        return None
    try:
        at = datetime.strptime(match[1], _FORM).replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    return at + timedelta(milliseconds=int(match[2]))
