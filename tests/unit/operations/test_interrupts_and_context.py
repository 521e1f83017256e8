"""Requests to stop, and from where a deployment is started."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from apparate_ng.operations.execution.context import context_of
from apparate_ng.operations.interrupts import Interrupts


def test_who_carries_something_out_is_told_instead_of_being_torn_out() -> None:
    interrupts, told = Interrupts(), []
    assert not interrupts.arrive()
    with interrupts.told_to(lambda: told.append("outer")):
        with interrupts.told_to(lambda: told.append("inner")):
            assert interrupts.arrive()
        assert interrupts.arrive()
    assert not interrupts.arrive()
    assert (told, interrupts.number) == (["inner", "outer"], 4)


@pytest.mark.parametrize(
    ("environment", "commit", "url"),
    [
        ({}, None, None),
        ({"GIT_COMMIT": "0123abc"}, "0123abc", None),
        ({"GIT_COMMIT": "$(rm)", "CI_COMMIT_SHA": "0123abc"}, "0123abc", None),
        ({"CI_JOB_URL": "https://ci.example.com/1"}, None, "https://ci.example.com/1"),
        ({"CI_JOB_URL": "https://u:secret@ci.example.com/1"}, None, None),
    ],
)
def test_where_from(environment: dict[str, str], commit: str | None, url: str | None) -> None:
    found = context_of(environment, command="update", folder=None)
    assert (found.command, found.commit, found.ci_url) == ("update", commit, url)


def test_no_other_variable_is_looked_at(tmp_path: Path) -> None:
    environment = {"DATABRICKS_TOKEN": "canary", "SECRET": "canary", "CI_JOB_TOKEN": "canary"}
    found = context_of(environment, command="update", folder=tmp_path)
    assert b"canary" not in msgspec.json.encode(found)
