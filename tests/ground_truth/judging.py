"""A plan held against what is known to stand in the workspace."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.ground_truth.workspace import Expected

_SHOWN = 20
_POSITION = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How much of what stands there was found, and how much of what was found stands there."""

    expected: int
    found: int
    right: int
    misdecided: Sequence[str]
    """References that were found, with another decision, reason or new text than is due."""
    mistakes: Sequence[str]
    """References that were missed, or found where there is none."""

    @property
    def recall(self) -> float:
        """Of the references that stand there, the part that was found."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """Of what was found, the part that stands there."""
        return self.right / self.found if self.found else 1.0

    @property
    def decided(self) -> float:
        """Of the references that were found and stand there, the part that was decided rightly."""
        return 1 - len(self.misdecided) / self.right if self.right else 1.0

    @property
    def is_perfect(self) -> bool:
        """Nothing was missed, nothing else was found, and all was decided rightly."""
        return not self.mistakes and not self.misdecided

    def __str__(self) -> str:
        """All in a few lines."""
        wrong = [*self.mistakes, *self.misdecided]
        lines = [f"{self.right} of {self.expected} found, {self.found} told, {len(wrong)} wrong"]
        return "\n".join([*lines, *wrong[:_SHOWN]])


def judged(plan: Any, expected: Sequence[Expected]) -> Judgement:  # noqa: ANN401  JSON
    """Compare a plan document with what is expected, by dependent, location and whole text."""
    due = {_key_of(one): one for one in expected}
    told = [
        (_key(dependent["kind"], dependent["id"], pin["location"], pin["from"]), pin)
        for dependent in plan["dependents"]
        for pin in dependent["pins"]
    ]
    wanted, found = Counter(map(_key_of, expected)), Counter(key for key, _ in told)
    missed, surplus = list((wanted - found).elements()), list((found - wanted).elements())
    wrong = (_misdecided(due[key], pin) for key, pin in told if key in due)
    return Judgement(
        expected=len(expected),
        found=len(told),
        right=len(expected) - len(missed),
        mistakes=[
            *(f"missed: {key}" for key in missed),
            *(f"none there: {key}" for key in surplus),
        ],
        misdecided=[text for text in wrong if text is not None],
    )


def _key_of(one: Expected) -> tuple[str, ...]:
    return _key(one.kind, one.id, one.planted.location, one.planted.spelling.text)


def _key(kind: str, identifier: str, location: str, text: str) -> tuple[str, ...]:
    if kind == "cluster":  # what is installed on it is a set: it has no positions to be known by
        location = _POSITION.sub("[]", location)
    return kind, identifier, location, text


def _misdecided(due: Expected, pin: Any) -> str | None:  # noqa: ANN401  JSON
    is_right = (
        pin["decision"] == due.verdict.decision
        and pin["reason"] in due.verdict.reasons
        and pin["to"] == due.to
    )
    if is_right:
        return None
    found = (pin["decision"], pin["reason"], pin["to"])
    reasons = "/".join(sorted(due.verdict.reasons))
    return f"{due.kind} {due.id} {pin['location']} {pin['from']}: {found}, not {due.verdict.decision} {reasons} {due.to}"
