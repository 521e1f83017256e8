"""From a cluster policy as the platform sends it to the dependent that planning reads."""

from __future__ import annotations

from itertools import chain

from apparate_ng.discovery.places import Json, inner
from apparate_ng.discovery.readers.compute import compute_of_policy
from apparate_ng.discovery.readers.fields import located, text_or_none
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.walkers.policy import places_in_policy
from apparate_ng.discovery.walkers.reported_places import reported_in_policy
from apparate_ng.model.dependents.dependent import Dependent, DependentKind
from apparate_ng.model.dependents.fingerprint import fingerprint
from apparate_ng.model.dependents.task_run import TaskRun


def dependent_from_policy(policy: Json, library: str | None) -> Dependent | None:
    """The dependent that a policy is, or None where it does not name the library."""
    references = references_to(library, chain(places_in_policy(policy), reported_in_policy(policy)))
    if not references:
        return None
    name = text_or_none(inner(policy, "name")) or "(unnamed)"
    run = TaskRun(part=f"whatever uses policy {name}", compute=compute_of_policy(policy).fixed)
    return Dependent(
        kind=DependentKind.POLICY,
        id=str(policy["policy_id"]),
        name=name,
        owner=text_or_none(inner(policy, "creator_user_name")),
        schedule=None,
        managed_by=None,
        fingerprint=fingerprint(policy),
        references=located(references, lambda _: (run,)),
    )
