"""The scan that the platform's SDK offers: typed jobs. Prints how many there were.

It looks where libraries of jobs mostly stand, as one would write it, and so for less than a plan
looks for. An argument is the number of jobs for each page; without it, the SDK leaves that to the
server.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from databricks.sdk import WorkspaceClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from databricks.sdk.service.jobs import BaseJob

_LIBRARY = "sales_features-"


def scan(limit: int | None) -> tuple[int, int]:
    """How many jobs there are, and how often they name a file of the library."""
    jobs = found = 0
    for job in WorkspaceClient().jobs.list(expand_tasks=True, limit=limit):
        jobs += 1
        found += sum(_LIBRARY in place for place in _places(job))
    return jobs, found


def _places(job: BaseJob) -> Iterator[str]:
    if job.settings is None:
        return
    for task in job.settings.tasks or []:
        yield from (library.whl for library in task.libraries or [] if library.whl)
    for environment in job.settings.environments or []:
        yield from (environment.spec and environment.spec.dependencies) or []


scanned, named = scan(int(sys.argv[1]) if len(sys.argv) > 1 else None)
if not named:
    sys.exit("the scan found nothing")
sys.stdout.write(f"{scanned}\n")
