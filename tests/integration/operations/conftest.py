from __future__ import annotations

import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest

from apparate_ng.configuration.settings import Settings as Configuration
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.deployments.updating import apply_saved, upload_and_update
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.plans.planning import plan_for_artifact
from apparate_ng.operations.plans.saved import save_plan, with_file_beside
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.session import release_session, saved_plan_session
from apparate_ng.planning.selection import Selection
from apparate_ng.sandbox.handle import Sandbox

Approve: TypeAlias = Callable[[Plan, bool], bool]
Go: TypeAlias = Callable[..., Deployed]
Wheel: TypeAlias = Callable[..., Path]


@pytest.fixture
def environment(sandbox: Sandbox) -> Mapping[str, str]:
    return {"DATABRICKS_HOST": sandbox.url, "DATABRICKS_TOKEN": sandbox.token}


@pytest.fixture
def configuration() -> Configuration:
    return Configuration(store="/Workspace/Shared/libraries")


@pytest.fixture
def wheel(tmp_path: Path) -> Callable[..., Path]:
    """A wheel of lib with a true RECORD."""

    def make(version: str = "1.5.0", content: str = "x = 1\n", folder: str = "dist") -> Path:
        info = f"lib-{version}.dist-info"
        members = {
            "lib/__init__.py": content,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: lib\nVersion: {version}\n",
        }
        rows = [f"{name},sha256={_digest(text)},{len(text)}" for name, text in members.items()]
        members[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""])
        file = tmp_path / folder / f"lib-{version}-py3-none-any.whl"
        file.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in members.items():
                archive.writestr(zipfile.ZipInfo(name), text)
        return file

    return make


def _digest(text: str) -> str:
    return urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def yes() -> Callable[[Plan, bool], bool]:
    """Somebody who approves of every plan."""
    return lambda _plan, _to_upload: True


@pytest.fixture
def bring(
    environment: Mapping[str, str], configuration: Configuration, wheel: Wheel, yes: Approve
) -> Go:
    """The main job: upload a wheel of lib 1.5.0 and move the jobs."""

    def run(
        approve: Approve = yes, *, limit: int | None = None, file: Path | None = None
    ) -> Deployed:
        wish = Wish(policy=configuration.policy(), selection=Selection(), max_dependents=limit)
        path = file or wheel()
        with release_session(path, configuration, None, environment, Silence()) as session:
            return upload_and_update(session, wish, approve, Silence())

    return run


@pytest.fixture
def saved(
    environment: Mapping[str, str],
    configuration: Configuration,
    wheel: Wheel,
    wish: Wish,
    tmp_path: Path,
) -> Callable[[], Path]:
    """Make a plan and save it, with its artifact beside it."""

    def make() -> Path:
        file = tmp_path / "saved" / "plan.json"
        with release_session(wheel(), configuration, None, environment, Silence()) as session:
            plan, _ = plan_for_artifact(
                session.workspace, session.store, session.artifact, wish, Silence()
            )
            plan = with_file_beside(plan)
            text = msgspec.json.encode(plan).decode()
            save_plan(plan, text, file, session.artifact.file)
        return file

    return make


@pytest.fixture
def carry_out(environment: Mapping[str, str], yes: Approve) -> Go:
    """Apply a saved plan."""

    def run(file: Path, limit: int | None = None, *, skip_drifted: bool = False) -> Deployed:
        with saved_plan_session(file, None, environment) as (session, plan):
            return apply_saved(
                session, plan, file.parent, limit, yes, Silence(), skip_drifted=skip_drifted
            )

    return run
