"""Old files that are nowhere before a deployment: going back to them takes nothing from anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from apparate_ng.discovery.references.requirements import read_dependency
from apparate_ng.model.dependents.reference import Form
from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.model.plans.plan import PlannedDependent
from apparate_ng.operations.workspace import Workspace
from apparate_ng.workspace.connection import CONCURRENCY
from apparate_ng.workspace.failures import WorkspaceError
from apparate_ng.workspace.pools import workers

_FILE = re.compile(
    r"(?<![:/\w])(?:file://)?((?:dbfs:)?/(?!/)[^\s,;\[]+?\.(?:whl|egg|jar))", re.IGNORECASE
)


def missing_before(workspace: Workspace, dependents: Iterable[PlannedDependent]) -> tuple[str, ...]:
    """The files that pins name, as long as they are not changed, and that nobody here can see.

    Where it cannot be told, a file counts as there, and a rollback asks again.
    """
    texts = {pin.from_ for one in dependents for pin in one.upgrades}
    paths = sorted({canonical_path(path) for text in texts for path in _paths_in(text)})
    with workers(CONCURRENCY, "files") as pool:
        there = pool.map(partial(_may_be_there, workspace), paths)
        return tuple(path for path, is_there in zip(paths, there, strict=True) if not is_there)


def _paths_in(text: str) -> Iterator[str]:
    """Of a list every path, and of one path the whole, which may have blanks in it."""
    yield from _FILE.findall(text)
    reference = read_dependency(text)
    if reference is None or reference.form is not Form.PATH or reference.obstacle is not None:
        return
    path = reference.path_in(text)
    if path.startswith(("/", "dbfs:/")):
        yield path


def _may_be_there(workspace: Workspace, path: str) -> bool:
    try:
        return workspace.files.exists(path) is not False
    except WorkspaceError:
        return True
