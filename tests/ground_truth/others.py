"""Pipelines, cluster policies and clusters, with references and near-misses in them."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.ground_truth import near_misses, spellings
from tests.ground_truth.documents import Document
from tests.ground_truth.jobs import library
from tests.ground_truth.planted import Planted


def pipeline(random: Random, number: int) -> Document:
    """The spec of a pipeline."""
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


def policy(random: Random, number: int) -> Document:
    """A cluster policy."""
    identifier = f"{number:016X}"
    content = {
        "name": f"policy {number}",
        "description": near_misses.words(random),
        "definition": '{"spark_version": {"type": "fixed", "value": "auto:latest-lts"}}',
        "libraries": _libraries(random),
        "is_default": False,
    }
    return Document(kind="policy", id=identifier, content=content)


def cluster(random: Random, number: int) -> Document:
    """An all-purpose cluster and what is installed on it."""
    content = {
        "cluster_name": f"{near_misses.words(random)} {number}",
        "custom_tags": {"library": "sales-features==1.4.2"},
        "libraries": _libraries(random),
    }
    return Document(kind="cluster", id=f"0101-000000-{number:08d}", content=content)


def _libraries(random: Random) -> list[dict[str, Any]]:
    return [
        near_misses.library(random)
        if random.random() < 0.5
        else library(random, f"libraries[{position}]")
        for position in range(random.randint(0, 3))
    ]
