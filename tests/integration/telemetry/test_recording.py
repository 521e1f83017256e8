"""Spans arrive at a collector, and one that is slow or gone holds nobody up."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from apparate_ng.telemetry.beginning import End, begin
from apparate_ng.telemetry.spans import place, record_with, span
from tests.receivers.mail import closed_port
from tests.receivers.traces import Traced, traced
from tests.receivers.web import Answer, WebReceiver, web_receiver

_NOT_SENT = "the traces could not be sent to the collector"
Begin = Callable[..., End]


@pytest.fixture
def collector() -> Iterator[WebReceiver]:
    with web_receiver() as receiver:
        yield receiver


@pytest.fixture
def recorded(collector: WebReceiver, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Begin to record a command; the variables that are given hold as well."""

    def begun(**variables: str) -> End:
        environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, **variables}
        for name, text in environment.items():
            monkeypatch.setenv(name, text)
        return begin("plan", os.environ)

    yield begun
    record_with(None)


def _by_name(collector: WebReceiver) -> dict[str, Traced]:
    return {one.name: one for one in traced(collector.posted)}


def test_spans_hang_together(collector: WebReceiver, recorded: Begin) -> None:
    end = recorded()
    with span("scan", library="sales-features") as note:
        note("dependents", 3)
        with span("read"):
            pass
    assert end(10) is None

    assert set(collector.paths) == {"/v1/traces"}
    found = _by_name(collector)
    root, scan, read = found["apparate plan"], found["scan"], found["read"]
    assert (root.parent, scan.parent, read.parent) == ("", root.id, scan.id)
    assert {one.trace for one in found.values()} == {root.trace}
    assert scan.attributes == {"apparate.library": "sales-features", "apparate.dependents": 3}
    assert root.attributes == {"process.exit.code": 10}
    assert [one.failed for one in (root, scan, read)] == [None, None, None]
    assert root.resource["service.name"] == "apparate"


def test_the_work_of_threads_stands_under_where_it_was_given(
    collector: WebReceiver, recorded: Begin
) -> None:
    end = recorded()
    with span("apply"):
        under = place()

        def work(number: int) -> None:
            with span(f"job {number}", under), span(f"write {number}"):
                pass

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, range(3)))
    assert end(0) is None

    found = _by_name(collector)
    for number in range(3):
        assert found[f"job {number}"].parent == found["apply"].id
        assert found[f"write {number}"].parent == found[f"job {number}"].id


def test_what_fails_is_marked_and_its_words_are_not_sent(
    collector: WebReceiver, recorded: Begin
) -> None:
    end = recorded()
    with pytest.raises(ValueError, match="s3cret"), span("scan"):
        raise ValueError("token s3cret")
    assert end(3) is None

    found = _by_name(collector)
    assert found["scan"].failed == "ValueError"
    assert found["apparate plan"].failed == "exit code 3"
    assert not any(b"s3cret" in one.body for one in collector.posted)


def test_it_is_part_of_what_the_ci_server_traces(collector: WebReceiver, recorded: Begin) -> None:
    trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    end = recorded(TRACEPARENT=f"00-{trace}-{parent}-01", OTEL_SERVICE_NAME="release")
    assert end(0) is None
    [root] = traced(collector.posted)
    assert (root.trace, root.parent) == (trace, parent)
    assert root.resource["service.name"] == "release"


def test_after_the_end_nobody_records(collector: WebReceiver, recorded: Begin) -> None:
    recorded()(0)
    with span("late"):
        pass
    assert place() is None
    assert [one.name for one in traced(collector.posted)] == ["apparate plan"]


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_collector_that_refuses(collector: WebReceiver, recorded: Begin, status: int) -> None:
    collector.answer = Answer(status=status)
    assert recorded()(0) == _NOT_SENT


@pytest.mark.parametrize("answer", [Answer(hangs=True), Answer(status=503)], ids=["hangs", "503"])
def test_a_collector_that_takes_its_time(
    collector: WebReceiver, recorded: Begin, answer: Answer
) -> None:
    collector.answer = answer
    end, began = recorded(), time.monotonic()
    assert end(0) == _NOT_SENT
    assert time.monotonic() - began < 8


def test_no_collector(recorded: Begin) -> None:
    with closed_port() as port:
        end = recorded(OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{port}")
    began = time.monotonic()
    assert end(0) == _NOT_SENT
    assert time.monotonic() - began < 8


def test_another_protocol_is_not_spoken(collector: WebReceiver, recorded: Begin) -> None:
    end = recorded(OTEL_EXPORTER_OTLP_PROTOCOL="grpc")
    with span("scan"):
        pass
    said = end(0)
    assert said is not None
    assert said.startswith("traces are not recorded: only http/protobuf is spoken")
    assert collector.posted == []


def test_a_wrong_variable_is_no_reason_to_stop(recorded: Begin) -> None:
    said = recorded(OTEL_TRACES_SAMPLER_ARG="x", OTEL_BSP_MAX_QUEUE_SIZE="1")(0)
    assert said == "traces are not recorded: ValueError; see the OTEL_ variables"
