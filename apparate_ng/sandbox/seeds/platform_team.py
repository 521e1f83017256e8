"""The platform team's jobs: other places for a version, and jobs that use neither library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.seeds.builders import (
    SeedJob,
    after,
    cron,
    environment,
    finance_wheel,
    job,
    notebook,
    pypi,
    sales_wheel,
    serverless,
    trigger,
    whl,
)
from apparate_ng.sandbox.seeds.store import STORE
from apparate_ng.sandbox.state.identities import CI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apparate_ng.sandbox.documents.json_text import JsonObject

_NOTEBOOKS = "/Workspace/Shared/platform"


def jobs() -> list[SeedJob]:
    """The team's jobs, oldest first; the pipeline made them."""
    access = {"platform": "CAN_MANAGE_RUN"}
    settings = [*_plain(), *_places(), *_shapes()]
    return [SeedJob(settings=each, creator=CI, access=access) for each in settings]


def _plain() -> Iterator[JsonObject]:
    yield job(
        "platform-vacuum",
        notebook("vacuum", f"{_NOTEBOOKS}/vacuum"),
        **cron("0 0 0 ? * SUN", zone="UTC"),
    )
    yield job(
        "platform-cost-report",
        notebook("collect", f"{_NOTEBOOKS}/collect", pypi("requests==2.32.3")),
        notebook("report", f"{_NOTEBOOKS}/report", depends_on=after("collect")),
        **trigger("periodic", paused=True, interval=7, unit="DAYS"),
    )
    yield job("platform-smoke-test", notebook("smoke", f"{_NOTEBOOKS}/smoke"))
    yield job(  # a near miss: a folder named like the library
        "platform-folder-sync",
        notebook(
            "sync",
            f"{_NOTEBOOKS}/sync",
            whl(f"{STORE}/sales-features/sync_tools-2.1.0-py3-none-any.whl"),
        ),
    )


def _places() -> Iterator[JsonObject]:
    yield job(
        "platform-requirements-file",
        notebook("cluster", f"{_NOTEBOOKS}/r", {"requirements": f"{STORE}/requirements.txt"}),
        serverless("serverless", f"{_NOTEBOOKS}/r.py", "file"),
        environments=[environment("file", f"-r {STORE}/requirements.txt")],
    )
    yield job(
        "platform-base-environment",
        serverless("base", f"{_NOTEBOOKS}/base.py", "base"),
        environments=[
            {"environment_key": "base", "spec": {"base_environment": f"{STORE}/base.yaml"}}
        ],
    )
    yield job(
        "platform-cluster-setup",
        notebook("main", f"{_NOTEBOOKS}/main", job_cluster_key="main"),
        job_clusters=[{"job_cluster_key": "main", "new_cluster": _cluster()}],
    )


def _cluster() -> JsonObject:
    """A version in each place of a cluster that is reported only."""
    return {
        "spark_version": "14.3.x-scala2.12",
        "num_workers": 1,
        "spark_conf": {"spark.submit.pyFiles": sales_wheel("1.4.2")},
        "init_scripts": [
            {"workspace": {"destination": f"{STORE}/install-sales_features-1.4.2.sh"}}
        ],
        "docker_image": {"url": "registry.example.com/sales-features:1.4.2"},
    }


def _shapes() -> Iterator[JsonObject]:
    """A job without tasks, one with a trigger and a field of tomorrow, and a large one."""
    yield {"name": "platform-placeholder"}
    yield job(
        "platform-model-watch",
        notebook("watch", f"{_NOTEBOOKS}/watch", whl(finance_wheel("1.2.0"))),
        **trigger("model", securable_name="main.models.churn", condition="MODEL_CREATED"),
        field_of_tomorrow={"kept": True, "empty": {}, "none": None, "large": 2**70},
    )
    checks = [notebook(f"table_{number:03d}", f"{_NOTEBOOKS}/check-table") for number in range(104)]
    yield job(
        "platform-check-tables",
        *checks,
        notebook("summary", f"{_NOTEBOOKS}/summary", whl(finance_wheel("1.2.1"))),
        **cron("0 20 5 * * ?"),
    )
