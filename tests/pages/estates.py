"""Documents as a large company would get them: many owners, versions, kinds and reasons."""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.model.dependents.dependent import DependentKind, Schedule, Unreadable
from apparate_ng.model.dependents.pages import page_of
from apparate_ng.model.deployments.deployment import (
    DeployedDependent,
    Deployment,
    Outcome,
    status_of,
)
from apparate_ng.model.inventories.inventory import (
    Inventory,
    InventoryEntry,
    InventoryUse,
    LibraryInventory,
    WorkspaceInventory,
)
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.plans.plan import (
    FileUser,
    Notice,
    PinCounts,
    Plan,
    PlannedDependent,
    PlannedPin,
    Summary,
    WorkspaceIdentity,
)
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.steps import Step, change_between
from apparate_ng.model.releases.versions import parse_version

HOST = "https://adb-1234567890123456.7.azuredatabricks.net"
STORE = "/Workspace/Shared/libraries"
NEW = "2.3.0"
_WORKSPACE = WorkspaceIdentity(host=HOST, identity="ci-deployer@example.com")
_VERSIONS = ("2.3.0", "2.2.1", "2.2.0", "2.1.4", "2.1.0", "2.0.0", "1.9.3", "1.4.2", "0.9.0")
_OWNERS = (
    "pricing@example.com",
    "forecasting@example.com",
    "marketing-science@example.com",
    "ana.lindqvist@example.com",
    "ben.okafor@example.com",
    "risk@example.com",
    "warehouse@example.com",
    None,
    "chen.wei@example.com",
    "d2f1c6b0-1111-4e55-9a55-0c2a5ad61f30",
)
_SUBJECTS = ("score", "train", "backfill", "report", "features", "export", "monitor", "refresh")
_AREAS = ("sales", "stock", "margin", "basket", "churn", "returns", "promo", "delivery", "price")
_SCHEDULES = (
    Schedule(kind="cron", paused=False, text="0 0 2 * * ? UTC"),
    Schedule(kind="cron", paused=True, text="0 30 4 ? * MON-FRI Europe/Berlin"),
    Schedule(kind="periodic", paused=False, text="every 6 hours"),
    None,
    Schedule(kind="file_arrival", paused=False, text="/Volumes/main/in/orders"),
    Schedule(kind="continuous", paused=False, text="continuous"),
)
_OUTCOMES = (
    (Outcome.UPDATED, None),
    (Outcome.UPDATED, None),
    (Outcome.UPDATED, None),
    (Outcome.UNCHANGED, None),
    (Outcome.DRIFTED, "tasks[score] changed since the plan"),
    (Outcome.FAILED, "HTTP 500 INTERNAL_ERROR after 5 attempts"),
    (Outcome.PENDING, None),
)


def release_of(name: str = "demand-forecasting", version: str = NEW) -> Release:
    """A wheel in the store."""
    filename = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    return Release(
        name=name,
        version=version,
        kind=ArtifactKind.WHEEL,
        filename=filename,
        sha256="9f" * 32,
        size=20_480,
        uri=f"{STORE}/{filename}",
    )


def pin_of(release: Release, version: str, location: str) -> PlannedPin:
    """A pin, decided as with `allow = "minor"`."""
    change = change_between(parse_version(version, Ecosystem.PYTHON), release.parsed_version())
    reason, words, hint = _judged(change.step, breaking=change.breaking)
    moves = reason is Reason.ALLOWED
    return PlannedPin(
        location=location,
        from_=release_of(release.name, version).uri,
        to=release.uri if moves else None,
        from_version=version,
        to_version=release.version if moves else None,
        step=change.step,
        breaking=change.breaking,
        decision=reason.decision,
        reason=reason,
        explanation=words,
        hint=hint,
    )


def _judged(step: Step, *, breaking: bool) -> tuple[Reason, str, str | None]:
    if step is Step.NONE:
        return Reason.SAME_VERSION, "it is at this release already", None
    if breaking:
        words = f"a {step.value} step, which may break whoever takes it; minor is allowed"
        return Reason.BREAKING_STEP, words, "add --allow major, or --job for one alone"
    return Reason.ALLOWED, f"a {step.value} step, and minor is allowed", None


