"""A way to ask for one decision, with everything that is not said being harmless."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from apparate_ng.discovery.references.slots import read_reference
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, LocatedReference
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.dependents.task_run import TaskRun
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.planning.deciding import decide
from apparate_ng.planning.facts import Facts

STORE = "/Workspace/Shared/libraries"


@pytest.fixture(scope="session")
def released() -> Callable[..., Release]:
    """Return a release of `lib` in the store."""

    def release(
        version: str = "1.5.0",
        kind: ArtifactKind = ArtifactKind.WHEEL,
        group: str | None = "com.acme",
    ) -> Release:
        tags = {ArtifactKind.WHEEL: "-py3-none-any", ArtifactKind.EGG: "-py3.9"}.get(kind, "")
        filename = f"lib-{version}{tags}{kind.suffix}"
        return Release(
            name="lib",
            version=version,
            kind=kind,
            filename=filename,
            sha256="00",
            size=1,
            uri=f"{STORE}/{filename}",
            group=group if kind is ArtifactKind.JAR else None,
        )

    return release


@pytest.fixture(scope="session")
def located() -> Callable[..., LocatedReference]:
    """Return what stands at a place, read as a job's places are read."""

    def locate(text: str, slot: Slot = Slot.DEPENDENCY) -> LocatedReference:
        reference = read_reference(text, slot)
        assert reference is not None
        return LocatedReference(location="environments[e]", text=text, reference=reference)

    return locate


@pytest.fixture(scope="session")
def job() -> Callable[..., Dependent]:
    """Return a job that nothing holds back."""

    def dependent(**values: Any) -> Dependent:  # noqa: ANN401  any field
        plain: dict[str, Any] = {
            "kind": DependentKind.JOB,
            "id": "17",
            "name": "nightly-score",
            "owner": None,
            "schedule": None,
            "managed_by": None,
            "fingerprint": "sha256:0",
            "references": (),
        }
        return Dependent(**{**plain, **values})

    return dependent


@pytest.fixture(scope="session")
def decided(
    released: Callable[..., Release],
    located: Callable[..., LocatedReference],
    job: Callable[..., Dependent],
) -> Callable[..., PlannedPin]:
    """Return the decision on one entry, by default on the way to 1.5.0 in the store."""

    def ask(  # noqa: PLR0913  one for each thing that a decision can depend on
        text: str,
        release: str = "1.5.0",
        *,
        kind: ArtifactKind = ArtifactKind.WHEEL,
        group: str | None = "com.acme",
        slot: Slot = Slot.DEPENDENCY,
        policy: Mapping[str, Any] | None = None,
        timing: Timing | None = None,
        facts: Facts | None = None,
        runs: Sequence[TaskRun] = (),
        kind_of_dependent: DependentKind = DependentKind.JOB,
        **dependent: Any,  # noqa: ANN401  any field of the job
    ) -> PlannedPin:
        rules = Policy(**{"stores": (STORE,), **(policy or {})})
        return decide(
            replace(located(text, slot), runs=tuple(runs)),
            job(kind=kind_of_dependent, **dependent),
            released(release, kind, group),
            rules,
            timing,
            facts,
        )

    return ask
