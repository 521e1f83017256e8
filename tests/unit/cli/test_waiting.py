"""What keeps a command waiting is said once in half a minute, and only while it runs."""

from __future__ import annotations

import logging

from apparate_ng.cli.runs.waiting import long_waits_told

_LOG = logging.getLogger("apparate_ng.workspace.retrying")


def test_one_line_in_half_a_minute() -> None:
    said: list[str] = []
    times = iter([0.0, 1.0, 29.0, 31.0])

    with long_waits_told(said.append, clock=lambda: next(times)):
        for number in range(4):
            _LOG.info("waiting %d", number)
        _LOG.debug("a detail")
    _LOG.info("afterwards")

    assert said == ["waiting 0", "waiting 3"]
    assert not _LOG.handlers


def test_others_may_listen_too() -> None:
    _LOG.setLevel(logging.DEBUG)
    try:
        with long_waits_told(lambda _: None):
            assert _LOG.level == logging.DEBUG
        assert _LOG.level == logging.DEBUG
    finally:
        _LOG.setLevel(logging.NOTSET)
