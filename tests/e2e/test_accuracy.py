"""Nothing is missed, nothing is taken for the library, and nothing else is written."""

from __future__ import annotations

from pathlib import Path
from random import SystemRandom

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.program import Program
from tests.ground_truth.judging import judged
from tests.ground_truth.releases import SETTINGS, releases
from tests.ground_truth.seeding import contents, seed, wrongly_written
from tests.ground_truth.workspace import Expected, generated

_DEPENDENTS = 300
_RANDOM_SEED = SystemRandom().randrange(10**6)
"""Another workspace in each run; its number is part of what a failure tells."""


@pytest.mark.parametrize("number", [20260131, None], ids=["fixed", "random"])
def test_generated_workspace(
    apparate: Program, sandbox: Sandbox, tmp_path: Path, number: int | None
) -> None:
    chosen = _RANDOM_SEED if number is None else number
    told = f"seed {chosen}"
    workspace = generated(chosen, _DEPENDENTS)
    seed(sandbox, workspace)
    before, moved = contents(sandbox), list[Expected]()
    command = apparate.knowing(**SETTINGS)

    for library, file in releases(tmp_path / "dist").items():
        by_default = judged(command.document("plan", file), workspace.expected(library))
        assert by_default.is_perfect, f"{told}: {by_default}"

        expected = workspace.expected(library, rewrites_index_pins=True)
        rewriting = ("--index-pins", "rewrite")
        plan = judged(command.document("plan", file, *rewriting), expected)
        assert plan.is_perfect, f"{told}: {plan}"

        moved += expected
        assert command("upload-and-update", file, *rewriting).returncode == 0, told
        assert wrongly_written(sandbox, workspace, moved, before) == [], told
