"""The judges see what they are there for."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from apparate_ng.errors import ExitCode
from tests.e2e.jobs import NEW, OLD, wheel_path
from tests.faults.commands import Ended
from tests.faults.judging import torn, torn_releases, unlike_said
from tests.faults.planted import FILE, releases
from tests.faults.sweep import Stand


@pytest.fixture
def stand(queue: SimpleQueue[Stand]) -> Iterator[Stand]:
    taken = queue.get()
    taken.side.sandbox.clear()
    taken.side.sandbox.bring_back("old")
    yield taken
    queue.put(taken)


def _torn(stand: Stand) -> list[str]:
    ends = (stand.ends["old"], stand.ends["new"])
    return [text.partition(" is torn")[0] for text in torn(stand.side.sandbox, ends)]


def test_what_is_whole(stand: Stand) -> None:
    assert _torn(stand) == []
    stand.side.sandbox.add_file(
        FILE, f"# base\r\nrequests==2.31.0\r\n{wheel_path(NEW)}\r\n".encode()
    )
    assert _torn(stand) == []


def test_half_a_change(stand: Stand) -> None:
    """One of two pins of a job has moved."""
    sandbox = stand.side.sandbox
    tasks = [{"task_key": "t003", "libraries": [{"whl": wheel_path(NEW)}]}]
    sandbox.edit(102, path="*", new_settings={"tasks": tasks})
    sandbox.add_file(FILE, b"half")
    with stand.side.session() as session:
        session.workspace.identity()

    assert _torn(stand) == ["job 102", f"file {FILE}"]


def test_a_field_that_is_lost(stand: Stand) -> None:
    sandbox = stand.side.sandbox
    sandbox.edit(103, path="*", fields_to_remove=["unknown"])
    with stand.side.session() as session:
        session.workspace.identity()

    assert _torn(stand) == ["job 103"]


def test_half_a_release_and_one_that_is_gone(stand: Stand) -> None:
    sandbox = stand.side.sandbox
    before = releases(sandbox)
    sandbox.add_file(wheel_path(NEW), stand.new_wheel[:-1])
    sandbox.add_file(wheel_path(OLD), b"")

    assert len(list(torn_releases(sandbox, before, stand.new_wheel, pruned=False))) == 2


@pytest.mark.parametrize("code", [ExitCode.DONE, ExitCode.DAMAGED, ExitCode.RESTORED])
def test_exit_codes_that_say_what_is_not(stand: Stand, code: ExitCode) -> None:
    """Nothing was changed."""
    said = unlike_said(
        stand.side.sandbox, Ended(exit_code=code, error="x"), stand.ends["old"], stand.ends["new"]
    )

    assert list(said) != []
