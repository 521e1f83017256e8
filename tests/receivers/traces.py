"""What a collector was sent over OTLP, as spans that a test can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.receivers.web import Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """One span."""

    name: str
    trace: str
    """Its trace, in hexadecimal."""
    id: str
    parent: str
    """The id of the span above it; empty where there is none."""
    attributes: Mapping[str, Any]
    failed: str | None
    """Why it failed, where it did."""
    resource: Mapping[str, Any]


def traced(posted: Iterable[Posted]) -> list[Traced]:
    """All spans of all requests, in the order in which they ended."""
    return [one for request in posted for one in _spans(request.body)]


def _spans(body: bytes) -> Iterator[Traced]:
    request = ExportTraceServiceRequest.FromString(body)
    for resource in request.resource_spans:
        about = _values(resource.resource.attributes)
        for span in (one for scope in resource.scope_spans for one in scope.spans):
            yield Traced(
                name=span.name,
                trace=span.trace_id.hex(),
                id=span.span_id.hex(),
                parent=span.parent_span_id.hex(),
                attributes=_values(span.attributes),
                failed=span.status.message
                if span.status.code == span.status.STATUS_CODE_ERROR
                else None,
                resource=about,
            )


def _values(attributes: Iterable[Any]) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}
