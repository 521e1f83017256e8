"""Decisions and their reasons: closed sets, whose words are part of the plan document."""

from __future__ import annotations

from enum import Enum


class Decision(str, Enum):
    """What becomes of a reference, in the order in which people want to read it."""

    UPGRADE = "upgrade"
    HOLD = "hold"
    CURRENT = "current"
    IGNORE = "ignore"


class Reason(str, Enum):
    """Why; each reason belongs to one decision."""

    ALLOWED = "allowed"
    SYSTEM_MANAGED = "system-managed"
    MANAGED_BY_BUNDLE = "managed-by-bundle"
    PINNED_BY_TAG = "pinned-by-tag"
    HELD_BY_RULE = "held-by-rule"
    OUTSIDE_STORE = "outside-store"
    INDEX_PIN = "index-pin"
    KIND_CHANGED = "kind-changed"
    NEEDS_RESTART = "needs-restart"
    SHARED_FILE = "shared-file"
    EDITED_SINCE = "edited-since"
    FILE_GONE = "file-gone"
    BREAKING_STEP = "breaking-step"
    STEP_ABOVE_LIMIT = "step-above-limit"
    PRERELEASE = "prerelease"
    LOCAL_VERSION = "local-version"
    SOAKING = "soaking"
    FROZEN = "frozen"
    PYTHON_INCOMPATIBLE = "python-incompatible"
    PLATFORM_INCOMPATIBLE = "platform-incompatible"
    ENTRY_POINT_MISSING = "entry-point-missing"
    API_BREAK = "api-break"
    UNCHECKED = "unchecked"
    FLOATING = "floating"
    SAME_VERSION = "same-version"
    NEWER_VERSION = "newer-version"
    IN_RANGE = "in-range"
    UNVERSIONED = "unversioned"
    REPORT_ONLY = "report-only"

    @property
    def decision(self) -> Decision:
        """The decision that this reason stands for."""
        return _DECISIONS.get(self, Decision.HOLD)


_DECISIONS = {
    Reason.ALLOWED: Decision.UPGRADE,
    Reason.SAME_VERSION: Decision.CURRENT,
    Reason.NEWER_VERSION: Decision.CURRENT,
    Reason.IN_RANGE: Decision.CURRENT,
    Reason.UNVERSIONED: Decision.IGNORE,
    Reason.REPORT_ONLY: Decision.IGNORE,
}
