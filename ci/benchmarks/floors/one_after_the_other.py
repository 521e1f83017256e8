"""The floor of changing jobs: read, write and read back, one job and one request at a time.

The argument is the number of jobs. Prints the seconds that the loop took, without the start of
the interpreter, so that it can be scaled to more jobs.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import requests


class Loop:
    """The requests of the loop, over one connection."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {os.environ['DATABRICKS_TOKEN']}"
        self._jobs = f"{os.environ['DATABRICKS_HOST']}/api/2.2/jobs"

    def ids(self, count: int) -> list[int]:
        """The first jobs of the list."""
        page = self._get("list", limit=count)
        return [job["job_id"] for job in page["jobs"]]

    def change(self, job_id: int) -> None:
        """Send all tasks of a job as they are: the same work for the server as new ones."""
        job = self._get("get", job_id=job_id)
        body = {"job_id": job_id, "new_settings": {"tasks": job["settings"]["tasks"]}}
        self._session.post(f"{self._jobs}/update", json=body, timeout=60).raise_for_status()
        self._get("get", job_id=job_id)

    def _get(self, call: str, **query: int) -> Any:  # noqa: ANN401  JSON
        response = self._session.get(f"{self._jobs}/{call}", params=query, timeout=60)
        response.raise_for_status()
        return response.json()


def timed(count: int) -> float:
    """Seconds for so many jobs."""
    loop = Loop()
    job_ids = loop.ids(count)
    started = time.perf_counter()
    for job_id in job_ids:
        loop.change(job_id)
    return time.perf_counter() - started


sys.stdout.write(f"{timed(int(sys.argv[1]))}\n")
