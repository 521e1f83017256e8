"""What happened to a library's public API between two of its releases."""

from __future__ import annotations

from enum import Enum

import msgspec

from apparate_ng.model.releases.steps import Step

API_DIFF_SCHEMA = "apparate.api-diff/1"


class Verdict(str, Enum):
    """Whether code that was written for the older release can use the newer one."""

    COMPATIBLE = "compatible"
    BREAKING = "breaking"
    UNCHECKED = "unchecked"
    """It could not be told, and no break was found in what could be read."""


class ChangeKind(str, Enum):
    """What kind of change; all but the last are breaks."""

    MODULE_REMOVED = "module-removed"
    OBJECT_REMOVED = "object-removed"
    EXPORT_REMOVED = "export-removed"
    """Still defined, but no longer in `__all__`."""
    KIND_CHANGED = "kind-changed"
    """A class became a function, a function a constant, and the like."""
    PARAMETER_REMOVED = "parameter-removed"
    PARAMETER_RENAMED = "parameter-renamed"
    PARAMETER_MOVED = "parameter-moved"
    PARAMETER_KIND_CHANGED = "parameter-kind-changed"
    """No longer by position, or no longer by name."""
    PARAMETER_NOW_REQUIRED = "parameter-now-required"
    REQUIRED_PARAMETER_ADDED = "required-parameter-added"
    BASE_REMOVED = "base-removed"
    ABSTRACT_METHOD_ADDED = "abstract-method-added"
    ASYNC_CHANGED = "async-changed"
    BINDING_CHANGED = "binding-changed"
    """A method became a property, a static method needs an instance, and the like."""
    SETTER_REMOVED = "setter-removed"
    ENUM_VALUE_CHANGED = "enum-value-changed"
    TUPLE_FIELDS_CHANGED = "tuple-fields-changed"
    DEFAULT_CHANGED = "default-changed"
    """Every call still works, but may do something else: a note, no break."""


class UncheckedReason(str, Enum):
    """Why something could not be compared."""

    NO_SOURCE = "no-source"
    PARSE_ERROR = "parse-error"
    TOO_LARGE = "too-large"
    NOTHING_COMPARED = "nothing-compared"


class WheelSide(str, Enum):
    """Which of the two wheels."""

    OLD = "old"
    NEW = "new"


class ComparedWheel(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two files."""

    name: str
    version: str
    filename: str
    sha256: str


class ApiChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change of something public."""

    kind: ChangeKind
    object: str
    """By the shortest name that imports it, such as `pkg.Client.fetch`."""
    side: WheelSide
    """The wheel that `file` and `line` are in: the old one for what is gone."""
    file: str
    """Inside the wheel."""
    line: int | None
    """From 1; None where the whole file is meant."""
    old: str | None
    """As it stood, in short: a parameter, a signature, a kind."""
    new: str | None


class ApiAddition(msgspec.Struct, frozen=True, kw_only=True):
    """Something public that is new."""

    object: str
    what: str
    """`module`, `class`, `function`, `attribute`, or `parameter NAME`."""
    file: str
    line: int | None


class Unchecked(msgspec.Struct, frozen=True, kw_only=True):
    """Something that could not be compared, and why."""

    reason: UncheckedReason
    side: WheelSide | None
    """None where it concerns both wheels."""
    file: str | None
    text: str


class HonestStep(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest step that would have said what changed."""

    step: Step
    breaking: bool
    version: str
    """The first version of such a step after the old one."""
    kept: bool
    """True where the new release's number says at least as much."""


class ApiDiff(msgspec.Struct, frozen=True, kw_only=True):
    """The comparison of two wheels."""

    schema: str = API_DIFF_SCHEMA
    old: ComparedWheel
    new: ComparedWheel
    verdict: Verdict
    compared: int
    """Public objects of the old wheel that were looked for in the new one."""
    honest: HonestStep | None
    """None where nothing can be said: unchecked, no step upwards, or from a prerelease."""
    breaks: tuple[ApiChange, ...]
    waived: tuple[ApiChange, ...]
    """Breaks that the configuration allows."""
    notes: tuple[ApiChange, ...]
    """Changes that break no call, and may change what it does."""
    additions: tuple[ApiAddition, ...]
    unchecked: tuple[Unchecked, ...]
