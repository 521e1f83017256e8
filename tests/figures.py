"""Figures of a whole session of tests, such as "fault sweeps survived 864/864", printed in its end.

They travel as properties of the tests' reports, so they add up over the processes of pytest-xdist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

_GOOD, _ALL = " (good)", " (all)"


def tell(record_property: Callable[[str, object], None], name: str, good: int, of_all: int) -> None:
    """Add to a figure: so many of so many."""
    record_property(name + _GOOD, good)
    record_property(name + _ALL, of_all)


def lines(reports: Iterator[pytest.TestReport]) -> list[str]:
    """Each figure in a line."""
    sums: Counter[str] = Counter()
    for report in reports:
        for name, number in report.user_properties:
            if name.endswith((_GOOD, _ALL)) and isinstance(number, int):
                sums[name] += number
    names = [name.removesuffix(_ALL) for name in sums if name.endswith(_ALL)]
    return [f"{name} {sums[name + _GOOD]}/{sums[name + _ALL]}" for name in sorted(names)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print them."""
    found = (
        report
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
    )
    for line in lines(found):
        terminalreporter.write_line(line)
