"""Telemetry: how long the parts of a command took, as spans of OpenTelemetry."""
