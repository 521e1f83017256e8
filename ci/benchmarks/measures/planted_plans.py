"""Plans of a generated workspace in which it is known what stands where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from measuring.process import run
from measuring.programs import APPARATE
from tests.ground_truth.releases import SETTINGS, releases

if TYPE_CHECKING:
    from pathlib import Path

    from measuring.local_workspace import LocalWorkspace
    from tests.ground_truth.planted import Library

REWRITING = ("--index-pins", "rewrite")


def planted_releases(workspace: LocalWorkspace) -> dict[Library, Path]:
    """A wheel and a jar, as files of the benchmark."""
    return releases(workspace.folder)


def planted_plan(workspace: LocalWorkspace, file: Path, *options: str) -> Any:  # noqa: ANN401  JSON
    """The plan document for one of them."""
    return json.loads(apparate(workspace, "plan", file, *options, "--output", "json"))


def apparate(workspace: LocalWorkspace, *arguments: str | Path) -> str:
    """What the command prints on the workspace with its stores.

    Raises:
        ProcessFailedError: it ended with another exit code than 0.
    """
    return run([APPARATE, *arguments], {**workspace.environment, **SETTINGS}).output
