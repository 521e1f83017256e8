"""The finance team's jobs: `finance-rules` as wheel, jar and Maven coordinates, and some others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.seeds.builders import (
    CLUSTER,
    OLD_COPY,
    SeedJob,
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
from apparate_ng.sandbox.state.identities import ADMIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apparate_ng.sandbox.documents.json_text import JsonObject

_NOTEBOOKS = "/Workspace/Shared/finance"
_JAR = f"{STORE}/finance-rules_2.12-1.2.0.jar"
_MAVEN = "com.example:finance-rules_2.12:1.2.0"


def jobs() -> list[SeedJob]:
    """The team's jobs, oldest first; they belong to a user who has left."""
    access = {"finance": "CAN_MANAGE"}
    groups = (_closing, _checking, _jars, _submitted, _serverless)
    settings = [each for group in groups for each in group()]
    return [SeedJob(settings=each, creator=None, access=access) for each in settings] + [
        SeedJob(settings=_managed(), creator=ADMIN, access=access)
    ]


def _closing() -> Iterator[JsonObject]:
    yield job(
        "finance-month-end-close",
        notebook(
            "close", f"{_NOTEBOOKS}/close", whl(finance_wheel("1.2.0")), whl(sales_wheel("1.4.2"))
        ),
        **cron("0 0 5 1 * ?"),
        tags={"team": "finance", "apparate": "hold"},
    )
    yield job(
        "finance-ledger-check",
        notebook("check", f"{_NOTEBOOKS}/check", whl(finance_wheel("1.2.1"))),
        **trigger("table_update", paused=True, table_names=["main.finance.ledger"]),
    )
    yield job(
        "finance-revenue-forecast",
        notebook("forecast", f"{_NOTEBOOKS}/forecast", whl(sales_wheel("1.4.3"))),
        **cron("0 0 8 ? * MON-FRI"),
        tags={"team": "finance", "apparate": "hold", "apparate-sales-features": "patch"},
    )


def _checking() -> Iterator[JsonObject]:
    yield job(
        "finance-invoices",
        notebook("invoices", f"{_NOTEBOOKS}/invoices", pypi("sales-features==1.4.2")),
        **cron("0 0 9 * * ?"),
    )
    yield job(
        "Monatsabschluss Zürich: Prüfung ✓",
        notebook("pruefung", f"{_NOTEBOOKS}/prüfung", whl(finance_wheel("1.1.0"))),
        **cron("0 0 6 2 * ?"),
    )


def _jars() -> Iterator[JsonObject]:
    yield job(
        "finance-rules-engine",
        {
            "task_key": "engine",
            "spark_jar_task": {"main_class_name": "com.example.finance.Engine", "jar_uri": _JAR},
            "libraries": [{"jar": _JAR}, {"maven": {"coordinates": _MAVEN}}],
            "existing_cluster_id": CLUSTER,
        },
        **cron("0 0 3 * * ?"),
    )


def _submitted() -> Iterator[JsonObject]:
    yield job(
        "finance-tax-submit",
        {
            "task_key": "tax",
            "spark_submit_task": {
                "parameters": [
                    "--jars",
                    f"{_JAR},{OLD_COPY}/tax-tables-3.1.jar",
                    "--packages",
                    _MAVEN,
                    "--py-files",
                    f"{sales_wheel('1.4.2')},{finance_wheel('1.2.0')}",
                    "dbfs:/FileStore/finance/tax.py",
                ]
            },
            "new_cluster": {"spark_version": "13.3.x-scala2.12", "num_workers": 2},
        },
    )


def _serverless() -> Iterator[JsonObject]:
    yield job(
        "finance-serverless-audit",
        serverless("audit", f"{_NOTEBOOKS}/audit.py", "audit"),
        environments=[
            environment("audit", f"finance-rules @ file://{finance_wheel('1.2.0')}"),
            environment("scala", java_dependencies=[_JAR]),
        ],
    )


def _managed() -> JsonObject:
    return job(
        "Lakehouse monitoring refresh",
        notebook("refresh", "/Workspace/System/refresh", whl(sales_wheel("1.4.2"))),
        deployment={"kind": "SYSTEM_MANAGED"},
    )
