"""Whether spans are recorded: where a collector is named, and what it takes is installed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from apparate_ng.telemetry.spans import record_with

_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_SPOKEN = "http/protobuf"
ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_NOT_TAKEN = "the traces could not be sent to the collector"
End: TypeAlias = Callable[[int], str | None]
"""To be called with the exit code; it returns what to say to people, or None."""


def is_wanted(environment: Mapping[str, str]) -> bool:
    """True where a collector is named, and nobody switched it off."""
    named = any(environment.get(name, "").strip() for name in ENDPOINTS)
    off = environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    return named and not off and environment.get("OTEL_TRACES_EXPORTER", "") != "none"


def begin(command: str, environment: Mapping[str, str]) -> End:
    """Record the spans of a command from now on; whatever goes wrong, the command goes on."""
    named = (environment.get(name, "").strip() for name in _PROTOCOLS)
    protocol = next(filter(None, named), _SPOKEN)
    if protocol != _SPOKEN:
        return _nothing(f"only {_SPOKEN} is spoken, and a variable asks for another protocol")
    try:
        from apparate_ng.telemetry.otel import Recording

        recording = Recording(command, environment)
    except ImportError:
        return _nothing("pip install 'apparate-ng[otel]'")
    except Exception as error:  # noqa: BLE001  a wrong variable is no reason to stop
        return _nothing(f"{type(error).__name__}; see the OTEL_ variables")
    record_with(recording)

    def end(exit_code: int) -> str | None:
        record_with(None)
        return None if recording.end(exit_code) else _NOT_TAKEN

    return end


def _nothing(why: str) -> End:
    return lambda _: f"traces are not recorded: {why}"
