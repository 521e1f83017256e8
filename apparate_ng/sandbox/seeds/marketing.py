"""The marketing team's jobs: bundles, loose versions, eggs and strange names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.seeds.builders import (
    OLD_COPY,
    SeedJob,
    cron,
    environment,
    job,
    notebook,
    pypi,
    sales_wheel,
    serverless,
    whl,
)
from apparate_ng.sandbox.seeds.store import STORE
from apparate_ng.sandbox.state.identities import ADMIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apparate_ng.sandbox.documents.json_text import JsonObject

_NOTEBOOKS = "/Workspace/Shared/marketing"
_BUNDLE = "/Workspace/Users/admin@example.com/.bundle/campaigns/prod/state/metadata.json"


def jobs() -> list[SeedJob]:
    """The team's jobs, oldest first."""
    access = {"marketing": "CAN_MANAGE"}
    settings = [*_campaigns(), *_loose(), *_ranges(), *_others()]
    return [SeedJob(settings=each, creator=ADMIN, access=access) for each in settings]


def _campaigns() -> Iterator[JsonObject]:
    yield job(
        "marketing-campaigns-prod",
        notebook("campaigns", f"{_NOTEBOOKS}/campaigns", whl(sales_wheel("1.4.2"))),
        **cron("0 0 4 * * ?"),
        deployment={"kind": "BUNDLE", "metadata_file_path": _BUNDLE},
        edit_mode="UI_LOCKED",
    )
    yield job(
        "marketing-newsletter",
        notebook("send", f"{_NOTEBOOKS}/send", whl(sales_wheel("1.4.3"))),
        **cron("0 0 10 ? * TUE"),
    )
    yield job(
        "marketing-segments \x1b[31m[red]urgent[/red]\x1b[0m",
        notebook("segments", f"{_NOTEBOOKS}/segments", whl(sales_wheel("1.4.2"))),
        **cron("0 45 4 * * ?"),
    )
    yield job(
        "marketing-attribution-2",
        notebook("attribution", f"{_NOTEBOOKS}/attribution", whl(sales_wheel("2.0.0"))),
    )


def _loose() -> Iterator[JsonObject]:
    yield job(
        "marketing-always-newest",
        notebook(
            "newest",
            f"{_NOTEBOOKS}/newest",
            pypi("sales-features"),
            whl(f"{STORE}/sales_features-latest.whl"),
            whl(f"{STORE}/sales_features-1.4-*.whl"),
        ),
        notebook(
            "chosen",
            f"{_NOTEBOOKS}/chosen",
            whl(f"{STORE}/sales_features-{{{{job.parameters.version}}}}-py3-none-any.whl"),
        ),
        parameters=[{"name": "version", "default": "1.4.2"}],
    )


def _ranges() -> Iterator[JsonObject]:
    yield job(
        "marketing-floating",
        serverless("any", f"{_NOTEBOOKS}/any.py", "any"),
        serverless("close", f"{_NOTEBOOKS}/close.py", "close"),
        environments=[
            environment("any", "sales-features==1.4.*"),
            environment("close", "sales-features~=1.4.0", "-r /Workspace/Shared/other.txt"),
        ],
    )
    yield job(
        "marketing-early-bird",
        notebook("early", f"{_NOTEBOOKS}/early", pypi("sales-features==1.5.0")),
    )


def _others() -> Iterator[JsonObject]:
    yield job(
        "marketing-old-egg",
        notebook(
            "egg",
            f"{_NOTEBOOKS}/egg",
            {"egg": f"{STORE}/sales_features-1.3.0-py3.9.egg"},
            {"egg": f"{OLD_COPY}-web_tracking-0.4.0-py3.9.egg"},
        ),
        **cron("0 0 22 * * ?", paused=True),
    )
    yield job(
        "マーケティング・日次集計",
        notebook("aggregate", f"{_NOTEBOOKS}/日次集計", pypi("pandas==2.2.3")),
        **cron("0 0 1 * * ?", zone="Asia/Tokyo"),
    )
