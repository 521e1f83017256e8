"""Spans are sent to a collector over OTLP (HTTP): https://opentelemetry.io/docs/specs/otlp/.

Where to, and how much of it, is said with the variables that all programs have in common:
https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context, get_current
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Span, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from apparate_ng.__about__ import __version__
from apparate_ng.telemetry.spans import Note, Place, Value

LONGEST_S = 3.0
"""How long a command waits in the end for its spans to be taken."""
_GOOD = frozenset({0, 10})
"""Exit codes that are no trouble: done, and `there are changes`."""


class _Watched(SpanExporter):
    """The exporter, and whether all that it was given was taken."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self.failed = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send them."""
        result = SpanExportResult.FAILURE
        try:
            result = self._exporter.export(spans)
        finally:  # what the exporter raises, the processor keeps to itself
            self.failed = self.failed or result is not SpanExportResult.SUCCESS
        return result

    def shutdown(self) -> None:
        """Send no more."""
        self._exporter.shutdown()


class Recording:
    """The spans of one command, under one root span.

    Args:
        command: the name of the command.
        environment: the process's: the service's name, and the span that it is part of.
    """

    def __init__(self, command: str, environment: Mapping[str, str]) -> None:
        logger = logging.getLogger("opentelemetry")  # it speaks of each attempt that failed
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
        self._exporter = _Watched(OTLPSpanExporter())
        self._provider = TracerProvider(resource=_resource(environment), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        self._tracer = self._provider.get_tracer("apparate_ng", __version__)
        self._root = self._tracer.start_span(f"apparate {command}", context=_outer(environment))
        self._under_root = trace.set_span_in_context(self._root)

    @contextmanager
    def span(
        self, name: str, attributes: Mapping[str, Value], under: Place | None
    ) -> Iterator[Note]:
        """A span under another one, or under the root."""
        with self._tracer.start_as_current_span(
            name,
            context=self._parent(under),
            attributes={_key(key): value for key, value in attributes.items()},
            record_exception=False,
            set_status_on_exception=False,
        ) as opened:
            try:
                yield lambda key, value: opened.set_attribute(_key(key), value)
            except BaseException as error:
                _mark(opened, type(error).__name__)  # its text may hold more than others may know
                raise

    def place(self) -> Place:
        """The current span, or the root."""
        return self._parent(None)

    def _parent(self, under: Place | None) -> Context:
        if isinstance(under, Context):
            return under
        is_open = trace.get_current_span().get_span_context().is_valid
        return get_current() if is_open else self._under_root

    def end(self, exit_code: int) -> bool:
        """End the root span and have all of them sent; False where some were not taken in time."""
        self._root.set_attribute("process.exit.code", exit_code)
        if exit_code not in _GOOD:
            _mark(self._root, f"exit code {exit_code}")
        self._root.end()
        # a daemon, since the exporter tries for longer than anybody wants to wait
        closing = threading.Thread(target=self._provider.shutdown, daemon=True)
        closing.start()
        closing.join(LONGEST_S)
        return not closing.is_alive() and not self._exporter.failed


def _mark(span: Span, why: str) -> None:
    span.set_status(Status(StatusCode.ERROR, why))


def _key(key: str) -> str:
    return f"apparate.{key}"


def _resource(environment: Mapping[str, str]) -> Resource:
    said = environment.get("OTEL_RESOURCE_ATTRIBUTES", "")
    is_named = "OTEL_SERVICE_NAME" in environment or "service.name=" in said
    name = {} if is_named else {"service.name": "apparate"}
    return Resource.create({"service.version": __version__, **name})


def _outer(environment: Mapping[str, str]) -> Context:
    """The span of the CI server's step, where it says so: `TRACEPARENT`, a W3C trace context."""
    return TraceContextTextMapPropagator().extract(
        {"traceparent": environment.get("TRACEPARENT", "")}
    )
