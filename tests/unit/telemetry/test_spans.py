from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from apparate_ng.telemetry.beginning import is_wanted
from apparate_ng.telemetry.spans import Note, Place, Value, place, record_with, span

_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


class Written:
    """A recorder that only writes down what it is told."""

    def __init__(self) -> None:
        self.lines: list[tuple[object, ...]] = []

    @contextmanager
    def span(
        self, name: str, attributes: Mapping[str, Value], under: Place | None
    ) -> Iterator[Note]:
        """Write down the beginning and the end."""
        self.lines.append(("begins", name, dict(attributes), under))
        yield lambda key, value: self.lines.append((key, value))
        self.lines.append(("ends", name))

    def place(self) -> Place:
        """A word in its place."""
        return "here"


@pytest.fixture
def written() -> Iterator[Written]:
    recorder = Written()
    record_with(recorder)
    yield recorder
    record_with(None)


def test_where_nobody_records_nothing_happens() -> None:
    with span("scan", library="a") as note:
        note("dependents", 3)
    assert place() is None


def test_where_somebody_records_it_is_told(written: Written) -> None:
    with span("scan", place(), library="a") as note:
        note("dependents", 3)
    assert written.lines == [
        ("begins", "scan", {"library": "a"}, "here"),
        ("dependents", 3),
        ("ends", "scan"),
    ]


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({_ENDPOINT: ""}, False),
        ({_ENDPOINT: "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({_ENDPOINT: "http://x", "OTEL_SDK_DISABLED": "True"}, False),
        ({_ENDPOINT: "http://x", "OTEL_TRACES_EXPORTER": "none"}, False),
        ({_ENDPOINT: "http://x", "OTEL_TRACES_EXPORTER": "otlp"}, True),
    ],
)
def test_whether_spans_are_wanted(environment: dict[str, str], *, wanted: bool) -> None:
    assert is_wanted(environment) is wanted
