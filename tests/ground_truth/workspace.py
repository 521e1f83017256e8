"""A whole generated workspace, and what a plan of it must say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from tests.ground_truth import files, jobs, others
from tests.ground_truth.documents import Document, File
from tests.ground_truth.oracle import Circumstances, Verdict, verdict
from tests.ground_truth.planted import Library, Planted, planted_in

_MANY_TASKS = (101, 150, 250)
_Holds: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One reference as the plan must tell it."""

    kind: str
    id: str
    planted: Planted
    verdict: Verdict

    @property
    def to(self) -> str | None:
        """What must stand there afterwards, where it is upgraded."""
        is_upgrade = self.verdict.decision == "upgrade"
        return self.planted.spelling.after if is_upgrade else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A workspace as it is to be."""

    documents: tuple[Document, ...]
    files: tuple[File, ...]

    def of_kind(self, kind: str) -> list[Document]:
        """All documents of one kind."""
        return [document for document in self.documents if document.kind == kind]

    @property
    def used_files(self) -> list[File]:
        """Those that somebody names: nobody finds the others."""
        return [file for file in self.files if file.holds]

    def expected(self, library: Library, *, rewrites_index_pins: bool = False) -> list[Expected]:
        """Every reference to one of the two libraries, with what is to be decided on it."""
        return [
            Expected(
                kind=kind,
                id=identifier,
                planted=planted,
                verdict=verdict(
                    planted.spelling,
                    Circumstances(
                        holds=holds,
                        runs_there=runs_there,
                        is_on_cluster=kind == "cluster",
                        rewrites_index_pins=rewrites_index_pins,
                    ),
                ),
            )
            for kind, identifier, holds, runs_there, planted in self._planted()
            if planted.spelling.library is library
        ]

    def _planted(self) -> Iterator[tuple[str, str, _Holds, _Holds, Planted]]:
        for document in self.documents:
            runs_there = () if document.host is None else tuple(document.host.holds)
            for planted in planted_in(document.content):
                yield document.kind, document.id, (document.hold,), runs_there, planted
        for file in self.used_files:
            for planted in planted_in(list(file.pieces)):
                yield "file", file.path, tuple(file.holds), (), planted


def generated(seed: int, dependents: int) -> Generated:
    """A workspace of so many dependents, the same for the same seed."""
    random = Random(seed)  # noqa: S311  no secrets are made here
    made_files = _files(random, dependents // 10)
    counts = {"pipeline": dependents // 8, "policy": dependents // 16, "cluster": dependents // 16}
    job_count = dependents - sum(counts.values()) - len(made_files)
    tasks = [
        random.choice(_MANY_TASKS) if each % 97 == 3 else random.randint(1, 4)
        for each in range(job_count)
    ]
    policies = [others.policy_host(each) for each in range(counts["policy"])]
    clusters = [others.cluster_host(each) for each in range(counts["cluster"])]
    hosts = [*policies, *clusters]
    documents = [
        jobs.job(random, each, made_files, count, hosts) for each, count in enumerate(tasks)
    ]
    documents += [others.pipeline(random, each, policies) for each in range(counts["pipeline"])]
    # who runs on them is known by now, and uses the files that they name
    documents += [others.policy(random, host, made_files) for host in policies]
    documents += [others.cluster(random, host, made_files) for host in clusters]
    return Generated(documents=tuple(documents), files=tuple(made_files))


def _files(random: Random, count: int) -> list[File]:
    found: list[File] = []
    while len(found) < count:
        found += files.requirements(random, len(found))
        found.append(files.base_environment(random, len(found)))
    return found
