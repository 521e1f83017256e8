"""The observer: who is told how far an operation is. It may draw; it cannot interfere."""

from __future__ import annotations

from typing import Protocol

from apparate_ng.model.deployments.deployment import DeployedDependent
from apparate_ng.model.plans.plan import Notice


class Observer(Protocol):
    """Told of progress, from any thread."""

    def building(self, line: str) -> None:
        """One line of the build's output."""

    def scanned(self, jobs: int) -> None:
        """So many jobs have been looked at so far."""

    def uploaded(self, sent: int, total: int) -> None:
        """So many bytes of the release have been sent so far."""

    def applying(self, dependents: int) -> None:
        """So many dependents are about to be changed."""

    def applied(self, dependent: DeployedDependent) -> None:
        """One dependent is done."""

    def noticed(self, notice: Notice) -> None:
        """Something that people should know while it goes on."""


class Silence:
    """An observer that says nothing."""

    def building(self, line: str) -> None:
        """Say nothing."""

    def scanned(self, jobs: int) -> None:
        """Say nothing."""

    def uploaded(self, sent: int, total: int) -> None:
        """Say nothing."""

    def applying(self, dependents: int) -> None:
        """Say nothing."""

    def applied(self, dependent: DeployedDependent) -> None:
        """Say nothing."""

    def noticed(self, notice: Notice) -> None:
        """Say nothing."""
