"""The commands as use cases: the real client, over HTTP, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import msgspec

from apparate_ng.configuration.settings import Settings
from apparate_ng.errors import ApparateError, ExitCode
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.stores.prune import Prune, PrunePolicy
from apparate_ng.operations.deployments.resuming import resume
from apparate_ng.operations.deployments.rolling_back import RollbackWish, roll_back
from apparate_ng.operations.deployments.updating import apply_saved, upload_and_update
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.execution.conduct import Conduct
from apparate_ng.operations.maintenance.pruning import PruneWish, exit_code_of, prune
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.plans.planning import plan_for_artifact
from apparate_ng.operations.plans.saved import load_plan, save_plan, with_file_beside
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.releases.artifact import Artifact
from apparate_ng.operations.session import ReleaseSession
from apparate_ng.operations.workspace import open_workspace
from apparate_ng.planning.selection import Selection
from apparate_ng.releases.artifact import read_release
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.opening import open_store
from apparate_ng.workspace.credentials import find_credentials
from apparate_ng.workspace.patience import Patience
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, STORE

HURRIED = Patience(pause_scale=0.02)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended."""

    exit_code: ExitCode
    deployment: Deployment | None = None
    pruned: Prune | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Somebody at one workspace, with a folder of their own."""

    sandbox: Sandbox
    folder: Path
    patience: Patience = field(default=HURRIED)

    @property
    def plan_file(self) -> Path:
        """Where a plan is saved."""
        return self.folder / "saved" / "plan.json"

    @contextmanager
    def session(self) -> Iterator[ReleaseSession]:
        """A new connection, as of another process."""
        sandbox = self.sandbox
        environment = {"DATABRICKS_HOST": sandbox.url, "DATABRICKS_TOKEN": sandbox.token}
        file = self.folder / f"sales_features-{NEW}-py3-none-any.whl"
        if not file.exists():
            wheel(self.folder)
        release = read_release(file, store_uri_for=lambda name: f"{STORE}/{name}")
        with open_workspace(find_credentials(None, environment), self.patience) as workspace:
            yield ReleaseSession(
                workspace=workspace,
                store=open_store(workspace.connection, STORE),
                artifact=Artifact(file=file, release=release),
            )


Command: TypeAlias = Callable[[Side], Ended]
_WISH = Wish(policy=Settings(store=STORE).policy(), selection=Selection())


def ended(command: Command, side: Side) -> Ended:
    """Run a command to its end; errors that are no fault of the program become its exit code."""
    try:
        return command(side)
    except ApparateError as error:
        return Ended(exit_code=error.exit_code, error=f"{error.what} {error.where}")


def _yes(plan: Plan, to_upload: bool) -> bool:  # noqa: FBT001  the port's shape
    del plan, to_upload
    return True


def _ended(deployed: Deployed | None) -> Ended:
    if deployed is None:
        return Ended(exit_code=ExitCode.DONE)
    return Ended(exit_code=deployed.exit_code, deployment=deployed.deployment)


def bring(side: Side) -> Ended:
    """`upload-and-update`."""
    with side.session() as session:
        return _ended(upload_and_update(session, _WISH, _yes, Silence(), Conduct()))


def save(side: Side) -> None:
    """`plan --out`."""
    with side.session() as session:
        plan, _ = plan_for_artifact(
            session.workspace, session.store, session.artifact, _WISH, Silence()
        )
        plan = with_file_beside(plan)
        text = msgspec.json.encode(plan).decode()
        save_plan(plan, text, side.plan_file, session.artifact.file)


def apply(side: Side) -> Ended:
    """`apply` of the plan that was saved."""
    plan, beside = load_plan(side.plan_file), side.plan_file.parent
    with side.session() as session:
        return _ended(apply_saved(session, plan, beside, None, _yes, Silence(), skip_drifted=False))


def go_on(side: Side) -> Ended:
    """`resume`."""
    with side.session() as session:
        return _ended(resume(session, None, (), Silence(), Conduct()))


def go_back(side: Side) -> Ended:
    """`rollback`."""
    with side.session() as session:
        return _ended(roll_back(session, RollbackWish(), lambda _: True, Silence(), Conduct()))


def sweep_up(side: Side) -> Ended:
    """`prune`."""
    wish = PruneWish(policy=PrunePolicy(keep=1, older_than_s=0))
    with side.session() as session:
        done = prune(session, wish, lambda _: True, Silence())
    return Ended(exit_code=exit_code_of(done), pruned=done)
