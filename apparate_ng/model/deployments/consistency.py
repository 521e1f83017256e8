"""What must be true of every record of a deployment, whoever wrote or edited its file."""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.consistency import problems_of_dependents, problems_of_release


def problems_of_deployment(deployment: Deployment, id_: str) -> Iterator[str]:
    """What is wrong with a record that has the right shape, in words.

    Args:
        deployment: what a file holds.
        id_: the deployment that the file is named after.
    """
    if deployment.id != id_:
        yield f"it is the record of {deployment.id}"
    yield from problems_of_release(deployment.release)
    yield from problems_of_dependents(deployment.dependents)
