"""The sales team's jobs: most of them pin `sales-features`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.seeds.builders import (
    OLD_COPY,
    SeedJob,
    after,
    cron,
    environment,
    finance_wheel,
    job,
    loop,
    notebook,
    pypi,
    sales_wheel,
    serverless,
    trigger,
    wheel_task,
    whl,
)
from apparate_ng.sandbox.state.identities import ADMIN, ANA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apparate_ng.sandbox.documents.json_text import JsonObject

_NOTEBOOKS = "/Workspace/Shared/sales"
_FIRST_PAGE = 100
_EXTRA = "/Workspace/Shared/libraries/sales_features_extra-1.4.2-py3-none-any.whl"


def jobs() -> list[SeedJob]:
    """The team's jobs, oldest first; everybody in the team manages them."""
    access = {"sales": "CAN_MANAGE"}
    groups = (_daily, _sometimes, _serverless, _from_an_index, _special, _unclear, _large)
    settings = [each for group in groups for each in group()]
    found = [SeedJob(settings=each, creator=ANA, access=access) for each in settings]
    # The one job that the pipeline's identity may look at, but not change.
    forecast = job(
        "sales-board-forecast",
        notebook("forecast", f"{_NOTEBOOKS}/forecast", whl(finance_wheel("1.2.1"))),
        **cron("0 0 6 ? * MON"),
    )
    shown = {**access, "ci@example.com": "CAN_VIEW"}
    return [*found, SeedJob(settings=forecast, creator=ADMIN, access=shown)]


def _daily() -> Iterator[JsonObject]:
    yield job(
        "sales-nightly-score",
        notebook("prepare", f"{_NOTEBOOKS}/prepare", whl(sales_wheel("1.4.2"))),
        wheel_task(
            "score", "sales_features", whl(sales_wheel("1.4.2")), depends_on=after("prepare")
        ),
        **cron("0 0 2 * * ?", zone="UTC"),
        tags={"team": "sales", "tier": "1"},
    )
    yield job(
        "sales-hourly-orders",
        notebook("orders", f"{_NOTEBOOKS}/orders", whl(sales_wheel("1.4.3", "/Shared/libraries"))),
        **trigger("periodic", interval=1, unit="HOURS"),
    )


def _sometimes() -> Iterator[JsonObject]:
    yield job(
        "sales-new-files",
        notebook("load", f"{_NOTEBOOKS}/load", whl(sales_wheel("1.4.3")), pypi("pyyaml==6.0.2")),
        **trigger("file_arrival", url="/Volumes/main/sales/inbox/"),
    )
    yield job(
        "sales-per-country",
        loop(
            "countries",
            notebook("country", f"{_NOTEBOOKS}/country", whl(sales_wheel("1.3.0"))),
            '["CH", "DE", "FR", "IT"]',
        ),
        **cron("0 30 3 * * ?"),
    )
    yield job(
        "sales-weekly-report",
        notebook("report", f"{_NOTEBOOKS}/report", whl(sales_wheel("1.4.2", OLD_COPY))),
        **cron("0 0 7 ? * FRI", paused=True),
    )


def _serverless() -> Iterator[JsonObject]:
    yield job(
        "sales-live-dashboard",
        serverless("refresh", f"{_NOTEBOOKS}/refresh.py", "default"),
        environments=[environment("default", f"{sales_wheel('1.4.3')}[plots]", "pandas>=2,<3")],
        continuous={"pause_status": "UNPAUSED"},
    )
    yield job(
        "sales-features-backfill",
        serverless("backfill", f"{_NOTEBOOKS}/backfill.py", "backfill"),
        environments=[
            environment("backfill", sales_wheel("1.4.2", "/Shared/libraries"), "tqdm==4.67.1")
        ],
    )


def _from_an_index() -> Iterator[JsonObject]:
    yield job(
        "sales-what-if",
        serverless("simulate", f"{_NOTEBOOKS}/simulate.py", "index"),
        environments=[
            environment(
                "index", 'sales-features[plots,fast]==1.4.2 ; python_version >= "3.10"', "numpy<3"
            )
        ],
    )
    yield job(
        "sales-in-range",
        serverless("check", f"{_NOTEBOOKS}/check.py", "range"),
        environments=[environment("range", "Sales_Features>=1.4,<2", "--pre")],
        **trigger("table_update", table_names=["main.sales.orders"], condition="ANY_UPDATED"),
    )


def _special() -> Iterator[JsonObject]:
    yield job(
        "sales-legacy-score",
        wheel_task("score", "sales_features", whl(sales_wheel("0.9.2"))),
        **cron("0 0 4 * * ?"),
    )
    yield job(
        "sales-release-candidate",
        notebook("try", f"{_NOTEBOOKS}/try", whl(sales_wheel("1.5.0rc1"))),
    )
    yield job(
        "sales-ana-experiment",
        notebook(
            "try",
            f"/Workspace/Users/{ANA}/try",
            whl(sales_wheel("1.4.4.dev1", f"/Workspace/Users/{ANA}/dev")),
        ),
    )


def _unclear() -> Iterator[JsonObject]:
    yield job(
        "sales-two-versions",
        notebook("old", f"{_NOTEBOOKS}/old", whl(sales_wheel("1.4.2"))),
        notebook("new", f"{_NOTEBOOKS}/new", whl(sales_wheel("2.0.0")), depends_on=after("old")),
        **cron("0 15 5 * * ?"),
    )
    yield job(  # a near miss: another library, and the name in a path and in a parameter
        "sales-extra-only",
        notebook("extra", f"{_NOTEBOOKS}/sales-features/readme", whl(_EXTRA)),
        parameters=[{"name": "about", "default": "sales-features-1.4.2 is not used here"}],
    )


def _large() -> Iterator[JsonObject]:
    """More than one page of tasks; only those on the second page pin the library."""
    stores = [
        notebook(
            f"store_{number:03d}",
            f"{_NOTEBOOKS}/store",
            whl(sales_wheel("1.4.2")) if number > _FIRST_PAGE else pypi("pyyaml==6.0.2"),
        )
        for number in range(130)
    ]
    yield job("sales-all-stores", *stores, **cron("0 0 1 * * ?"), max_concurrent_runs=2)
