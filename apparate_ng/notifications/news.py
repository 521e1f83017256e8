"""News: a deployment that came to its end, and what kind of news that is."""

from __future__ import annotations

from dataclasses import dataclass

from apparate_ng.configuration.notify import When
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import (
    DeployedDependent,
    Deployment,
    DeploymentKind,
    Outcome,
)

TOUCHED = frozenset({Outcome.UPDATED, Outcome.ROLLED_BACK})
_GRAVE_FIRST = (
    Outcome.FAILED,
    Outcome.ROLLED_BACK,
    Outcome.DRIFTED,
    Outcome.PENDING,
    Outcome.UPDATED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is told. Pure: it holds no clock and no secret."""

    deployment: Deployment
    exit_code: ExitCode

    @property
    def moments(self) -> frozenset[When]:
        """What there is to tell; nothing where all stood as planned already."""
        found = set()
        if self.touched:
            found.add(When.CHANGED)
        if self.exit_code is not ExitCode.DONE:
            found.add(When.FAILURE)
        if self.touched and self.went_back:
            found.add(When.ROLLBACK)
        return frozenset(found)

    @property
    def touched(self) -> bool:
        """True where anything was written, even if it was put back."""
        return any(one.outcome in TOUCHED for one in self.deployment.dependents)

    @property
    def is_rollback(self) -> bool:
        """True for a deployment that takes pins back to where another took them from."""
        return self.deployment.kind is DeploymentKind.ROLLBACK

    @property
    def went_back(self) -> bool:
        """True for a rollback, and for a deployment that one followed by itself."""
        return self.is_rollback or self.deployment.rolled_back_by is not None

    @property
    def worth_naming(self) -> tuple[DeployedDependent, ...]:
        """The dependents that something became of: what went wrong first."""
        found = [one for one in self.deployment.dependents if one.outcome in _GRAVE_FIRST]
        return tuple(sorted(found, key=lambda one: _GRAVE_FIRST.index(one.outcome)))
