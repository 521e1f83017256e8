"""One deployment at a time: who is refused, who waits, who takes over, and `apparate unlock`."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, STORE, plant, versions_of, wheel_path
from tests.e2e.program import Program

_UPDATE = "/api/2.2/jobs/update"
_LEASES = f"{STORE}/.apparate/leases"
_PATIENCE_S = 30.0


@pytest.fixture
def server() -> Iterator[Sandbox]:
    """A server of its own, since requests of a killed program may still be under way."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def program(outside: Program, server: Sandbox) -> Program:
    return outside.knowing(
        DATABRICKS_HOST=server.url, DATABRICKS_TOKEN=server.token, APPARATE_STORE=STORE
    )


def _held(server: Sandbox, *, for_s: int = 100, number: int = 4, **holder: object) -> None:
    """Somebody else's lease, on another machine."""
    now = datetime.now(timezone.utc)
    form = "%Y-%m-%dT%H:%M:%SZ"
    lease = {
        "schema": "apparate.lease/1",
        "number": number,
        "id": "theirs",
        "deployment": "20260131T120000Z-0badcafe",
        "holder": {
            "identity": "bob@example.com",
            "machine": "runner-7",
            "process": 4711,
            "ci_url": "https://ci.example.com/runs/7",
            **holder,
        },
        "acquired_at": now.strftime(form),
        "expires_at": (now + timedelta(seconds=for_s)).strftime(form),
        "released_at": None,
    }
    server.add_file(f"{_LEASES}/{number}.json", json.dumps(lease).encode())


def _lease(server: Sandbox, number: int) -> dict[str, object]:
    found = server.file(f"{_LEASES}/{number}.json")
    assert found is not None
    document: dict[str, object] = json.loads(found)
    return document


def test_a_deployment_holds_and_gives_back_the_lease(
    program: Program, server: Sandbox, release: Path
) -> None:
    plant(server, 2)
    outcome = program(
        "upload-and-update", release, BUILD_URL="https://ci.example.com/runs/8", BUILD_NUMBER="8"
    )

    assert outcome.returncode == 0, outcome.stderr
    lease = _lease(server, 1)
    assert lease["released_at"]
    assert lease["deployment"]
    holder = lease["holder"]
    assert isinstance(holder, dict)
    assert holder["identity"] == "ci@example.com"
    assert holder["ci_url"] == "https://ci.example.com/runs/8"


def test_nothing_to_change_needs_no_lease(program: Program, server: Sandbox, release: Path) -> None:
    _held(server)

    assert program("upload-and-update", release).returncode == 0


def test_refused_while_somebody_else_is_at_work(
    program: Program, server: Sandbox, release: Path
) -> None:
    ids = plant(server, 2)
    _held(server)

    outcome = program("upload-and-update", release)

    assert outcome.returncode == 5
    for words in (
        "bob@example.com",
        "runner-7",
        "https://ci.example.com/runs/7",
        "--lease-wait",
        "apparate unlock",
        f"{_LEASES}/4.json",
    ):
        assert words in outcome.stderr
    assert versions_of(server, *ids) == [[OLD]] * 2
    assert server.file(f"{STORE}/{release.name}") is None


def test_waiting_for_it(program: Program, server: Sandbox, release: Path) -> None:
    ids = plant(server, 2)
    _held(server, for_s=3)

    outcome = program("upload-and-update", release, "--lease-wait", "1m")

    assert outcome.returncode == 0, outcome.stderr
    assert "waiting up to 60 s for the lease" in outcome.stderr
    assert "took over the lease of bob@example.com" in outcome.stderr
    assert versions_of(server, *ids) == [[NEW]] * 2


@pytest.mark.parametrize("command", ["resume", "rollback", "prune"])
def test_other_commands_are_refused_and_wait_when_they_are_told_to(
    program: Program, server: Sandbox, release: Path, command: str
) -> None:
    ids = _cut_off(program, server, release)
    options = ("--older-than", "0s") if command == "prune" else ()
    program = program.knowing(DATABRICKS_TOKEN=server.admin_token)  # a prune has to see all jobs
    _held(server)
    began = versions_of(server, *ids)

    refused = program(command, *options)

    assert refused.returncode == 5
    assert "hint: wait for it with --lease-wait" in refused.stderr
    assert versions_of(server, *ids) == began
    assert server.file(wheel_path("1.0.0")) is not None

    _held(server, for_s=3, number=5)
    waited = program(command, *options, "--lease-wait", "1m")

    assert waited.returncode == 0, waited.stderr
    assert "waiting up to 60 s for the lease" in waited.stderr
    assert "took over the lease of bob@example.com" in waited.stderr
    goal = {"resume": [[NEW]] * 2, "rollback": [[OLD]] * 2, "prune": began}[command]
    assert versions_of(server, *ids) == goal
    assert (server.file(wheel_path("1.0.0")) is None) == (command == "prune")


