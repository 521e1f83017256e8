"""Jobs move to a release that is in the store already; and what is pinned where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from apparate_ng.configuration.settings import Settings
from apparate_ng.errors import ExitCode
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.consent import DeclinedError
from apparate_ng.operations.deployments.updating import update
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.queries.inventory import take_inventory
from apparate_ng.operations.releases.publishing import upload
from apparate_ng.operations.releases.stored import (
    NotInStoreError,
    stored_release,
    versions_in_store,
)
from apparate_ng.operations.session import (
    NoStoreError,
    StoreSession,
    release_session,
    store_session,
)
from apparate_ng.releases.failures import ArtifactError
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.opening import StoreNameError

Approve: TypeAlias = Callable[[Plan, bool], bool]
Pinned: TypeAlias = Callable[..., dict[str, Any]]
Wheel: TypeAlias = Callable[..., Path]
_STORE = "/Workspace/Shared/libraries"


@pytest.fixture
def session(environment: Mapping[str, str], configuration: Settings) -> Iterator[StoreSession]:
    with store_session(configuration, None, environment) as session:
        yield session


@pytest.fixture
def in_store(sandbox: Sandbox, wheel: Wheel) -> Callable[..., None]:
    def put(*versions: str) -> None:
        for version in versions:
            file = wheel(version)
            sandbox.add_file(f"{_STORE}/{file.name}", file.read_bytes())

    return put


def test_the_newest_final_release_unless_one_is_named(
    session: StoreSession, in_store: Callable[..., None]
) -> None:
    in_store("1.4.2", "1.10.0", "1.9.0", "2.0.0rc1")

    assert stored_release(session.store, "lib", None).version == "1.10.0"
    assert stored_release(session.store, "LIB", "1.9").version == "1.9.0"
    assert stored_release(session.store, "lib", "2.0.0rc1").version == "2.0.0rc1"
    assert sorted(versions_in_store(session.store, "lib")) == [
        "1.10.0",
        "1.4.2",
        "1.9.0",
        "2.0.0rc1",
    ]


@pytest.mark.parametrize(
    ("versions", "wanted", "hint"),
    [
        ((), None, "upload one: apparate upload"),
        (("1.0rc1",), None, "there are: 1.0rc1"),
        (("1.0",), "3.0", "there are: 1.0"),
    ],
)
def test_a_release_that_is_not_in_the_store(
    session: StoreSession,
    in_store: Callable[..., None],
    versions: tuple[str, ...],
    wanted: str | None,
    hint: str,
) -> None:
    in_store(*versions)

    with pytest.raises(NotInStoreError) as raised:
        stored_release(session.store, "lib", wanted)
    assert (raised.value.hint, raised.value.where) == (hint, _STORE)


def test_a_stored_file_that_is_no_library(sandbox: Sandbox, session: StoreSession) -> None:
    sandbox.add_file(f"{_STORE}/lib-1.0-py3-none-any.whl", b"no zip")

    with pytest.raises(ArtifactError):
        stored_release(session.store, "lib", None)


def test_jobs_move(
    sandbox: Sandbox,
    pinned: Pinned,
    session: StoreSession,
    in_store: Callable[..., None],
    wish: Wish,
    yes: Approve,
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    in_store("1.5.0")

    deployed = update(session, "lib", None, wish, yes, Silence())

    assert deployed.exit_code is ExitCode.DONE
    [library] = sandbox.job(job_id)["settings"]["tasks"][0]["libraries"]
    assert library == {"whl": f"{_STORE}/lib-1.5.0-py3-none-any.whl"}


def test_a_no_moves_nothing(
    sandbox: Sandbox,
    pinned: Pinned,
    session: StoreSession,
    in_store: Callable[..., None],
    wish: Wish,
) -> None:
    sandbox.add_job(pinned("a"))
    in_store("1.5.0")

    with pytest.raises(DeclinedError):
        update(session, "lib", None, wish, lambda _plan, _upload: False, Silence())
    assert sandbox.journal("POST") == []


def test_an_upload_on_its_own(
    sandbox: Sandbox, environment: Mapping[str, str], configuration: Settings, wheel: Wheel
) -> None:
    with release_session(wheel(), configuration, None, environment, Silence()) as session:
        assert upload(session.store, session.artifact, Silence()).uploaded
        assert not upload(session.store, session.artifact, Silence()).uploaded
    assert sandbox.file(session.artifact.release.uri) == wheel().read_bytes()


def test_an_inventory_writes_nothing(
    sandbox: Sandbox, pinned: Pinned, session: StoreSession, in_store: Callable[..., None]
) -> None:
    sandbox.add_job(pinned("a"))
    sandbox.add_job(pinned("a", "b", version="1.3.0"))
    in_store("1.5.0")

    taken = take_inventory(session.workspace, session.store, "lib", Silence())

    assert taken.workspace.identity == "ci@example.com"
    assert taken.scanned == {"job": 2}
    assert [(one.version, len(one.dependents)) for one in taken.versions] == [
        ("1.4.2", 1),
        ("1.3.0", 2),
    ]
    assert taken.in_store == ("1.5.0",)
    assert sandbox.journal("POST") == []


@pytest.mark.parametrize(
    ("settings", "error"),
    [(Settings(), NoStoreError), (Settings(store="/Workspace"), StoreNameError)],
)
def test_without_a_store_nothing_is_asked(
    sandbox: Sandbox, environment: Mapping[str, str], settings: Settings, error: type[Exception]
) -> None:
    with pytest.raises(error), store_session(settings, None, environment):
        pass
    assert sandbox.journal() == []