def dependent_of(number: int, release: Release, name: str | None = None) -> PlannedDependent:
    """The job, pipeline or other of this number; each is a little different."""
    kind = _kind(number)
    id_ = f"/Workspace/Shared/req/{number}.txt" if kind is DependentKind.FILE else _id(number)
    at = (number * number + number // 7) % len(_VERSIONS)
    pins = [pin_of(release, _VERSIONS[at], f"tasks[{_SUBJECTS[number % 8]}].libraries[0].whl")]
    if number % 9 == 0:
        location = "environments[default].spec.dependencies[0]"
        pins.append(pin_of(release, _VERSIONS[(at + 2) % len(_VERSIONS)], location))
    words = f"pins {len(pins)} versions"
    return PlannedDependent(
        kind=kind,
        id=id_,
        name=_name(number) if name is None else name,
        url=page_of(HOST, kind, id_),
        owner=_OWNERS[(number * 7 + number // 11) % len(_OWNERS)],
        schedule=_SCHEDULES[number % len(_SCHEDULES)] if kind is DependentKind.JOB else None,
        managed_by=None,
        fingerprint="sha256:" + "0" * 64,
        warnings=(Notice(code="conflicting-pins", text=words),) if number % 400 == 9 else (),
        pins=tuple(pins),
        **({"users": _users(number)} if kind is DependentKind.FILE else {}),
    )


def _kind(number: int) -> DependentKind:
    if number % 50 == 13:
        return DependentKind.FILE
    return DependentKind.PIPELINE if number % 20 == 6 else DependentKind.JOB


def _id(number: int) -> str:
    return str(620_000_000_000_000_000 + number)


def _name(number: int) -> str:
    words = f"{_AREAS[number % 9]}-{_SUBJECTS[(number // 9) % 8]}"
    return words if number < 72 else f"{words}-{number:04}"


def _users(number: int) -> tuple[FileUser, ...]:
    return tuple(
        FileUser(kind=DependentKind.JOB, id=_id(other), name=_name(other))
        for other in range(number % 4)
    )


def plan_of(dependents: tuple[PlannedDependent, ...], release: Release | None = None) -> Plan:
    """The plan for these, with counts that add up."""
    return Plan(
        id="20260131T120000Z-4f2a",
        created_at="2026-01-31T12:00:00Z",
        tool_version="0.1.0",
        workspace=_WORKSPACE,
        release=release or release_of(),
        policy=Policy(stores=(STORE,)),
        summary=Summary(
            scanned={"job": 12_000, "pipeline": 300},
            dependents=len(dependents),
            pins=PinCounts.of(dependents),
        ),
        has_changes=any(one.upgrades for one in dependents),
        dependents=dependents,
        unreadable=(
            Unreadable(
                kind=DependentKind.JOB,
                id="7",
                name="secret-project",
                error="HTTP 403 PERMISSION_DENIED: not yours",
            ),
        ),
        warnings=(Notice(code="vanished", text="job 99 went away while it was read"),),
    )


def large_plan(number: int) -> Plan:
    """A plan of so many dependents."""
    release = release_of()
    return plan_of(tuple(dependent_of(one, release) for one in range(number)), release)


def plan_with_names(names: tuple[str, ...]) -> Plan:
    """A plan whose dependents have these names."""
    release = release_of()
    named = enumerate(names)
    return plan_of(tuple(dependent_of(one, release, name) for one, name in named), release)


def deployment_of(plan: Plan) -> Deployment:
    """What became of a plan: something of everything."""
    dependents = tuple(_deployed(at, one) for at, one in enumerate(plan.changing))
    return Deployment(
        id="20260131T120100Z-77c0",
        plan_id=plan.id,
        started_at="2026-01-31T12:01:00Z",
        finished_at="2026-01-31T12:01:09Z",
        status=status_of(dependents),
        workspace=plan.workspace,
        release=plan.release,
        dependents=dependents,
    )


def _deployed(at: int, one: PlannedDependent) -> DeployedDependent:
    outcome, error = _OUTCOMES[at % len(_OUTCOMES)]
    values = {name: getattr(one, name) for name in PlannedDependent.__struct_fields__}
    return DeployedDependent(**values, outcome=outcome, error=error)


def library_of(name: str, plan: Plan) -> LibraryInventory:
    """The same pins as an inventory holds them."""
    return LibraryInventory(
        library=name,
        ecosystem=Ecosystem.PYTHON,
        newest_in_store=NEW,
        in_store=_VERSIONS,
        versions=tuple(_entries(plan)),
    )


def _entries(plan: Plan) -> Iterator[InventoryEntry]:
    newest = parse_version(NEW, Ecosystem.PYTHON)
    for behind, version in enumerate(_VERSIONS):
        uses = tuple(_uses(plan, version))
        if uses:
            pinned = parse_version(version, Ecosystem.PYTHON)
            yield InventoryEntry(
                version=version,
                specifier=None,
                forms=("wheel",),
                behind=change_between(pinned, newest).step,
                releases_behind=behind,
                dependents=uses,
            )


def _uses(plan: Plan, version: str) -> Iterator[InventoryUse]:
    for one in plan.dependents:
        for pin in one.pins:
            if pin.from_version == version:
                yield InventoryUse(
                    kind=one.kind,
                    id=one.id,
                    name=one.name,
                    owner=one.owner,
                    schedule=one.schedule,
                    location=pin.location,
                    text=pin.from_,
                    form="wheel",
                    users=one.users,
                )


def inventory_of(plan: Plan) -> Inventory:
    """The inventory of the plan's library."""
    library = library_of(plan.release.name, plan)
    values = {name: getattr(library, name) for name in LibraryInventory.__struct_fields__}
    return Inventory(workspace=_WORKSPACE, scanned=plan.summary.scanned, store=STORE, **values)


def estate_of(plan: Plan, names: tuple[str, ...]) -> WorkspaceInventory:
    """The inventory of a whole workspace: the dependents shared out among these libraries."""
    parts = (
        plan_of(plan.dependents[at :: len(names)], release_of(name))
        for at, name in enumerate(names)
    )
    return WorkspaceInventory(
        workspace=_WORKSPACE,
        scanned=plan.summary.scanned,
        store=STORE,
        libraries=tuple(library_of(name, part) for name, part in zip(names, parts, strict=True)),
        left_out=214,
        unreadable=plan.unreadable,
    )
