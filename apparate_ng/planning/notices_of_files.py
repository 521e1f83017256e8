"""What looking into the files has to say beside decisions, each thing once with who is concerned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from apparate_ng.model.compatibility.artifact_facts import ArtifactFacts
from apparate_ng.model.compatibility.checks import CheckName, CheckOutcome, RequirementsChange
from apparate_ng.model.compatibility.waiver import waiver_of
from apparate_ng.model.dependents.dependent import Dependent, LocatedReference
from apparate_ng.model.dependents.task_run import Compute, TaskRun
from apparate_ng.model.plans.plan import Notice, PlannedDependent, PlannedPin
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.planning.api_check import change_words
from apparate_ng.planning.facts import Facts, NotHad, pin_key
from apparate_ng.planning.requirements_between import (
    is_for,
    required_name,
    requirements_change,
)
from apparate_ng.planning.runtimes import KnownCompute, runtime_of

_MOST_NAMED = 3
_NOBODY = (TaskRun(part="", compute=Compute()),)


def unchecked_notices(planned: Iterable[PlannedDependent]) -> tuple[Notice, ...]:
    """What could not be checked of pins that move all the same."""
    concerned: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for dependent in planned:
        for pin in dependent.upgrades:
            for check in pin.checks or ():
                if check.outcome is CheckOutcome.UNCHECKED:
                    concerned[check.text][dependent.name] = None
    return tuple(
        Notice(code="unchecked", text=f"not checked for {_listed(names)}: {text}")
        for text, names in concerned.items()
    )


def waived_notices(
    planned: Iterable[PlannedDependent], found: Iterable[Dependent], facts: Facts, policy: Policy
) -> tuple[Notice, ...]:
    """Breaks that would have held pins, and that the configuration lets pass, with its reason."""
    said: dict[str, None] = {}
    for _, located, pin in _moving(planned, found):
        if any(check.name is CheckName.API for check in pin.checks or ()):
            said.update(dict.fromkeys(_waived(located, facts, policy)))
    return tuple(Notice(code="api-break-waived", text=text) for text in said)


def _waived(located: LocatedReference, facts: Facts, policy: Policy) -> Iterator[str]:
    pinned = facts.of_pin(located)
    diff = None if isinstance(pinned, NotHad) else facts.api.get(pinned.sha256)
    for change in () if diff is None else diff.waived:
        waiver = waiver_of(change.object, policy.api_allow)
        why = "no reason given" if waiver is None or waiver.reason is None else waiver.reason
        yield (
            f"code written for {located.reference.version} may break, and api_allow lets it pass:"
            f" {change_words(change)}: {why}"
        )


def requirement_changes(
    planned: Iterable[PlannedDependent], found: Iterable[Dependent], facts: Facts
) -> tuple[RequirementsChange, ...]:
    """For each version that moves, how what it needs differs; nothing where nothing does."""
    moving = [located for _, located, _ in _moving(planned, found)]
    changes = _changes(moving, facts).values()
    by_version = {change.from_version: change for change in changes if not change.is_none}
    return tuple(by_version.values())


def new_requirement_notices(
    planned: Iterable[PlannedDependent], found: Iterable[Dependent], facts: Facts
) -> tuple[Notice, ...]:
    """What the release newly needs and no library beside it brings: pip fetches it from an index."""
    moving = list(_moving(planned, found))
    changes = _changes([located for _, located, _ in moving], facts)
    concerned: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for dependent, located, _ in moving:
        change = changes.get(pin_key(located))
        for text in () if change is None else change.added:
            if any(_lacks(run, text, facts) for run in located.runs or _NOBODY):
                concerned[text][dependent.name] = None
    return tuple(
        Notice(
            code="new-requirement",
            text=f"the release newly needs {text}, which is not among the libraries"
            f" of {_listed(names)}",
        )
        for text, names in concerned.items()
    )


def egg_notices(
    dependent: Dependent, pins: Iterable[PlannedPin], facts: Facts | None
) -> Iterator[Notice]:
    """Eggs that a runtime does not install any more."""
    known = KnownCompute() if facts is None else facts.compute
    said: dict[str, None] = {}
    for located, pin in zip(dependent.references, pins, strict=True):
        ends_as = pin.to or pin.from_
        if located.reference.kind is not ArtifactKind.EGG or not ends_as.endswith(".egg"):
            continue
        for run in located.runs:
            runtime = runtime_of(run.compute, known)
            if not runtime.installs_eggs:
                said[f"{run.part} runs on {runtime.name}, which installs no eggs"] = None
    return (Notice(code="egg-not-installed", text=text) for text in said)


def _moving(
    planned: Iterable[PlannedDependent], found: Iterable[Dependent]
) -> Iterator[tuple[PlannedDependent, LocatedReference, PlannedPin]]:
    by_key = {(one.kind, one.id): one for one in found}
    for dependent in planned:
        references = by_key[dependent.kind, dependent.id].references
        for located, pin in zip(references, dependent.pins, strict=True):
            if pin.to is not None:
                yield dependent, located, pin


def _changes(moving: Iterable[LocatedReference], facts: Facts) -> dict[str, RequirementsChange]:
    """By `pin_key`, of those whose files could be read."""
    after = facts.release
    if isinstance(after, NotHad):
        return {}
    return {
        key: requirements_change(located.reference.version or "", before.requires, after.requires)
        for key, located in {pin_key(one): one for one in moving}.items()
        if isinstance(before := facts.pinned.get(key), ArtifactFacts)
    }


def _lacks(run: TaskRun, text: str, facts: Facts) -> bool:
    """Whether what runs here needs it, and gets it from nowhere."""
    compute = run.compute
    ids = (compute.cluster_id or "", compute.policy_id or "")
    brought = run.beside.union(*(facts.on_compute.get(id_, frozenset()) for id_ in ids))
    is_needed = is_for(text, runtime_of(compute, facts.compute).python)
    return is_needed and required_name(text) not in brought


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - _MOST_NAMED
    named = ", ".join(listed[:_MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named
