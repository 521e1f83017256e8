"""Tracing: a span for each dependent that is changed, whichever thread does it."""

from __future__ import annotations

from dataclasses import dataclass, field

from apparate_ng.deployment.applying import Deployer
from apparate_ng.model.deployments.deployment import DeployedDependent
from apparate_ng.model.plans.plan import PlannedDependent
from apparate_ng.telemetry.spans import Place, place, span


@dataclass(frozen=True, slots=True)
class TracedDeployer:
    """A deployer whose work is seen under the span that was open when this was made."""

    deployer: Deployer
    under: Place | None = field(default_factory=place)

    def deploy(self, dependent: PlannedDependent) -> DeployedDependent:
        """Move it, or say why not.

        Raises:
            Damaged: nothing further may be written.
            LeaseLostError: the same.
        """
        kind = dependent.kind.value
        with span(f"apply {kind}", self.under, kind=kind, id=dependent.id) as note:
            done = self.deployer.deploy(dependent)
            note("outcome", done.outcome.value)
            return done
