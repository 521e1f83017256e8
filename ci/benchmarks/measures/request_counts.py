"""How many requests a plan makes for each kind of dependent, by the server's own journal."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import click

from measures.planted_plans import planted_plan, planted_releases
from measuring.figure import Figure, at_most
from measuring.local_workspace import local_workspace
from tests.ground_truth.jobs import MANY
from tests.ground_truth.seeding import seed
from tests.ground_truth.workspace import generated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from measuring.scale import Scale
    from tests.ground_truth.workspace import Generated

_SEED = 1
_KINDS = {
    "job": re.compile(r"/api/2\.2/jobs/"),
    "pipeline": re.compile(r"/api/2\.0/pipelines"),
    "policy": re.compile(r"/api/2\.0/policies/"),
    "cluster": re.compile(r"/api/2\.\d/(clusters|libraries)/"),
    "file": re.compile(r"/api/2\.0/(workspace/export|fs/files/)"),
}
_OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    dependents: int
    requests: int
    words: str


def request_counts(scale: Scale) -> list[Figure]:
    """Requests beyond those that each kind needs; there must be none."""
    planted = generated(_SEED, scale.planted)
    with local_workspace() as workspace:
        seed(workspace.sandbox, planted)
        workspace.sandbox.clear()
        # what checks fetch besides goes by versions, and is measured with them
        planted_plan(workspace, next(iter(planted_releases(workspace).values())), "--no-checks")
        counts = Counter(_kind(entry["path"]) for entry in workspace.sandbox.journal())
    due = _due(planted)
    _show(counts, due)
    wrong = sum(abs(counts[kind] - due[kind].requests) for kind in due)
    detail = f"{sum(counts.values()):,} requests for {scale.planted:,} dependents"
    return [
        Figure(name="requests: off", value=wrong, unit="requests", target=at_most(0), detail=detail)
    ]


def _kind(path: str) -> str:
    return next((kind for kind, pattern in _KINDS.items() if pattern.match(path)), _OTHER)


def _due(planted: Generated) -> Mapping[str, _Due]:
    jobs = planted.of_kind("job")
    many = [tasks for job in jobs if (tasks := len(job.content["tasks"])) > MANY]
    pages, rest = ceil(len(jobs) / 100), sum(ceil(tasks / MANY) for tasks in many)
    clusters = len(planted.of_kind("cluster"))
    pipelines, files = len(planted.of_kind("pipeline")), len(planted.used_files)
    return {
        "job": _Due(
            dependents=len(jobs),
            requests=pages + rest,
            words=f"{pages} pages, {rest} for the {len(many)} of more than {MANY} tasks",
        ),
        "pipeline": _Due(
            dependents=pipelines,
            requests=ceil(pipelines / 100) + pipelines,
            words=f"{ceil(pipelines / 100)} pages, one each",
        ),
        "policy": _Due(dependents=len(planted.of_kind("policy")), requests=1, words="one list"),
        "cluster": _Due(
            dependents=clusters,
            requests=1 + ceil(clusters / 100),
            words=f"one list of what is installed, {ceil(clusters / 100)} pages of names",
        ),
        "file": _Due(dependents=files, requests=files, words="one each"),
    }


def _show(counts: Mapping[str, int], due: Mapping[str, _Due]) -> None:
    click.echo(f"  {'kind':<10} {'there':>7} {'requests':>9} {'for each':>9}  due")
    for kind, one in due.items():
        ratio = counts[kind] / one.dependents
        click.echo(
            f"  {kind:<10} {one.dependents:>7,} {counts[kind]:>9,} {ratio:>9.3f}"
            f"  {one.requests:,}: {one.words}"
        )
    click.echo(f"  {_OTHER:<10} {'':>7} {counts[_OTHER]:>9,}")
