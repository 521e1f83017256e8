"""Releases leave the store: each kind of store, each kind of fault, and what is written down."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeAlias, cast

import pytest
from _pytest.mark import ParameterSet

from apparate_ng.deployment.lease_errors import LeaseHeldError
from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.deployment.taking import set_aside
from apparate_ng.errors import ExitCode
from apparate_ng.model.stores.prune import Prune, PrunePolicy
from apparate_ng.operations.consent import DeclinedError
from apparate_ng.operations.execution.leasing import StoreLessor
from apparate_ng.operations.execution.this_process import this_holder
from apparate_ng.operations.maintenance.pruning import PruneWish, exit_code_of, prune
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.session import StoreSession
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.store.port import LibraryStore
from apparate_ng.workspace.failures import PermissionDeniedError
from tests.integration.prune.files import file_of, kept, put, removed, there
from tests.integration.store.place import PLACES, Endpoint, Place

Go: TypeAlias = Callable[..., Prune]
_ALL = ("1.3.0", "1.4.2", "1.5.0")
_PASSING: dict[str, FaultRule] = {
    "429": {"status": 429},
    "500 before": {"status": 500},
    "500 after": {"status": 500, "when": "after"},
    "503 after": {"status": 503, "when": "after"},
    "drop before": {"action": "drop"},
    "drop after": {"action": "drop", "when": "after"},
}
_LASTING: dict[str, FaultRule] = {
    "403": {
        "status": 403,
        "body": {"error_code": "PERMISSION_DENIED", "message": "not yours"},
        "times": None,
    },
    "400": {"status": 400, "body": {"error_code": "BAD_REQUEST", "message": "no"}, "times": None},
}


def _records(session: StoreSession) -> list[dict[str, Any]]:
    control = session.store.control
    return [json.loads(control.read(f"prunes/{name}")) for name in control.names("prunes")]


@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
def test_what_nothing_needs_goes(
    sandbox: Sandbox, place: Place, session: StoreSession, go: Go
) -> None:
    place.put(sandbox, "notes.txt", b"theirs")
    place.put(sandbox, "lib-latest.whl", b"theirs")

    done = go()

    assert removed(done) == {"1.3.0": "removed", "1.4.2": "removed"}
    assert kept(done) == {"1.5.0": "newest"}
    assert there(sandbox, place, *_ALL) == ["1.5.0"]
    assert place.stored(sandbox, "notes.txt") == b"theirs"
    assert place.stored(sandbox, "lib-latest.whl") == b"theirs"
    assert done.summary.other_files == 2
    assert exit_code_of(done) is ExitCode.DONE
    (record,) = _records(session)
    assert (record["id"], record["status"]) == (done.id, "succeeded")
    assert [one["outcome"] for one in record["remove"]] == ["removed", "removed"]


def _cases() -> Iterator[ParameterSet]:
    for kind, place in PLACES.items():
        for what, endpoint in (("look", place.look), ("delete", place.delete)):
            for name, rule in _PASSING.items():
                yield pytest.param(place, endpoint, rule, id=f"{kind}-{what}-{name}")


@pytest.mark.parametrize(("place", "endpoint", "rule"), list(_cases()))
def test_a_fault_that_passes(
    sandbox: Sandbox, place: Place, go: Go, endpoint: Endpoint, rule: FaultRule
) -> None:
    sandbox.fault(*endpoint, **rule)

    done = go()

    assert set(removed(done).values()) <= {"removed", "gone"}
    assert there(sandbox, place, *_ALL) == ["1.5.0"]
    assert exit_code_of(done) is ExitCode.DONE


@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
@pytest.mark.parametrize("rule", _LASTING.values(), ids=list(_LASTING))
def test_a_refused_delete_is_named_and_tried_again_by_the_next_run(
    sandbox: Sandbox, place: Place, session: StoreSession, go: Go, rule: FaultRule
) -> None:
    sandbox.fault(*place.delete, **rule)

    done = go()

    assert removed(done) == {"1.3.0": "failed", "1.4.2": "failed"}
    assert all(one.error for one in done.remove)
    assert exit_code_of(done) is ExitCode.PARTIAL
    assert there(sandbox, place, *_ALL) == list(_ALL)
    assert _records(session)[0]["status"] == "partial"

    sandbox.clear()
    assert removed(go()) == {"1.3.0": "removed", "1.4.2": "removed"}
    assert there(sandbox, place, *_ALL) == ["1.5.0"]


class _Interrupted:
    """A store at whose second removal somebody presses Ctrl-C."""

    def __init__(self, store: LibraryStore) -> None:
        self._store = store
        self._removals = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def remove(self, name: str) -> None:
        self._removals += 1
        if self._removals > 1:
            raise KeyboardInterrupt
        self._store.remove(name)


def test_an_interrupt_leaves_a_record_that_says_how_far_it_came(
    sandbox: Sandbox, place: Place, session: StoreSession, go: Go
) -> None:
    store = cast("LibraryStore", _Interrupted(session.store))
    wish = PruneWish(policy=PrunePolicy(older_than_s=0))

    with pytest.raises(KeyboardInterrupt):
        prune(replace(session, store=store), wish, lambda _: True, Silence())

    assert there(sandbox, place, *_ALL) == ["1.4.2", "1.5.0"]
    (record,) = _records(session)
    assert record["status"] == "partial"
    assert [one["outcome"] for one in record["remove"]] == ["removed", "pending"]
    assert removed(go()) == {"1.4.2": "removed"}


def test_nothing_goes_where_it_cannot_be_written_down(
    sandbox: Sandbox, place: Place, session: StoreSession, go: Go
) -> None:
    denied = {"error_code": "PERMISSION_DENIED", "message": "no room"}
    # the first one is the lease
    sandbox.fault("POST", "/api/2.0/workspace/import", nth=2, status=403, body=denied)

    with pytest.raises(PermissionDeniedError, match="no room"):
        go()

    assert there(sandbox, place, *_ALL) == list(_ALL)
    assert _records(session) == []


def test_a_record_that_cannot_be_closed_is_said(
    sandbox: Sandbox, place: Place, session: StoreSession, go: Go
) -> None:
    def approve(_: Prune) -> bool:
        sandbox.fault(
            "POST", "/api/2.0/workspace/import", status=403, times=None, containing="prunes"
        )
        return True

    done = go(approve)

    assert there(sandbox, place, *_ALL) == ["1.5.0"]
    assert "record-not-closed" in [notice.code for notice in done.warnings]
    assert exit_code_of(done) is ExitCode.PARTIAL
    assert _records(session)[0]["status"] == "running"


def test_nobody_prunes_while_somebody_deploys(
    sandbox: Sandbox, place: Place, session: StoreSession, go: Go
) -> None:
    with (
        StoreLessor(session.workspace, session.store, Silence()).held(),
        pytest.raises(LeaseHeldError),
    ):
        go()

    assert there(sandbox, place, *_ALL) == list(_ALL)
    assert removed(go()) == {"1.3.0": "removed", "1.4.2": "removed"}


def test_the_record_is_there_before_the_first_delete(
    sandbox: Sandbox, place: Place, go: Go
) -> None:
    go()

    journal = [(entry["method"], entry["path"]) for entry in sandbox.journal()]
    first = journal.index(place.delete)
    imports = journal.index(("POST", "/api/2.0/workspace/import"))
    assert imports < first


def test_a_dry_run_writes_nothing(sandbox: Sandbox, place: Place, go: Go) -> None:
    done = go(dry_run=True)

    assert done.status.value == "planned"
    assert removed(done) == {"1.3.0": "pending", "1.4.2": "pending"}
    assert {entry["method"] for entry in sandbox.journal()} <= {"GET", "HEAD"}
    assert there(sandbox, place, *_ALL) == list(_ALL)


def test_no_means_no(sandbox: Sandbox, place: Place, go: Go) -> None:
    with pytest.raises(DeclinedError):
        go(approve=lambda _: False)

    assert {entry["method"] for entry in sandbox.journal()} <= {"GET", "HEAD"}
    assert there(sandbox, place, *_ALL) == list(_ALL)


def test_a_job_that_comes_while_somebody_is_asked_keeps_its_release(
    sandbox: Sandbox, place: Place, go: Go, pinned: Callable[..., dict[str, Any]]
) -> None:
    def approve(planned: Prune) -> bool:
        assert set(removed(planned)) == {"1.3.0", "1.4.2"}
        sandbox.add_job(pinned("a", version="1.4.2"))
        return True

    done = go(approve)

    assert removed(done) == {"1.3.0": "removed", "1.4.2": "claimed"}
    assert there(sandbox, place, *_ALL) == ["1.4.2", "1.5.0"]
    assert exit_code_of(done) is ExitCode.DONE


def test_what_becomes_unreadable_meanwhile_stops_it(sandbox: Sandbox, place: Place, go: Go) -> None:
    def approve(_: Prune) -> bool:
        sandbox.fault("GET", "/api/2.2/jobs/runs/list", status=403, times=None)
        return True

    done = go(approve)

    assert removed(done) == {"1.3.0": "claimed", "1.4.2": "claimed"}
    assert there(sandbox, place, *_ALL) == list(_ALL)
    assert exit_code_of(done) is ExitCode.PARTIAL


def test_a_file_that_was_replaced_meanwhile_is_left(sandbox: Sandbox, place: Place, go: Go) -> None:
    def approve(_: Prune) -> bool:
        place.put(sandbox, file_of("1.3.0"), b"another file of another size")
        return True

    done = go(approve)

    assert removed(done) == {"1.3.0": "changed", "1.4.2": "removed"}
    assert there(sandbox, place, *_ALL) == ["1.3.0", "1.5.0"]
    assert exit_code_of(done) is ExitCode.PARTIAL


def test_only_the_library_that_was_named(sandbox: Sandbox, place: Place, go: Go) -> None:
    put(sandbox, place, "0.1", "other")
    put(sandbox, place, "0.2", "other")

    done = go(library="Other")

    assert removed(done) == {"0.1": "removed"}
    assert there(sandbox, place, *_ALL) == list(_ALL)


def test_older_places_are_swept_only_where_somebody_asks(
    sandbox: Sandbox, place: Place, go: Go
) -> None:
    older = PLACES["dbfs"]
    put(sandbox, older, "1.2.0")

    go()
    assert there(sandbox, older, "1.2.0") == ["1.2.0"]

    done = go(also_stores=(older.uri, "s3://bucket/libs", place.uri))
    assert removed(done) == {"1.2.0": "removed"}
    assert there(sandbox, older, "1.2.0") == []
    assert [notice.code for notice in done.warnings] == ["not-swept"]


def test_a_younger_file_stays(session: StoreSession, go: Go) -> None:
    done = go(policy=PrunePolicy())

    assert removed(done) == {}
    assert kept(done) == {"1.3.0": "young", "1.4.2": "young", "1.5.0": "newest"}
    assert session.store.control.names("leases") == []


def test_who_was_overtaken_stops_as_one_without_the_lease(
    sandbox: Sandbox, place: Place, session: StoreSession, go: Go
) -> None:
    sandbox.fault(*place.delete, nth=1, times=1, action="hold")

    with ThreadPoolExecutor(1) as pool:
        pruning = pool.submit(go)
        while not sandbox.held():
            time.sleep(0.02)
        files = LeaseFiles(session.store.control)
        found = files.latest()
        assert found is not None
        set_aside(files, found, this_holder("bob", None))
        time.sleep(1.1)  # a look at the lease serves for a second
        sandbox.let_go(serve=True)
        done = pruning.result()

    assert removed(done) == {"1.3.0": "removed", "1.4.2": "pending"}
    assert there(sandbox, place, *_ALL) == ["1.4.2", "1.5.0"]
    assert [notice.code for notice in done.warnings] == ["lease-lost"]
    assert exit_code_of(done) is ExitCode.REFUSED
    assert _records(session)[0]["status"] == "partial"
