"""Many generated jobs, the same each time: for benchmarks, and for trying large workspaces."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.seeds.store import SALES_FEATURES, STORE, sow_store, wheel_name
from apparate_ng.sandbox.state.identities import ADMIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace

PINNING_SHARE = 0.03
"""The share of generated jobs that pin `sales-features`."""

_FIRST_ID = 710_000_000_000_000_000
_FIRST_CREATED = 1_704_067_200_000
_AREAS = ("orders", "stock", "returns", "traffic", "payments", "pricing", "churn", "campaigns")
_STEPS = ("ingest", "clean", "join", "score", "publish", "check", "archive", "report")
_OTHERS = ("forecasting_core", "ml_base", "spark_tools", "geo_lookup", "reporting_kit")


def sow_scale(workspace: Workspace, *, jobs: int, tasks: int) -> None:
    """Add this many jobs, of this many tasks each, and the versions they pin to the store."""
    sow_store(workspace)
    chance = random.Random(jobs * 1000 + tasks)  # noqa: S311  the same jobs each time
    for number in range(jobs):
        document = {
            "job_id": _FIRST_ID + number,
            "creator_user_name": ADMIN,
            "run_as_user_name": ADMIN,
            "settings": with_defaults(_settings(chance, number, tasks)),
            "created_time": _FIRST_CREATED + number * 60_000,
        }
        workspace.jobs.add(document)


def _settings(chance: random.Random, number: int, tasks: int) -> JsonObject:
    area = chance.choice(_AREAS)
    library = _library(chance)
    return {
        "name": f"{area}-{chance.choice(_STEPS)}-{number:05d}",
        "tags": {"team": area, "cost_center": f"cc-{chance.randrange(100):03d}"},
        "schedule": {
            "quartz_cron_expression": f"0 {chance.randrange(60)} {chance.randrange(24)} * * ?",
            "timezone_id": "UTC",
        },
        "job_clusters": [{"job_cluster_key": "main", "new_cluster": _cluster(chance)}],
        "tasks": [_task(area, position, library) for position in range(tasks)],
        "queue": {"enabled": True},
    }


def _library(chance: random.Random) -> str:
    if chance.random() < PINNING_SHARE:
        return f"{STORE}/{wheel_name('sales_features', chance.choice(SALES_FEATURES))}"
    version = f"{chance.randrange(3)}.{chance.randrange(10)}.{chance.randrange(10)}"
    return f"{STORE}/{wheel_name(chance.choice(_OTHERS), version)}"


def _cluster(chance: random.Random) -> JsonObject:
    return {
        "spark_version": "15.4.x-scala2.12",
        "node_type_id": "m5d.large",
        "num_workers": chance.randrange(1, 9),
        "data_security_mode": "SINGLE_USER",
        "spark_conf": {"spark.sql.shuffle.partitions": str(chance.choice(_PARTITIONS))},
    }


_PARTITIONS: Sequence[int] = (64, 128, 200, 400)


def _task(area: str, position: int, library: str) -> JsonObject:
    step = _STEPS[position % len(_STEPS)]
    task: JsonObject = {
        "task_key": f"{step}_{position}",
        "notebook_task": {
            "notebook_path": f"/Workspace/Shared/pipelines/{area}/{step}",
            "base_parameters": {"day": "{{job.start_time.iso_date}}", "area": area},
        },
        "job_cluster_key": "main",
        "libraries": [{"whl": library}, {"pypi": {"package": "pyyaml==6.0.2"}}],
        "max_retries": 1,
        "min_retry_interval_millis": 60_000,
        "description": f"Step {position} of the daily {area} pipeline.",
    }
    if position:
        task["depends_on"] = [
            {"task_key": f"{_STEPS[(position - 1) % len(_STEPS)]}_{position - 1}"}
        ]
    return task