def _cut_off(program: Program, server: Sandbox, release: Path) -> list[int]:
    """A deployment that moved one of two jobs, and a release that nobody needs."""
    for version in (OLD, "1.0.0"):
        server.add_file(wheel_path(version), version.encode())
    ids = plant(server, 2)
    server.fault("POST", _UPDATE, nth=2, status=403)
    assert program("upload-and-update", release).returncode == 3
    assert sorted(versions_of(server, *ids)) == [[OLD], [NEW]]
    server.clear()
    return ids


def test_unlock(program: Program, server: Sandbox, release: Path) -> None:
    plant(server, 2)
    _held(server)

    shown = program("unlock")
    assert shown.returncode == 0, shown.stderr
    for words in (
        "bob@example.com",
        "runner-7, process 4711",
        "https://ci.example.com/runs/7",
        "is ended",
    ):
        assert words in shown.stdout
    assert _lease(server, 5)["released_at"]
    assert _lease(server, 4)["released_at"] is None
    assert program("upload-and-update", release).returncode == 0


def test_unlock_where_nobody_holds_it(program: Program, server: Sandbox) -> None:
    assert "Nobody holds the lease" in program("unlock").stdout
    _held(server, for_s=-10)
    document = program.document("unlock")

    assert document["schema"] == "apparate.unlock/1"
    assert (document["number"], document["lease"]) == (None, None)


def test_killed_and_run_again_at_once(program: Program, server: Sandbox, release: Path) -> None:
    ids = plant(server, 40)
    server.latency("*/jobs/update", 0.25)
    process = program.start("upload-and-update", release)
    end = time.monotonic() + _PATIENCE_S
    while len(server.journal(path=_UPDATE)) < 5:
        assert time.monotonic() < end
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    server.latency("*/jobs/update", 0.0)
    assert _lease(server, 1)["released_at"] is None

    outcome = program("upload-and-update", release)

    assert outcome.returncode == 0, outcome.stderr
    assert "whose process is not there any more" in outcome.stderr
    assert versions_of(server, *ids) == [[NEW]] * 40
    assert _lease(server, 2)["released_at"]


def test_overtaken_while_at_work(program: Program, server: Sandbox, release: Path) -> None:
    ids = plant(server, 60)
    server.latency("*/jobs/update", 1.0)
    process = program.start("upload-and-update", release)
    end = time.monotonic() + _PATIENCE_S
    while len(server.journal(path=_UPDATE)) < 5:
        assert time.monotonic() < end
        time.sleep(0.02)
    _held(server, number=2)
    out, said = process.communicate(timeout=60)

    assert process.returncode == 5, said
    assert "somebody took the lease: theirs is number 2, ours was 1" in out
    assert [OLD] in versions_of(server, *ids)


def test_overtaken_at_the_last_write_leaves_the_record_alone(
    program: Program, server: Sandbox, release: Path
) -> None:
    plant(server, 1)
    server.fault("POST", _UPDATE, nth=1, times=1, action="hold")
    process = program.start("upload-and-update", release)
    _until_held(server)
    _held(server, number=2)
    time.sleep(1.1)  # a look at the lease serves for a second
    server.let_go(serve=True)
    out, said = process.communicate(timeout=60)

    assert process.returncode == 5, said
    assert "the record was left as it is" in " ".join(out.split())
    [record] = program.document("history")["deployments"]
    assert record["status"] == "running"


def test_a_prune_that_is_overtaken_ends_as_a_deployment_does(
    program: Program, server: Sandbox, release: Path
) -> None:
    _cut_off(program, server, release)
    server.fault("POST", "*/workspace/delete", nth=1, times=1, action="hold", containing="1.0.0")
    server.add_file(wheel_path("1.0.1"), b"1.0.1")
    process = program.knowing(DATABRICKS_TOKEN=server.admin_token).start(
        "prune", "--older-than", "0s"
    )
    _until_held(server)
    _held(server, number=9)
    time.sleep(1.1)  # a look at the lease serves for a second
    server.let_go(serve=True)
    out, said = process.communicate(timeout=60)

    assert process.returncode == 5, out + said
    assert "somebody took the lease" in out + said
    assert server.file(wheel_path("1.0.1")) is not None


def test_a_rollback_that_waits_for_a_deployment_puts_all_of_it_back(
    program: Program, server: Sandbox, release: Path
) -> None:
    server.add_file(wheel_path(OLD), b"old")
    ids = plant(server, 4)
    server.fault("POST", _UPDATE, nth=2, times=1, action="hold")
    deploying = program.start("upload-and-update", release)
    _until_held(server)

    back = program.start("rollback", "--lease-wait", "1m")
    assert back.stderr is not None
    assert "waiting up to 60 s for the lease" in back.stderr.readline()
    server.let_go(serve=True)

    _, said = deploying.communicate(timeout=60)
    assert deploying.returncode == 0, said
    out, said = back.communicate(timeout=60)
    assert back.returncode == 0, out + said
    assert "more is to be put back than was shown" in said
    assert versions_of(server, *ids) == [[OLD]] * 4


def _until_held(server: Sandbox) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not server.held():
        assert time.monotonic() < end
        time.sleep(0.02)
