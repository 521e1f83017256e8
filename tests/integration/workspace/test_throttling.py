from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.connection import CONCURRENCY
from apparate_ng.workspace.jobs import Jobs
from apparate_ng.workspace.retrying import attempts

_UPDATE = "/api/2.2/jobs/update"


def test_updates_above_the_rate_all_succeed(sandbox: Sandbox, jobs: Jobs) -> None:
    ids = [sandbox.add_job({"name": "before"}) for _ in range(60)]
    sandbox.rate(_UPDATE, per_second=20, burst=20, retry_after=False)

    with ThreadPoolExecutor(CONCURRENCY) as pool:
        list(pool.map(lambda job_id: attempts()(jobs.update, job_id, {"name": "after"}), ids))

    assert {job["settings"]["name"] for job in sandbox.jobs()} == {"after"}
    served = [entry for entry in sandbox.journal("POST", _UPDATE) if entry["status"] == 200]
    assert len(served) == 60
