"""What the contract says of a reference in its place: a table, read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.ground_truth.planted import Origin, Spelling, State

ON_CLUSTER = "needs-restart"
"""What holds a cluster, also as the user of a file; whatever says more of the pin comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the plan must say."""

    decision: str
    reasons: frozenset[str]
    """More than one where the contract leaves it open which of several holds is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What counts beside the text."""

    holds: Sequence[str | None] = (None,)
    """Why each user of what holds the reference may not have the release; None: it may."""
    runs_there: Sequence[str | None] = ()
    """The same of those who run on a cluster or under a policy, once it may move itself."""
    is_on_cluster: bool = False
    rewrites_index_pins: bool = False


_WHATEVER_HOLDS = {
    State.SAME: ("current", "same-version"),
    State.NEWER: ("current", "newer-version"),
    State.IN_RANGE: ("current", "in-range"),
    State.UNVERSIONED: ("ignore", "unversioned"),
    State.REPORT_ONLY: ("ignore", "report-only"),
}
_FREE = ("upgrade", "allowed")


def verdict(spelling: Spelling, circumstances: Circumstances) -> Verdict:
    """What is decided on a reference."""
    alone = _for_all(spelling, circumstances.holds, circumstances)
    if alone.decision != "upgrade" or not circumstances.runs_there:
        return alone
    return _for_all(spelling, circumstances.runs_there, circumstances)


def _for_all(
    spelling: Spelling, holds: Sequence[str | None], circumstances: Circumstances
) -> Verdict:
    users = {_for_one(spelling, hold, circumstances) for hold in holds}
    if len(users) == 1:
        decision, reason = users.pop()
        return Verdict(decision=decision, reasons=frozenset({reason}))
    if _FREE in users:
        return Verdict(decision="hold", reasons=frozenset({"shared-file"}))
    return Verdict(decision="hold", reasons=frozenset({reason for _, reason in users}))


def _for_one(spelling: Spelling, hold: str | None, circumstances: Circumstances) -> tuple[str, str]:
    if spelling.state in _WHATEVER_HOLDS:
        return _WHATEVER_HOLDS[spelling.state]
    names_one_version = spelling.state is not State.FLOATING
    index_pin = spelling.origin is Origin.INDEX and not circumstances.rewrites_index_pins
    is_on_cluster = circumstances.is_on_cluster or hold == ON_CLUSTER
    reasons = [
        (hold not in {None, ON_CLUSTER}, hold or ""),
        (spelling.origin is Origin.OUTSIDE, "outside-store"),
        (index_pin and names_one_version, "index-pin"),
        (spelling.is_egg, "kind-changed"),
        (is_on_cluster, ON_CLUSTER),
        (spelling.state is State.FLOATING, "floating"),
        (spelling.state is State.BREAKING, "breaking-step"),
    ]
    held = [reason for applies, reason in reasons if applies]
    return ("hold", held[0]) if held else _FREE
