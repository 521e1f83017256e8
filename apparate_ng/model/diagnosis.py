"""A diagnosis: what was looked at to see whether everything works here, and what came of it."""

from __future__ import annotations

from enum import Enum
from typing import Any

import msgspec

DOCTOR_SCHEMA = "apparate.doctor/1"


class Verdict(str, Enum):
    """What came of one check."""

    OK = "ok"
    WARNING = "warning"
    """It works, and somebody should know something. Never a reason to fail."""
    FAILED = "failed"
    SKIPPED = "skipped"
    """It could not be looked at, or there is nothing to look at."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One check: a line for people."""

    name: str
    verdict: Verdict
    text: str
    hint: str | None = None
    """What to do about it, with the command where there is one."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """One setting, and where its value came from."""

    key: str
    value: Any
    """As JSON has it: a setting may be a text, a number, a list or a table."""
    source: str
    """A file, a variable of the environment, an option, or `default`."""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """All checks, in a fixed order; `ok` is false where one failed."""

    schema: str = DOCTOR_SCHEMA
    ok: bool
    tool_version: str
    checks: tuple[Check, ...]
    configuration: tuple[Origin, ...] = ()
    """Every setting; none where the configuration cannot be read."""


def count(checks: tuple[Check, ...], verdict: Verdict) -> int:
    """How many came out so."""
    return sum(1 for check in checks if check.verdict is verdict)
