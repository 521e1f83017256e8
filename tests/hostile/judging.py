"""What every run on bad input owes: a documented exit code, no traceback, nothing raw on a stream."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from apparate_ng.errors import ApparateError, ExitCode
from apparate_ng.reports.text.error import error_report
from tests.hostile.texts import raw_in

_OF_A_FAULT = ("Traceback", "this is a fault of apparate itself")
_LONGEST_REPORT = 2_000
_DOCUMENTED = frozenset(int(code) for code in ExitCode)


@dataclass(slots=True)
class Tally:
    """How many bad inputs were tried, and the tracebacks that they led to."""

    tried: int = 0
    tracebacks: list[str] = field(default_factory=list)

    def judge(
        self, name: str, outcome: subprocess.CompletedProcess[str], *, inputs: int = 1
    ) -> None:
        """Count a run on so many bad inputs, and hold it against what it owes."""
        self.tried += inputs
        streams = outcome.stdout + outcome.stderr
        if any(words in streams for words in _OF_A_FAULT):
            self.tracebacks.append(f"{name}: {outcome.stderr[-2000:]}")
        assert self.tracebacks == []
        assert outcome.returncode in _DOCUMENTED, (name, outcome.returncode, outcome.stderr[:500])
        assert raw_in(streams) == [], (name, outcome.stderr[:500])

    @contextmanager
    def refusing(self, error: type[ApparateError]) -> Iterator[None]:
        """Count what is read inside; it has to be refused with one clear error."""
        self.tried += 1
        with pytest.raises(error) as caught:
            yield
        report = error_report(caught.value).plain
        assert raw_in(report) == []
        assert len(report) < _LONGEST_REPORT
