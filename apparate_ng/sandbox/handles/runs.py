"""Runs of jobs: arranged, moved and looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.handles.talking import Talking

if TYPE_CHECKING:
    from apparate_ng.sandbox.documents.json_text import JsonObject


class RunHandle(Talking):
    """The part of the handle for runs. The sandbox runs nothing: a run stays as it was put."""

    def add_run(
        self,
        job_id: int,
        *,
        life_cycle_state: str = "RUNNING",
        result_state: str | None = None,
        settings: JsonObject | None = None,
        **top_level: object,
    ) -> int:
        """Store a run of a job; gives its id.

        It does what `settings` say (without them, what the job says now), whatever becomes of the
        job later. `top_level` are further fields, such as `overriding_parameters`.
        """
        body = {
            "job_id": job_id,
            "life_cycle_state": life_cycle_state,
            "result_state": result_state,
            "settings": settings,
            "top_level": top_level,
        }
        added: int = self._calls.json("POST", "/sandbox/runs", body)["run_id"]
        return added

    def set_run(
        self, run_id: int, life_cycle_state: str, *, result_state: str | None = None
    ) -> None:
        """Bring a run into another state, such as `TERMINATED` with the result `SUCCESS`."""
        body = {
            "run_id": run_id,
            "life_cycle_state": life_cycle_state,
            "result_state": result_state,
        }
        self._calls.json("POST", "/sandbox/runs/state", body)

    def runs(self) -> list[JsonObject]:
        """Every run as it is stored, newest first."""
        return self._all("runs")
