"""Hostile defaults for all tests: no home, no credentials, no configuration of the machine's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.figures import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]

_PREFIXES = (
    "DATABRICKS_",
    "APPARATE_",
    "ARM_",
    "GOOGLE_CREDENTIALS",
    "ACTIONS_ID_TOKEN_",
    "DD_",
    "OTEL_",
    "TRACEPARENT",
)
_KEPT = frozenset({"APPARATE_REGENERATE_GOLDENS"})


@pytest.fixture(autouse=True)
def _no_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in list(os.environ):
        if name.startswith(_PREFIXES) and name not in _KEPT:
            monkeypatch.delenv(name)
    home: Path = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
