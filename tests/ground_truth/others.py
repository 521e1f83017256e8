"""Pipelines, cluster policies and clusters, with references and near-misses in them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from tests.ground_truth import near_misses, spellings
from tests.ground_truth.documents import Document, File, Host
from tests.ground_truth.jobs import library
from tests.ground_truth.oracle import ON_CLUSTER
from tests.ground_truth.planted import Planted


def policy_host(number: int) -> Host:
    """A cluster policy to run under."""
    return Host(kind="policy", id=f"{number:016X}")


def cluster_host(number: int) -> Host:
    """A cluster to run on."""
    return Host(kind="cluster", id=f"0101-000000-{number:08d}")


def pipeline(random: Random, number: int, policies: Sequence[Host]) -> Document:
    """The spec of a pipeline; a policy that it names learns of it."""
    identifier = f"00000000-0000-4000-8000-{number:012d}"
    content: dict[str, Any] = {
        "id": identifier,
        "name": f"{near_misses.words(random)} {number}",
        "catalog": "main",
        "configuration": {"library": near_misses.words(random)},
        "libraries": [
            {"notebook": {"path": "/Workspace/Shared/sales-features/1.4.2"}},
            *_pipeline_libraries(random, start=1),
        ],
        "continuous": False,
    }
    if random.random() < 0.6:
        content["environment"] = {"dependencies": _dependencies(random)}
    if policies and random.random() < 0.2:
        under = random.choice(policies).use(None)
        content["clusters"] = [{"label": "default", "policy_id": under}]
    return Document(kind="pipeline", id=identifier, content=content)


def _pipeline_libraries(random: Random, start: int) -> list[dict[str, Any]]:
    """Pipelines take wheels, jars and Maven coordinates."""
    kinds = random.choices(("whl", "jar", "maven"), k=random.randint(0, 3))
    return [
        _pipeline_library(random, f"libraries[{start + number}]", kind)
        for number, kind in enumerate(kinds)
    ]


def _pipeline_library(random: Random, place: str, kind: str) -> dict[str, Any]:
    if kind == "maven":
        spelling = spellings.coordinates(random)
        planted = Planted(location=f"{place}.maven.coordinates", spelling=spelling)
        return {"maven": {"coordinates": planted}}
    made = spellings.wheel_path if kind == "whl" else spellings.jar_path
    return {kind: Planted(location=f"{place}.{kind}", spelling=made(random))}


def _dependencies(random: Random) -> list[Any]:
    planted = Planted(location="environment.dependencies[1]", spelling=spellings.package(random))
    return [near_misses.package(random), planted, near_misses.package(random)]


def policy(random: Random, host: Host, files: Sequence[File]) -> Document:
    """A cluster policy; files that it names learn of it, and of who runs under it."""
    content = {
        "name": f"policy {host.id}",
        "description": near_misses.words(random),
        "definition": '{"spark_version": {"type": "fixed", "value": "auto:latest-lts"}}',
        "libraries": [*_libraries(random), *_requirements(random, host, files)],
        "is_default": False,
    }
    return Document(kind="policy", id=host.id, content=content, host=host)


def cluster(random: Random, host: Host, files: Sequence[File]) -> Document:
    """An all-purpose cluster and what is installed on it; the same of its files."""
    content = {
        "cluster_name": f"{near_misses.words(random)} {host.id}",
        "custom_tags": {"library": "sales-features==1.4.2"},
        "libraries": [*_libraries(random), *_requirements(random, host, files)],
    }
    return Document(kind="cluster", id=host.id, content=content, host=host)


def _requirements(random: Random, host: Host, files: Sequence[File]) -> list[dict[str, Any]]:
    named = [file for file in files if file.path.endswith("requirements.txt")]
    if not named or random.random() < 0.8:
        return []
    file = random.choice(named)
    own = ON_CLUSTER if host.kind == "cluster" else None
    for hold in (own, *host.holds):
        file.use(hold)
    return [{"requirements": file.path}]


def _libraries(random: Random) -> list[dict[str, Any]]:
    return [
        near_misses.library(random)
        if random.random() < 0.5
        else library(random, f"libraries[{position}]")
        for position in range(random.randint(0, 3))
    ]
