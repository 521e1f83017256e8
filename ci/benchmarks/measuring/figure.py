"""A figure: a number, what it is promised to be, and whether it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A bound that a figure may touch."""

    bound: float
    is_ceiling: bool
    """True where the figure may not be above the bound, False where it may not be below."""

    def is_met(self, value: float) -> bool:
        """Whether a figure keeps to the bound."""
        return value <= self.bound if self.is_ceiling else value >= self.bound


def at_most(bound: float) -> Target:
    """A ceiling."""
    return Target(bound=bound, is_ceiling=True)


def at_least(bound: float) -> Target:
    """A floor."""
    return Target(bound=bound, is_ceiling=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of one run. `name` is also the heading of its column in the table."""

    name: str
    value: float
    unit: str
    target: Target | None
    """None where the figure is told for comparison only."""
    detail: str
    """What the number was made from."""

    @property
    def is_missed(self) -> bool:
        """True where there is a target and the figure does not keep to it."""
        return self.target is not None and not self.target.is_met(self.value)

    @property
    def text(self) -> str:
        """The number with its unit."""
        digits = 2 if abs(self.value) < 10 else 1  # noqa: PLR2004  three digits in all
        return f"{self.value:.{digits}f} {self.unit}"

    @property
    def verdict(self) -> str:
        """The target in words, and whether it is met."""
        if self.target is None:
            return "no target"
        side = "at most" if self.target.is_ceiling else "at least"
        outcome = "MISSED" if self.is_missed else "met"
        return f"{side} {self.target.bound:g} {self.unit}: {outcome}"
