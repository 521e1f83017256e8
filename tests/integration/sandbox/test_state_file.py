from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from apparate_ng.sandbox.embedded import running

if TYPE_CHECKING:
    from pathlib import Path


def test_a_state_file_keeps_the_workspace(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    with running(state=state) as sandbox:
        job_id = sandbox.add_job({"name": "x"}, access={"sales": "CAN_VIEW"})
        sandbox.add_file("/Shared/f", b"f")
        sandbox.add_identity("bo@example.com", "bo-token")
        before = sandbox.job(job_id)
        pipeline_id = sandbox.add_pipeline({"name": "p"})
        sandbox.add_volume("main.libs.wheels")
        sandbox.add_volume_file("/Volumes/main/libs/wheels/a", b"a")

    with running(state=state, seed="demo") as sandbox:
        assert sandbox.jobs() == [before]
        assert sandbox.file("/Shared/f") == b"f"
        assert sandbox.pipeline(pipeline_id)["name"] == "p"
        assert sandbox.volume_file("/Volumes/main/libs/wheels/a") == b"a"
        assert sandbox.add_job({"name": "y"}) != job_id


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    state.write_text("something else, long enough to be looked at" * 100)

    with pytest.raises(sqlite3.DatabaseError), running(state=state):
        pass


def test_switches_and_a_delay_from_the_start() -> None:
    with pytest.raises(ValueError, match="No switch 'nope'"), running(switches=("nope",)):
        pass
    with running(switches=("ignore-updates", "page_limit_cap=25"), page_delay=0.01) as sandbox:
        assert sandbox.jobs() == []


def test_two_sandboxes_share_nothing() -> None:
    with running() as one, running() as two:
        one.add_job({"name": "x"})

        assert one.url != two.url
        assert two.jobs() == []
