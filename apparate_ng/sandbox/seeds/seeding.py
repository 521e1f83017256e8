"""Which seed is sown, and how large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from apparate_ng.sandbox.seeds.demo import sow_demo
from apparate_ng.sandbox.seeds.scale import sow_scale

if TYPE_CHECKING:
    from apparate_ng.sandbox.state.workspace import Workspace


Kind: TypeAlias = Literal["empty", "demo", "scale"]
"""`demo` is a small believable workspace, `scale` generated jobs."""


class Seed(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a new workspace holds: `jobs` generated ones of `tasks` tasks, and the demo's."""

    kind: Kind
    jobs: int = 0
    tasks: int = 5


def sow(workspace: Workspace, seed: Seed) -> None:
    """Put the jobs and files of a seed into the workspace, all or nothing."""
    with workspace.together():
        if seed.kind == "demo":
            sow_demo(workspace)
        if seed.jobs:
            sow_scale(workspace, jobs=seed.jobs, tasks=seed.tasks)
